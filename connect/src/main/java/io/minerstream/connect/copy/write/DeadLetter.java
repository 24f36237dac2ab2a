package io.minerstream.connect.copy.write;

import io.minerstream.connect.copy.table.RefusedRowException;
import org.apache.kafka.connect.sink.SinkRecord;

/**
 * A record that no row can hold.
 *
 * @param group its row's group; null when it could not be encoded
 */
record DeadLetter(SinkRecord record, RefusedRowException reason, RowGroup group, int row) {

    DeadLetter(SinkRecord record, RefusedRowException reason) {
        this(record, reason, null, -1);
    }
}

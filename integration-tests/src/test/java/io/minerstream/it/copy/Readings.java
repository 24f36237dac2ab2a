package io.minerstream.it.copy;

import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.function.LongFunction;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.record.TimestampType;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.data.Timestamp;
import org.apache.kafka.connect.sink.SinkRecord;

/** Records of the shape of {@code miner_telemetry}, and tables for them. */
final class Readings {

    static final String TOPIC = "readings";
    static final TopicPartition P0 = new TopicPartition(TOPIC, 0);
    static final TopicPartition P1 = new TopicPartition(TOPIC, 1);

    static final Schema KEY = Schema.INT32_SCHEMA;
    static final Schema SCHEMA = SchemaBuilder.struct()
            .name("Reading")
            .field("miner_id", Schema.INT32_SCHEMA)
            .field("hashrate", Schema.OPTIONAL_FLOAT64_SCHEMA)
            .field("note", Schema.OPTIONAL_STRING_SCHEMA)
            .field("recorded_at", Timestamp.SCHEMA)
            .build();

    private static final long START_MS = 1_700_000_000_000L;

    private Readings() {}

    /** Columns of {@code readings}; constraints follow them. */
    static String table(String constraints) {
        return "CREATE TABLE readings (miner_id integer NOT NULL, hashrate double precision, note varchar(20),"
                + " recorded_at timestamp NOT NULL" + (constraints.isEmpty() ? "" : ", " + constraints) + ")";
    }

    /** The value of the reading at an offset: its miner is the offset modulo 1000. */
    static Struct value(long offset) {
        return new Struct(SCHEMA)
                .put("miner_id", (int) (offset % 1000))
                .put("hashrate", offset / 8.0)
                .put("note", "n" + offset)
                .put("recorded_at", new Date(START_MS + offset / 1000 * 3_600_000));
    }

    static SinkRecord record(TopicPartition partition, long offset, Struct value) {
        return new SinkRecord(
                partition.topic(),
                partition.partition(),
                KEY,
                value == null ? 0 : value.getInt32("miner_id"),
                value == null ? null : SCHEMA,
                value,
                offset,
                START_MS + offset,
                TimestampType.CREATE_TIME);
    }

    /** Records of the offsets from {@code from} to before {@code to}. */
    static List<SinkRecord> records(TopicPartition partition, long from, long to, LongFunction<Struct> values) {
        List<SinkRecord> records = new ArrayList<>();
        for (long offset = from; offset < to; offset++) {
            records.add(record(partition, offset, values.apply(offset)));
        }
        return records;
    }

    static List<SinkRecord> records(TopicPartition partition, long from, long to) {
        return records(partition, from, to, Readings::value);
    }
}

package io.minerstream.connect.copy.write;

import io.minerstream.connect.copy.encode.RowBytes;
import io.minerstream.connect.copy.table.RowLayout;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Comparator;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import org.apache.kafka.connect.sink.SinkRecord;

/**
 * Encoded rows of one layout in the order of their records. Rows are encoded once: any part of them can be sent again. Not thread-safe; a
 * batch belongs to one thread at a time.
 */
final class RowGroup {

    private static final int FIRST_CAPACITY = 1024;

    private RowBytes bytes = new RowBytes();
    private int[] starts = new int[FIRST_CAPACITY + 1];
    private SinkRecord[] records = new SinkRecord[FIRST_CAPACITY];
    private int count;
    private RowLayout layout;
    private BitSet out = new BitSet();
    private final BitSet refusedNow = new BitSet();
    private boolean distinct;

    /** Empties it for rows of a layout. */
    void begin(RowLayout layout) {
        this.layout = layout;
        Arrays.fill(records, 0, count, null);
        bytes.truncate(0);
        count = 0;
        out.clear();
        refusedNow.clear();
        distinct = false;
    }

    RowLayout layout() {
        return layout;
    }

    /** @throws io.minerstream.connect.copy.table.RefusedRowException when the record is no row; nothing is added */
    void add(SinkRecord record) {
        try {
            layout.encode(record, bytes);
        } catch (RuntimeException e) {
            bytes.truncate(starts[count]);
            throw e;
        }
        if (count == records.length) {
            records = Arrays.copyOf(records, 2 * count);
            starts = Arrays.copyOf(starts, 2 * count + 1);
        }
        records[count++] = record;
        starts[count] = bytes.size();
    }

    /** Rows, those that are out included. */
    int count() {
        return count;
    }

    int size() {
        return bytes.size();
    }

    SinkRecord record(int row) {
        return records[row];
    }

    byte[] array() {
        return bytes.array();
    }

    /** Where a row begins; that of {@link #count()} is the end. */
    int start(int row) {
        return starts[row];
    }

    /** The first row from {@code row} on that is to be written; {@code to} when there is none before it. */
    int nextIn(int row, int to) {
        int next = row;
        while (next < to && isOut(next)) {
            next++;
        }
        return next;
    }

    /** The first row from {@code row} on that is not to be written, at most {@code to}. */
    int nextOut(int row, int to) {
        if (out.isEmpty() && refusedNow.isEmpty()) {
            return to;
        }
        int next = row;
        while (next < to && !isOut(next)) {
            next++;
        }
        return next;
    }

    /** Rows that are to be written. */
    int live(int from, int to) {
        if (out.isEmpty() && refusedNow.isEmpty()) {
            return to - from;
        }
        int live = 0;
        for (int row = from; row < to; row++) {
            if (!isOut(row)) {
                live++;
            }
        }
        return live;
    }

    /** Whether it is sorted and no two rows have the same bytes as their key. */
    boolean hasDistinctKeys() {
        return distinct;
    }

    boolean isOut(int row) {
        return out.get(row) || refusedNow.get(row);
    }

    /** Leaves rows out for good. */
    void takeOut(Predicate<SinkRecord> which) {
        for (int row = 0; row < count; row++) {
            if (which.test(records[row])) {
                out.set(row);
            }
        }
    }

    /** Leaves a row out for good. */
    void takeOut(int row) {
        out.set(row);
    }

    /** Leaves a row out until the next attempt. */
    void refuse(int row) {
        refusedNow.set(row);
    }

    /**
     * Sorts its rows by the bytes of their keys, where their order makes no difference to the table: an index takes the neighbours of a key
     * in half of the time. Rows of one key keep their order.
     *
     * @param spare for the sorted rows
     * @return the buffer that has become spare
     */
    RowBytes sort(RowBytes spare) {
        if (!layout.mayBeSorted()) {
            return spare;
        }
        byte[] array = bytes.array();
        int[] keyEnds = new int[count];
        Integer[] order = new Integer[count];
        for (int row = 0; row < count; row++) {
            keyEnds[row] = layout.endOfKey(bytes, starts[row]);
            order[row] = row;
        }
        Comparator<Integer> byKey =
                (a, b) -> Arrays.compareUnsigned(array, starts[a], keyEnds[a], array, starts[b], keyEnds[b]);
        Arrays.sort(order, byKey);
        distinct = IntStream.range(1, count).allMatch(row -> byKey.compare(order[row - 1], order[row]) != 0);
        spare.truncate(0);
        int[] newStarts = new int[starts.length];
        SinkRecord[] newRecords = new SinkRecord[records.length];
        BitSet newOut = new BitSet();
        for (int row = 0; row < count; row++) {
            int from = order[row];
            spare.raw(array, starts[from], starts[from + 1]);
            newStarts[row + 1] = spare.size();
            newRecords[row] = records[from];
            newOut.set(row, out.get(from));
        }
        RowBytes before = bytes;
        bytes = spare;
        starts = newStarts;
        records = newRecords;
        out = newOut;
        return before;
    }

    /** Begins another attempt to write it. */
    void beginAttempt() {
        refusedNow.clear();
    }
}

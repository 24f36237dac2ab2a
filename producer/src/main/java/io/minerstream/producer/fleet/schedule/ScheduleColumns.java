package io.minerstream.producer.fleet.schedule;

import java.time.Instant;
import java.util.Arrays;
import java.util.Comparator;
import java.util.stream.IntStream;

/** The columns of a schedule: they grow while it is read. Not thread-safe. */
final class ScheduleColumns {

    int[] minerIds = new int[16];
    long[] fromMs = new long[16];
    short[] statusNumbers = new short[16];

    private int size;

    void append(int minerId, Instant from, short statusNumber) {
        if (size == minerIds.length) {
            resize(Math.addExact(size, size >> 1));
        }
        minerIds[size] = minerId;
        // Rounded up to a whole millisecond.
        fromMs[size] = from.plusNanos(999_999).toEpochMilli();
        statusNumbers[size] = statusNumber;
        size++;
    }

    /** Rows in ascending order of miner and time. Rows of one time keep their order. */
    int[] sortedRows() {
        return IntStream.range(0, size)
                .boxed()
                .sorted(Comparator.<Integer>comparingInt(row -> minerIds[row]).thenComparingLong(row -> fromMs[row]))
                .mapToInt(Integer::intValue)
                .toArray();
    }

    /** Whether two rows have the same miner and time. */
    boolean areAtOnce(int row, int other) {
        return minerIds[row] == minerIds[other] && fromMs[row] == fromMs[other];
    }

    /** The same rows in another order, trimmed to their size. */
    ScheduleColumns inOrder(int[] rows) {
        ScheduleColumns ordered = new ScheduleColumns();
        ordered.resize(size);
        for (int row : rows) {
            ordered.minerIds[ordered.size] = minerIds[row];
            ordered.fromMs[ordered.size] = fromMs[row];
            ordered.statusNumbers[ordered.size] = statusNumbers[row];
            ordered.size++;
        }
        return ordered;
    }

    private void resize(int length) {
        minerIds = Arrays.copyOf(minerIds, length);
        fromMs = Arrays.copyOf(fromMs, length);
        statusNumbers = Arrays.copyOf(statusNumbers, length);
    }
}

package io.minerstream.pipeline.load.lag;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.stream.IntStream;
import org.HdrHistogram.Histogram;

/**
 * Follows one group by its committed offsets. The lateness of a reading is the time from its intended time to the first look that finds it
 * committed: at most the distance of two looks too long. Used by one thread.
 */
public final class GroupProgress {

    private static final int SIGNIFICANT_DIGITS = 3;

    private final List<ReadableReadings.Cursor> cursors;
    private final Histogram lateness = new Histogram(SIGNIFICANT_DIGITS);
    private final Histogram recent = new Histogram(SIGNIFICANT_DIGITS);

    /** A group that has committed no reading yet. */
    public GroupProgress(ReadableReadings readings) {
        cursors = IntStream.range(0, readings.partitions())
                .mapToObj(readings::cursor)
                .toList();
    }

    /**
     * Looks at the group.
     *
     * @param nowNanos time at which the offsets were known, on the clock of the readings
     * @param committed offsets by partition; partitions without one are left out
     * @return one for each partition, ascending
     */
    public List<PartitionLag> look(long nowNanos, Map<Integer, Long> committed) {
        recent.reset();
        List<PartitionLag> lags = new ArrayList<>();
        for (int partition = 0; partition < cursors.size(); partition++) {
            ReadableReadings.Cursor cursor = cursors.get(partition);
            Long offset = committed.get(partition);
            if (offset != null) {
                cursor.advanceTo(offset, intended -> recent.recordValue(Math.max(0, nowNanos - intended)));
            }
            lags.add(new PartitionLag(
                    partition,
                    offset == null ? OptionalLong.empty() : OptionalLong.of(offset),
                    cursor.unread(),
                    Duration.ofNanos(cursor.ageNanos(nowNanos))));
        }
        lateness.add(recent);
        return lags;
    }

    /** Lateness of all readings that are committed. */
    public Percentiles lateness() {
        return Percentiles.of(lateness);
    }

    /** Lateness of the readings that the last look found committed. */
    public Percentiles recentLateness() {
        return Percentiles.of(recent);
    }
}

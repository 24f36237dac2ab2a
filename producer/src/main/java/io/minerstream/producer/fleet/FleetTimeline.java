package io.minerstream.producer.fleet;

import io.minerstream.producer.fleet.schedule.StatusSchedule;
import java.time.Instant;
import java.util.Comparator;
import java.util.stream.IntStream;

/**
 * A fleet at ascending times: applies each scheduled change once. The fleets that it returns are immutable; without a change in
 * between it returns the same object. Not thread-safe.
 */
public final class FleetTimeline {

    private final Fleet fleet;
    private final Instant from;
    private final int[] changes;
    private Fleet current;
    private int next;
    private long currentMs;

    /**
     * The timeline of a range.
     *
     * @param from inclusive
     * @param to exclusive
     */
    public FleetTimeline(Fleet fleet, Instant from, Instant to) {
        this.fleet = fleet;
        this.from = from;
        StatusSchedule schedule = fleet.schedule();
        long fromMs = from.toEpochMilli();
        long toMs = to.toEpochMilli();
        this.changes = IntStream.range(0, schedule.size())
                .filter(change -> schedule.fromMs(change) > fromMs && schedule.fromMs(change) < toMs)
                .boxed()
                .sorted(Comparator.comparingLong(schedule::fromMs))
                .mapToInt(Integer::intValue)
                .toArray();
        rewind();
    }

    private void rewind() {
        current = fleet.asOf(from);
        currentMs = from.toEpochMilli();
        next = 0;
    }

    /**
     * The fleet as of a time, without its schedule.
     *
     * @param time inside the range; a time before that of the last call is slow
     */
    public Fleet at(Instant time) {
        long timeMs = time.toEpochMilli();
        if (timeMs < currentMs) {
            rewind();
        }
        currentMs = timeMs;
        int end = next;
        while (end < changes.length && fleet.schedule().fromMs(changes[end]) <= timeMs) {
            end++;
        }
        if (end > next) {
            current = fleet.after(current, changes, next, end);
            next = end;
        }
        return current;
    }
}

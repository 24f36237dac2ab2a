package io.minerstream.producer.fleet.schedule;

import io.minerstream.schemas.bound.Bound;
import io.minerstream.schemas.miner.MinerStatus;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;

/**
 * Status changes in ascending order of miner and time: 14 bytes per change. At any time a miner has the status of its last change
 * at or before it; before the first change, that of its fleet. Immutable and thread-safe.
 *
 * <p>Changes are addressed by number, 0 to {@link #size()} - 1. Times are rounded up to
 * whole milliseconds, the unit of Kafka's timestamps, so that no reading is affected.
 */
public final class StatusSchedule {

    /** A schedule without changes. */
    public static final StatusSchedule NONE = builder().build();

    private final int[] minerIds;
    private final long[] fromMs;
    private final short[] statusNumbers;
    private final List<String> statusTexts;

    private StatusSchedule(List<Change> changes, List<String> statusTexts) {
        this.minerIds = changes.stream().mapToInt(Change::minerId).toArray();
        this.fromMs = changes.stream().mapToLong(Change::fromMs).toArray();
        this.statusNumbers = new short[changes.size()];
        for (int change = 0; change < statusNumbers.length; change++) {
            statusNumbers[change] = changes.get(change).statusNumber();
        }
        this.statusTexts = statusTexts;
    }

    /** Starts a schedule. */
    public static Builder builder() {
        return new Builder();
    }

    /** Number of changes, at least 0. */
    public int size() {
        return minerIds.length;
    }

    public boolean isEmpty() {
        return minerIds.length == 0;
    }

    /** The miner that changes, greater than 0. */
    public int minerId(int change) {
        return minerIds[change];
    }

    /** Time from which the status applies, inclusive. */
    public Instant from(int change) {
        return Instant.ofEpochMilli(fromMs[change]);
    }

    /** The status from then on, as the source spells it. */
    public String statusText(int change) {
        return statusTexts.get(statusNumbers[change]);
    }

    /** The status from then on. */
    public MinerStatus status(int change) {
        return MinerStatus.of(statusText(change));
    }

    /**
     * Number of a miner's first change; when it has none, that of the next miner.
     *
     * @param minerId any number
     */
    public int firstOf(int minerId) {
        int low = 0;
        int high = minerIds.length;
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (minerIds[middle] < minerId) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }

    /** Number after a miner's last change. */
    public int endOf(int minerId) {
        return minerId == Integer.MAX_VALUE ? size() : firstOf(minerId + 1);
    }

    /** Number of miners with changes. */
    public int miners() {
        return (int) IntStream.range(0, size())
                .filter(change -> change == 0 || minerIds[change] != minerIds[change - 1])
                .count();
    }

    /**
     * Number of changes between two times.
     *
     * @param after exclusive
     * @param before exclusive
     */
    public int countBetween(Instant after, Instant before) {
        long afterMs = after.toEpochMilli();
        long beforeMs = before.toEpochMilli();
        return (int) Arrays.stream(fromMs)
                .filter(ms -> ms > afterMs && ms < beforeMs)
                .count();
    }

    /**
     * The changes of some miners.
     *
     * @param miners chooses them by id
     */
    public StatusSchedule only(IntPredicate miners) {
        Builder schedule = builder();
        for (int change = 0; change < size(); change++) {
            if (miners.test(minerIds[change])) {
                schedule.add(minerIds[change], from(change), statusText(change));
            }
        }
        return schedule.build();
    }

    /** The distinct statuses of the changes. */
    public List<String> statusTexts() {
        return statusTexts;
    }

    /** Index of the change's status in {@link #statusTexts()}. */
    public short statusNumber(int change) {
        return statusNumbers[change];
    }

    /** Time from which the status applies, inclusive, in milliseconds since 1970. */
    public long fromMs(int change) {
        return fromMs[change];
    }

    /** Number of the miner's last change at or before a time; -1 when there is none. */
    public int lastOf(int minerId, long timeMs) {
        int first = firstOf(minerId);
        int found = Arrays.binarySearch(fromMs, first, endOf(minerId), timeMs);
        int last = found < 0 ? -found - 2 : found;
        return last < first ? -1 : last;
    }

    /** Whether both have the same changes, with statuses spelt the same. */
    @Override
    public boolean equals(Object other) {
        if (!(other instanceof StatusSchedule schedule)
                || !Arrays.equals(minerIds, schedule.minerIds)
                || !Arrays.equals(fromMs, schedule.fromMs)) {
            return false;
        }
        for (int change = 0; change < size(); change++) {
            if (!statusText(change).equals(schedule.statusText(change))) {
                return false;
            }
        }
        return true;
    }

    @Override
    public int hashCode() {
        return 31 * Arrays.hashCode(minerIds) + Arrays.hashCode(fromMs);
    }

    @Override
    public String toString() {
        return "%s status changes of %s miners".formatted(size(), miners());
    }

    /** Collects changes in any order. Not thread-safe; one schedule per builder. */
    public static final class Builder {

        private final List<Change> changes = new ArrayList<>();
        private final Map<String, Short> statuses = new LinkedHashMap<>();

        private Builder() {}

        /**
         * Adds a change.
         *
         * @param minerId see {@link Bound#MINER_ID}
         * @param from time from which the status applies, inclusive; see {@link Bound#TIME}
         * @param status as the source spells it; unknown ones count as not running
         */
        public Builder add(int minerId, Instant from, String status) {
            Bound.MINER_ID.require("miner id", minerId);
            Bound.TIME.require("from", from);
            // Rounded up to a whole millisecond.
            long fromMs = from.plusNanos(999_999).toEpochMilli();
            changes.add(new Change(minerId, fromMs, number(status), changes.size()));
            return this;
        }

        private short number(String status) {
            if (statuses.size() == Short.MAX_VALUE && !statuses.containsKey(status)) {
                throw new IllegalArgumentException("more than " + Short.MAX_VALUE + " different statuses");
            }
            return statuses.computeIfAbsent(status, unused -> (short) statuses.size());
        }

        /** Reports each change that has the miner and the time of an earlier one, after that one. */
        public void forEachDuplicate(BiConsumer<Change, Change> found) {
            // Stable: changes of one time keep their order.
            changes.sort(Comparator.comparingInt(Change::minerId).thenComparingLong(Change::fromMs));
            Change first = null;
            for (Change change : changes) {
                if (first != null && first.minerId() == change.minerId() && first.fromMs() == change.fromMs()) {
                    found.accept(first, change);
                } else {
                    first = change;
                }
            }
        }

        /**
         * Finishes the schedule.
         *
         * @throws IllegalArgumentException when a miner has two changes at one time
         */
        public StatusSchedule build() {
            List<String> texts = List.copyOf(statuses.keySet());
            forEachDuplicate((first, again) -> {
                throw new IllegalArgumentException("miner %s: must have one status from %s on, got '%s' and '%s'"
                        .formatted(
                                again.minerId(),
                                again.from(),
                                texts.get(first.statusNumber()),
                                texts.get(again.statusNumber())));
            });
            return new StatusSchedule(changes, texts);
        }
    }

    /**
     * A change in a builder.
     *
     * @param statusNumber number of its status in the order of their first changes
     * @param place in the order in which the builder got the changes, from 0
     */
    public record Change(int minerId, long fromMs, short statusNumber, int place) {

        public Instant from() {
            return Instant.ofEpochMilli(fromMs);
        }
    }
}

package io.minerstream.producer.fleet;

import io.minerstream.producer.fleet.schedule.StatusSchedule;
import io.minerstream.schemas.miner.MinerStatus;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * The statuses of a fleet's miners: the initial one of each, in 2 bytes, and the scheduled changes. Miners are addressed by their
 * index in the fleet. Immutable and thread-safe.
 */
final class FleetStatuses {

    /** Ids of the miners, ascending; the fleet's own array. */
    private final int[] ids;

    private final short[] numbers;
    private final List<String> texts;
    private final MinerStatus[] statuses;
    private final StatusSchedule schedule;
    /** Index in {@link #texts} by the number of a status in the schedule. */
    private final short[] scheduledNumbers;

    /** Statuses without changes. */
    FleetStatuses(int[] ids, short[] numbers, List<String> texts) {
        this(ids, numbers, texts, StatusSchedule.NONE, new short[0]);
    }

    private FleetStatuses(
            int[] ids, short[] numbers, List<String> texts, StatusSchedule schedule, short[] scheduledNumbers) {
        this.ids = ids;
        this.numbers = numbers;
        this.texts = texts;
        this.statuses = texts.stream().map(MinerStatus::of).toArray(MinerStatus[]::new);
        this.schedule = schedule;
        this.scheduledNumbers = scheduledNumbers;
    }

    MinerStatus status(int index) {
        return statuses[numbers[index]];
    }

    String text(int index) {
        return texts.get(numbers[index]);
    }

    /** All distinct statuses, including those of the changes. */
    Stream<String> texts() {
        return texts.stream();
    }

    StatusSchedule schedule() {
        return schedule;
    }

    /**
     * The same initial statuses with another schedule.
     *
     * @throws InvalidFleetException when a change is of a miner that the fleet does not have
     */
    FleetStatuses withSchedule(int siteId, StatusSchedule other) {
        requireKnown(siteId, other);
        NumberedValues<String> all = new NumberedValues<>("statuses");
        for (String text : texts) {
            all.number(siteId, text);
        }
        short[] others = new short[other.statusTexts().size()];
        for (int i = 0; i < others.length; i++) {
            others[i] = all.number(siteId, other.statusTexts().get(i));
        }
        return new FleetStatuses(ids, numbers, all.values(), other, others);
    }

    private void requireKnown(int siteId, StatusSchedule other) {
        List<String> strangers = new ArrayList<>();
        for (int change = 0; change < other.size(); change = other.endOf(other.minerId(change))) {
            if (indexOf(other.minerId(change)) < 0) {
                strangers.add("status change of miner %s at %s, which the fleet does not have"
                        .formatted(other.minerId(change), other.from(change)));
            }
        }
        if (!strangers.isEmpty()) {
            throw new InvalidFleetException(
                    siteId,
                    strangers.subList(0, Math.min(FleetBuilder.LISTED_PROBLEMS, strangers.size())),
                    strangers.size());
        }
    }

    MinerStatus statusAt(int index, long timeMs) {
        return statuses[numberAt(index, timeMs)];
    }

    private short numberAt(int index, long timeMs) {
        int change = schedule.isEmpty() ? -1 : schedule.lastOf(ids[index], timeMs);
        return change < 0 ? numbers[index] : scheduledNumbers[schedule.statusNumber(change)];
    }

    /** The statuses as of a time, without changes. */
    FleetStatuses asOf(long timeMs) {
        short[] then = numbers.clone();
        for (int change = 0; change < schedule.size(); change = schedule.endOf(schedule.minerId(change))) {
            int index = indexOf(schedule.minerId(change));
            then[index] = numberAt(index, timeMs);
        }
        return new FleetStatuses(ids, then, texts);
    }

    /**
     * The statuses after some of the changes.
     *
     * @param then the statuses before them, from {@link #asOf} or from this method
     * @param changes numbers of changes in the order of their times
     * @param from index of the first change to apply
     * @param to index after the last change to apply
     */
    FleetStatuses after(FleetStatuses then, int[] changes, int from, int to) {
        short[] changed = then.numbers.clone();
        for (int i = from; i < to; i++) {
            changed[indexOf(schedule.minerId(changes[i]))] = scheduledNumbers[schedule.statusNumber(changes[i])];
        }
        return new FleetStatuses(ids, changed, texts);
    }

    /** Number of miners by initial status, the most frequent first, then alphabetically. */
    Map<String, Integer> distribution() {
        int[] counts = new int[texts.size()];
        for (short number : numbers) {
            counts[number]++;
        }
        Map<String, Integer> byText = new TreeMap<>();
        for (int i = 0; i < counts.length; i++) {
            if (counts[i] > 0) {
                byText.put(texts.get(i), counts[i]);
            }
        }
        Map<String, Integer> distribution = new LinkedHashMap<>();
        byText.entrySet().stream()
                .sorted(Map.Entry.<String, Integer>comparingByValue().reversed())
                .forEach(entry -> distribution.put(entry.getKey(), entry.getValue()));
        return distribution;
    }

    private int indexOf(int minerId) {
        return Arrays.binarySearch(ids, minerId);
    }
}

package io.minerstream.producer.roster;

import io.minerstream.avro.HostingMiner;
import io.minerstream.producer.fleet.Fleet;
import io.minerstream.producer.fleet.schedule.StatusSchedule;
import io.minerstream.schemas.run.TimeRange;
import java.time.Instant;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What the roster topic says of the miners of a fleet over time, against what it must say over a segment of time.
 *
 * <p>An entry replaces what the topic said before of its valid-from and later, and a tombstone removes the miner. So whatever is written for
 * a segment of time is followed by what the topic said of the time after it: a run over one day does not change the next.
 *
 * <p>Takes 4 bytes a miner and 16 bytes an entry, as long as entries differ from the fleet by their status alone. Fed with the records of
 * each partition in order; not thread-safe.
 */
public final class RosterTimelines {

    /** Content that differs from the fleet by more than its status, or cannot be read. */
    private static final int OTHER = -1;

    private final Fleet fleet;
    private final Fleet atStart;
    private final long fromMs;
    private final long toMs;
    /** By entry, the number of its status or {@link #OTHER}; with the content of those that say something else of later times. */
    private final RosterLog<HostingMiner> topic;

    private final List<String> statuses = new ArrayList<>();
    private final Map<String, Integer> statusNumbers = new HashMap<>();

    private BitSet upToDate;

    /** What a miner is from a time on: the number of a status, or {@link #OTHER}. */
    private record Segment(long fromMs, int status) {}

    private RosterTimelines(Fleet fleet, Instant from, long toMs) {
        this.fleet = fleet;
        this.atStart = fleet.asOf(from);
        this.fromMs = from.toEpochMilli();
        this.toMs = toMs;
        this.topic = new RosterLog<>(fleet.size());
    }

    /** What a run over a range needs. */
    public static RosterTimelines over(Fleet fleet, TimeRange range) {
        return new RosterTimelines(fleet, range.from(), range.to().toEpochMilli());
    }

    /** What is needed from a time on. */
    public static RosterTimelines from(Fleet fleet, Instant from) {
        return new RosterTimelines(fleet, from, Long.MAX_VALUE);
    }

    /** Takes a record of the topic; those of miners that the fleet does not have change nothing. */
    public void read(RosterRecord record) {
        int index = fleet.indexOf(record.minerId());
        if (index >= 0 && record.isTombstone()) {
            remove(index);
        } else if (index >= 0) {
            put(index, record.validFromMs(), record.miner());
        }
    }

    /** @param miner what the entry says; null when it cannot be read, so that it is replaced where it is in force */
    void put(int index, long validFromMs, HostingMiner miner) {
        upToDate = null;
        int status = OTHER;
        if (miner != null && fleet.hostingMiner(index, miner.getStatus()).equals(miner)) {
            status = number(miner.getStatus());
        }
        topic.put(index, validFromMs, status, status == OTHER && validFromMs >= toMs ? miner : null);
    }

    /** A tombstone takes back all that the topic said of a miner. */
    void remove(int index) {
        upToDate = null;
        topic.clear(index);
    }

    /** Whether the topic says what is needed of a miner. */
    public boolean isUpToDate(int index) {
        return upToDate().get(index);
    }

    /** Number of miners that are up to date. */
    public int countUpToDate() {
        return upToDate().cardinality();
    }

    private BitSet upToDate() {
        if (upToDate == null) {
            upToDate = new BitSet();
            for (int index = 0; index < fleet.size(); index++) {
                upToDate.set(index, saysWhatIsNeeded(index));
            }
        }
        return upToDate;
    }

    private boolean saysWhatIsNeeded(int index) {
        int last = topic.last(index);
        if (last == RosterLog.NONE) {
            return false;
        }
        int minerId = fleet.minerId(index);
        if (topic.validFromMs(last) <= fromMs
                && fleet.schedule().firstOf(minerId) == fleet.schedule().endOf(minerId)) {
            return topic.value(last) == number(atStart.statusText(index));
        }
        return needed(index).equals(said(index));
    }

    /**
     * The entries that must be written of a miner, in this order: those of the segment of time, and then what the topic says of
     * the time after it.
     */
    public List<RosterEntry> entries(int index) {
        List<RosterEntry> entries = new ArrayList<>();
        for (Segment segment : needed(index)) {
            entries.add(new RosterEntry(
                    Instant.ofEpochMilli(segment.fromMs()), fleet.hostingMiner(index, statuses.get(segment.status()))));
        }
        for (int entry : topic.ascending(index)) {
            HostingMiner miner = topic.validFromMs(entry) < toMs ? null : contentOf(index, entry);
            // An entry that says the same as the one before it says nothing.
            if (miner != null && !miner.equals(entries.get(entries.size() - 1).miner())) {
                entries.add(new RosterEntry(Instant.ofEpochMilli(topic.validFromMs(entry)), miner));
            }
        }
        return entries;
    }

    private HostingMiner contentOf(int index, int entry) {
        return topic.value(entry) == OTHER
                ? topic.note(entry)
                : fleet.hostingMiner(index, statuses.get(topic.value(entry)));
    }

    private List<Segment> needed(int index) {
        List<Segment> needed = new ArrayList<>();
        append(needed, fromMs, number(atStart.statusText(index)));
        StatusSchedule schedule = fleet.schedule();
        int minerId = fleet.minerId(index);
        for (int change = schedule.firstOf(minerId); change < schedule.endOf(minerId); change++) {
            long changeMs = schedule.from(change).toEpochMilli();
            if (changeMs > fromMs && changeMs < toMs) {
                append(needed, changeMs, number(schedule.statusText(change)));
            }
        }
        return needed;
    }

    /** What the topic says of the segment of time; empty when it begins to speak only later. */
    private List<Segment> said(int index) {
        List<Segment> said = new ArrayList<>();
        for (int entry : topic.ascending(index)) {
            long validFromMs = topic.validFromMs(entry);
            if (validFromMs <= fromMs) {
                said.clear();
                said.add(new Segment(fromMs, topic.value(entry)));
            } else if (said.isEmpty()) {
                // An entry says nothing of the time before its valid-from.
                return said;
            } else if (validFromMs < toMs) {
                append(said, validFromMs, topic.value(entry));
            }
        }
        return said;
    }

    private static void append(List<Segment> segments, long fromMs, int status) {
        boolean same = !segments.isEmpty()
                && status != OTHER
                && segments.get(segments.size() - 1).status() == status;
        if (!same) {
            segments.add(new Segment(fromMs, status));
        }
    }

    private int number(String status) {
        return statusNumbers.computeIfAbsent(status, text -> {
            statuses.add(text);
            return statuses.size() - 1;
        });
    }
}

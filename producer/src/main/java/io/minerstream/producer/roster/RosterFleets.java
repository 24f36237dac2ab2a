package io.minerstream.producer.roster;

import io.minerstream.avro.HostingMiner;
import io.minerstream.producer.fleet.Fleet;
import io.minerstream.producer.fleet.FleetBuilder;
import io.minerstream.producer.fleet.FleetSourceException;
import io.minerstream.producer.fleet.MinerIndex;
import io.minerstream.producer.fleet.MinerModel;
import io.minerstream.producer.fleet.MinerTable;
import io.minerstream.producer.fleet.NoMinersException;
import io.minerstream.producer.fleet.schedule.StatusSchedule;
import io.minerstream.schemas.run.TimeRange;
import java.time.Instant;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.IntPredicate;

/**
 * Fleets from the records of the roster topic. Takes the memory of the fleets twice, and at most 44 bytes a miner and 20 an entry.
 * Not thread-safe.
 */
final class RosterFleets {

    /** Values of entries without content: the miner is of another site or of none; nobody knows. */
    private static final int ABSENT = -1;

    private static final int UNREADABLE = -2;

    /** A topic with that many is none of ours. */
    private static final int MOST_UNREADABLE = 1_000;

    private final IntPredicate sites;
    private final boolean keepsPast;
    private final MinerIndex miners = new MinerIndex();
    private final RosterLog<FleetSourceException> log = new RosterLog<>(64);
    private final MinerTable contents = new MinerTable();
    private int minerCount;

    private RosterFleets(IntPredicate sites, boolean keepsPast) {
        this.sites = sites;
        this.keepsPast = keepsPast;
    }

    /** For {@link #latest}: a tombstone, or an entry of another site, takes back all that was said of a miner. */
    static RosterFleets ofLatest(IntPredicate sites) {
        return new RosterFleets(sites, false);
    }

    /** For {@link #during}: a tombstone, or an entry of another site, leaves the time before it as it was. */
    static RosterFleets ofPast(int siteId) {
        return new RosterFleets(site -> site == siteId, true);
    }

    void read(RosterRecord record) {
        HostingMiner miner = record.miner();
        int number = miners.get(record.minerId());
        if (number == MinerIndex.ABSENT) {
            number = minerCount++;
            miners.put(record.minerId(), number);
        }
        if (record.failure() != null) {
            log.put(number, record.validFromMs(), UNREADABLE, record.unreadable());
            if (log.noteCount() > MOST_UNREADABLE) {
                throw record.unreadable();
            }
        } else if (miner != null && sites.test(miner.getSiteId())) {
            if (isOfOtherSite(number, miner.getSiteId())) {
                log.clear(number);
            }
            log.put(number, record.validFromMs(), append(record.minerId(), miner), null);
        } else if (keepsPast) {
            log.put(number, record.validFromMs(), ABSENT, null);
        } else {
            log.clear(number);
        }
    }

    private boolean isOfOtherSite(int number, int siteId) {
        for (int entry : log.ascending(number)) {
            if (log.value(entry) >= 0 && contents.siteId(log.value(entry)) != siteId) {
                return true;
            }
        }
        return false;
    }

    private int append(int minerId, HostingMiner miner) {
        return contents.append(
                miner.getSiteId(),
                minerId,
                miner.getSerialNumber(),
                model(miner),
                orNaN(miner.getActualHashrate()),
                orNaN(miner.getActualPower()),
                miner.getStatus());
    }

    /**
     * The fleets by site: what is said last of each miner, with the status that is said first and a schedule of those that follow.
     *
     * @throws FleetSourceException when a miner's last entry cannot be read. An earlier one is skipped: Kafka might have compacted
     *     it away
     */
    SortedMap<Integer, Fleet> latest() {
        SortedMap<Integer, Assembly> assemblies = new TreeMap<>();
        for (int minerId : miners.minerIds()) {
            int last = log.last(miners.get(minerId));
            if (last == RosterLog.NONE) {
                continue;
            }
            int row = row(last);
            Assembly assembly = assemblies.computeIfAbsent(contents.siteId(row), Assembly::new);
            String first = null;
            String before = null;
            for (int entry : log.ascending(miners.get(minerId))) {
                if (log.value(entry) != UNREADABLE) {
                    String status = contents.status(log.value(entry));
                    if (first == null) {
                        first = status;
                    } else if (!status.equals(before)) {
                        assembly.change(minerId, log.validFromMs(entry), status);
                    }
                    before = status;
                }
            }
            contents.copy(row, first, assembly.fleet);
        }
        SortedMap<Integer, Fleet> fleets = new TreeMap<>();
        assemblies.forEach((siteId, assembly) -> fleets.put(siteId, assembly.build()));
        return fleets;
    }

    /**
     * The fleet in a range of time: per miner the entry that is in force at its start, and the statuses of those that follow inside
     * of it. Where only entries from after the start are left, because Kafka has compacted the others away, the first of them stands
     * for the miner.
     *
     * @throws NoMinersException when the site has none at the start
     * @throws FleetSourceException when an entry that is in force in the range cannot be read
     */
    Fleet during(int siteId, TimeRange range) {
        long fromMs = range.from().toEpochMilli();
        long toMs = range.to().toEpochMilli();
        Assembly assembly = new Assembly(siteId);
        for (int minerId : miners.minerIds()) {
            int[] entries = log.ascending(miners.get(minerId));
            int next = 1;
            while (next < entries.length && log.validFromMs(entries[next]) <= fromMs) {
                next++;
            }
            int row = row(entries[next - 1]);
            if (row == ABSENT) {
                continue;
            }
            contents.copy(row, contents.status(row), assembly.fleet);
            for (; next < entries.length && log.validFromMs(entries[next]) < toMs; next++) {
                int later = row(entries[next]);
                if (later != ABSENT) {
                    assembly.change(minerId, log.validFromMs(entries[next]), contents.status(later));
                }
            }
        }
        return assembly.build();
    }

    /** The row of an entry's content, or {@link #ABSENT}. */
    private int row(int entry) {
        if (log.value(entry) == UNREADABLE) {
            throw log.note(entry);
        }
        return log.value(entry);
    }

    private static MinerModel model(HostingMiner miner) {
        if (miner.getMinerModelId() == null
                && miner.getModelName() == null
                && miner.getReferenceHashrate() == null
                && miner.getReferencePower() == null) {
            return null;
        }
        return new MinerModel(
                miner.getMinerModelId() == null ? MinerModel.NO_ID : miner.getMinerModelId(),
                miner.getModelName(),
                null,
                orNaN(miner.getReferenceHashrate()),
                orNaN(miner.getReferencePower()));
    }

    private static double orNaN(Double value) {
        return value == null ? Double.NaN : value;
    }

    /** A fleet while it is put together. */
    private static final class Assembly {

        private final FleetBuilder fleet;
        private final StatusSchedule.Builder schedule = StatusSchedule.builder();

        Assembly(int siteId) {
            fleet = Fleet.builder(siteId);
        }

        void change(int minerId, long fromMs, String status) {
            schedule.add(minerId, Instant.ofEpochMilli(fromMs), status);
        }

        Fleet build() {
            return fleet.build().withSchedule(schedule.build());
        }
    }
}

package io.minerstream.producer.record;

import io.minerstream.producer.fleet.Fleet;
import io.minerstream.producer.fleet.schedule.StatusSchedule;
import io.minerstream.producer.signal.CounterRandom;
import io.minerstream.schemas.miner.Baseline;
import io.minerstream.schemas.miner.MinerStatus;
import io.minerstream.schemas.run.TimeRange;
import java.time.Duration;
import java.time.Instant;

/**
 * A 64-bit checksum of what a fleet contributes to the readings of a range: ids, statuses and baselines, in order, and each status change
 * that a time point notices. Tells whether a resumed run would get the same readings. Not cryptographic.
 */
public final class FleetChecksum {

    private FleetChecksum() {}

    /** The checksum, the same on every machine; never 0, which stands for none. */
    public static long of(Fleet fleet, TimeRange range) {
        Fleet atStart = fleet.asOf(range.from());
        long hash = fleet.size();
        for (int i = 0; i < fleet.size(); i++) {
            Baseline baseline = fleet.baseline(i);
            hash = CounterRandom.mix64(hash + fleet.minerId(i));
            hash = CounterRandom.mix64(hash + atStart.status(i).name().hashCode());
            hash = CounterRandom.mix64(hash + Double.doubleToLongBits(baseline.hashrateTh()));
            hash = CounterRandom.mix64(hash + Double.doubleToLongBits(baseline.powerW()));
        }
        hash = withChanges(hash, fleet, atStart, range);
        return hash == 0 ? 1 : hash;
    }

    private static long withChanges(long start, Fleet fleet, Fleet atStart, TimeRange range) {
        StatusSchedule schedule = fleet.schedule();
        long hash = start;
        MinerStatus status = null;
        for (int change = 0; change < schedule.size(); change++) {
            boolean first = change == 0 || schedule.minerId(change) != schedule.minerId(change - 1);
            status = first ? atStart.status(fleet.indexOf(schedule.minerId(change))) : status;
            boolean last = change + 1 == schedule.size() || schedule.minerId(change) != schedule.minerId(change + 1);
            long timePoint = firstTimePoint(range, schedule.from(change));
            boolean noticed = timePoint > 0
                    && timePoint < range.timePoints()
                    && (last || firstTimePoint(range, schedule.from(change + 1)) > timePoint);
            if (noticed && schedule.status(change) != status) {
                status = schedule.status(change);
                hash = CounterRandom.mix64(hash + schedule.minerId(change));
                hash = CounterRandom.mix64(hash + timePoint);
                hash = CounterRandom.mix64(hash + status.name().hashCode());
            }
        }
        return hash;
    }

    /** Number of the first time point at or after a time; 0 or less for one before the range. */
    private static long firstTimePoint(TimeRange range, Instant time) {
        Duration sinceStart = Duration.between(range.from(), time);
        long whole = Math.floorDiv(sinceStart.toSeconds(), range.interval().toSeconds());
        boolean exact = range.interval().multipliedBy(whole).equals(sinceStart);
        return exact ? whole : whole + 1;
    }
}

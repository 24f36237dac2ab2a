package io.minerstream.validator.alert;

import io.minerstream.avro.Rule;
import io.minerstream.schemas.miner.MinerStatus;
import io.minerstream.validator.rule.Breach;
import io.minerstream.validator.rule.MinerWindow;
import io.minerstream.validator.rule.RosteredMiner;
import java.time.Instant;
import java.util.List;
import java.util.function.LongFunction;

/**
 * Missing records of a miner that the roster has as offline or in maintenance at their time: nobody needs an alert about them. The
 * verdict counts them all the same.
 */
public final class PlannedDowntime {

    private PlannedDowntime() {}

    /**
     * Whether the status of the miner explains an offence in full. Duplicates and records off the time points are never explained.
     *
     * @param sent what the miner sent in the window
     * @param entries its roster entries in force in the window
     * @param at the roster entry in force at an instant, milliseconds since the epoch
     */
    public static boolean explains(
            Breach breach, MinerWindow sent, List<RosteredMiner> entries, LongFunction<RosteredMiner> at) {
        if (breach.rule() == Rule.COUNT ? sent.duplicates() + sent.offCadence() > 0 : breach.rule() != Rule.GAP) {
            return false;
        }
        if (entries.stream().noneMatch(PlannedDowntime::isDown)) {
            return false;
        }
        return entries.stream().allMatch(PlannedDowntime::isDown) || isDownAt(breach.timePoints(), at);
    }

    private static boolean isDownAt(List<Instant> timePoints, LongFunction<RosteredMiner> at) {
        return timePoints.stream().allMatch(time -> isDown(at.apply(time.toEpochMilli())));
    }

    /** Whether the roster says that nobody need wait for the miner. */
    public static boolean isDown(RosteredMiner miner) {
        return miner.status() == MinerStatus.OFFLINE || miner.status() == MinerStatus.MAINTENANCE;
    }
}

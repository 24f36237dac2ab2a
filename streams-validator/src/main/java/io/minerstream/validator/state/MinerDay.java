package io.minerstream.validator.state;

import io.minerstream.validator.rule.RunName;
import java.time.LocalDate;

/**
 * What one miner sent on one UTC day of one run, counted.
 *
 * @param runId the run
 * @param day the day
 * @param intervalSeconds interval of the run's readings
 * @param timePoints time points of the day that have a reading
 * @param duplicates further readings of those
 * @param offCadence readings between two time points
 */
public record MinerDay(
        String runId, LocalDate day, int intervalSeconds, int timePoints, int duplicates, int offCadence) {

    static MinerDay of(DayBlock block) {
        return new MinerDay(
                RunName.of(block.run),
                LocalDate.ofEpochDay(block.day),
                block.interval.seconds(),
                block.seen.cardinality(),
                block.faults.stream().mapToInt(fault -> fault.duplicates).sum(),
                block.faults.stream().mapToInt(fault -> fault.offCadence).sum());
    }
}

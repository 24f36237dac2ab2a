package io.minerstream.pipeline.fault;

import io.minerstream.avro.MinerTelemetry;
import io.minerstream.producer.fleet.Fleet;
import io.minerstream.producer.signal.CounterRandom;
import io.minerstream.schemas.miner.MinerStatus;
import io.minerstream.schemas.miner.OperatingRanges;
import io.minerstream.schemas.run.TimeRange;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Three readings of three active miners that do not reach Kafka as they were generated. A pure function of fleet, time points and
 * seed.
 *
 * @param withheld never arrives; neither the first nor the last of its window, so that it leaves a gap
 * @param doubled arrives twice; two good readings follow, which end its alert
 * @param outOfRange arrives with a temperature of {@link #TEMPERATURE_C}; a single good reading follows, so that its alert fires until
 *     the reading is replaced
 */
public record FaultPlan(Reading withheld, Reading doubled, Reading outOfRange) {

    /** In degC, far above what an active miner may have. */
    public static final double TEMPERATURE_C =
            OperatingRanges.temperatureC(MinerStatus.ACTIVE).max() + 40;

    private static final int FAULTS = 3;

    /** Before and behind a gap there is a reading, and one good reading follows the one out of range. */
    private static final int LEAST_TIME_POINTS = 4;

    /**
     * A reading of a run.
     *
     * @param minerId its miner
     * @param recordedAt its time point
     */
    public record Reading(int minerId, Instant recordedAt) {

        boolean is(MinerTelemetry reading) {
            return reading.getMinerId() == minerId && reading.getRecordedAt().equals(recordedAt);
        }
    }

    /**
     * The faults of a window.
     *
     * @param window time points that the validator judges together
     * @throws IllegalArgumentException when the window has fewer than 4 time points, or the fleet fewer than 3 active miners
     */
    public static FaultPlan of(Fleet fleet, TimeRange window, long seed) {
        int points = window.timePoints();
        if (points < LEAST_TIME_POINTS) {
            throw new IllegalArgumentException(
                    "must have at least %s time points in the last window of the run, got %s; use a longer range"
                            .formatted(LEAST_TIME_POINTS, points));
        }
        List<Integer> miners = IntStream.range(0, fleet.size())
                .filter(miner -> fleet.status(miner) == MinerStatus.ACTIVE)
                .mapToObj(fleet::minerId)
                .sorted(Comparator.comparingLong(miner -> bits(seed, miner)))
                .limit(FAULTS)
                .toList();
        if (miners.size() < FAULTS) {
            throw new IllegalArgumentException(
                    "must have at least %s active miners, got %s; use more --miners".formatted(FAULTS, miners.size()));
        }
        int withheld = CounterRandom.uniformInt(bits(seed, miners.get(0)), 1, points - 2);
        int doubled = CounterRandom.uniformInt(bits(seed, miners.get(1)), 0, points - 3);
        return new FaultPlan(
                new Reading(miners.get(0), window.at(withheld)),
                new Reading(miners.get(1), window.at(doubled)),
                new Reading(miners.get(2), window.at(points - 2)));
    }

    // Of interval 0, which no reading is drawn from.
    private static long bits(long seed, int minerId) {
        return CounterRandom.bits(CounterRandom.stream(seed, minerId), 0, 0);
    }
}

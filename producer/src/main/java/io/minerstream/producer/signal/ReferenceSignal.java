package io.minerstream.producer.signal;

import io.minerstream.schemas.miner.Baseline;
import io.minerstream.schemas.miner.MinerStatus;
import io.minerstream.schemas.miner.OperatingRange;
import io.minerstream.schemas.miner.OperatingRanges;

/**
 * The distributions of the batch tools that MinerStream replaces: each value is uniform in the operating range of the
 * miner's status and independent of all others. Shares are 0. A miner that does not run reports zeros and no temperature or fan
 * speed. Values depend on the number of the interval, not on its length or the site.
 *
 * <p>Values are rounded to two decimals after drawing, half to even on the exact binary value.
 */
public final class ReferenceSignal implements Signal {

    // Slots of CounterRandom. Part of the definition of the data, like the formula itself.
    private static final int HASHRATE = 0;
    private static final int POWER = 1;
    private static final int TEMPERATURE = 2;
    private static final int FAN = 3;

    @Override
    public Frame at(long seed, int siteId, TimePoint timePoint) {
        long number = timePoint.number();
        return (minerId, status, baseline) -> read(seed, minerId, number, status, baseline);
    }

    private static GeneratedReading read(
            long seed, int minerId, long timePoint, MinerStatus status, Baseline baseline) {
        if (!status.isRunning()) {
            return GeneratedReading.stopped(minerId);
        }
        long stream = CounterRandom.stream(seed, minerId);
        double hashrateTh = baseline.hashrateTh()
                * uniform(OperatingRanges.hashrateFactor(status), CounterRandom.bits(stream, timePoint, HASHRATE));
        double powerW = baseline.powerW()
                * uniform(OperatingRanges.powerFactor(status), CounterRandom.bits(stream, timePoint, POWER));
        double temperatureC =
                uniform(OperatingRanges.temperatureC(status), CounterRandom.bits(stream, timePoint, TEMPERATURE));
        OperatingRange fan = OperatingRanges.fanRpm(status);
        int fanRpm =
                CounterRandom.uniformInt(CounterRandom.bits(stream, timePoint, FAN), (int) fan.min(), (int) fan.max());
        return new GeneratedReading(
                minerId,
                Decimals.round2(hashrateTh),
                Decimals.round2(powerW),
                Decimals.round2(temperatureC),
                fanRpm,
                0,
                0);
    }

    private static double uniform(OperatingRange range, long bits) {
        return CounterRandom.uniform(bits, range.min(), range.max());
    }
}

package io.minerstream.producer.signal;

import io.minerstream.schemas.miner.Baseline;
import io.minerstream.schemas.miner.MinerStatus;

/**
 * The reading of any miner at any time: a pure function with random access. Implementations keep no state, look at no clock
 * and give the same result on every machine, whatever was asked before; they are thread-safe.
 */
public interface Signal {

    /**
     * Computes one reading.
     *
     * @param seed seed of the run; any value
     * @param minerId {@code hosting_miners.id}; any value
     * @param interval number of the interval since 1970-01-01T00:00Z: with hourly readings, the hour
     * @param status status at that time, not null
     * @param baseline what the miner does when it runs normally, not null
     * @return never null; values lie within {@link io.minerstream.schemas.miner.OperatingRanges}, up to the rounding to two
     *     decimals (0.005)
     */
    Reading read(long seed, int minerId, long interval, MinerStatus status, Baseline baseline);
}

package io.minerstream.producer.signal;

import io.minerstream.schemas.miner.Baseline;
import io.minerstream.schemas.miner.MinerStatus;

/**
 * The reading of any miner at any time: a pure function with random access. Implementations keep no state, look at no clock
 * and give the same bits on every machine, whatever was asked before; they are thread-safe.
 */
@FunctionalInterface
public interface Signal {

    /**
     * What the miners of a site read in one interval. Computes once what they share; whoever needs one reading only calls
     * {@link #read}.
     *
     * @param seed seed of the run; any value
     * @param siteId {@code hosting_sites.id}; any value
     * @param timePoint the timePoint, not null
     * @return never null; as pure and thread-safe as this signal
     */
    Frame at(long seed, int siteId, TimePoint timePoint);

    /**
     * Computes one reading.
     *
     * @see #at
     * @see Frame#read
     */
    default GeneratedReading read(
            long seed, int siteId, TimePoint timePoint, int minerId, MinerStatus status, Baseline baseline) {
        return at(seed, siteId, timePoint).read(minerId, status, baseline);
    }

    /** The readings of a site in one interval. */
    @FunctionalInterface
    interface Frame {

        /**
         * Computes one reading.
         *
         * @param minerId {@code hosting_miners.id}; any value
         * @param status status at that time, not null
         * @param baseline what the miner does when it runs normally, not null
         * @return never null; values lie within {@link io.minerstream.schemas.miner.OperatingRanges}, up to the rounding to
         *     two decimals (0.005) where a profile does not promise more
         */
        GeneratedReading read(int minerId, MinerStatus status, Baseline baseline);
    }
}

package io.minerstream.producer.signal;

import io.minerstream.schemas.miner.Baseline;
import io.minerstream.schemas.miner.MinerStatus;

/**
 * The reading of any miner at any time: a pure function with random access. Implementations are stateless and thread-safe, use no
 * clock, and give the same bits on every machine.
 */
@FunctionalInterface
public interface Signal {

    /**
     * The readings of a site at one time point. Computes the values that its miners share once; for a single reading use {@link
     * #read}.
     *
     * @param seed seed of the run; any value
     * @param siteId {@code hosting_sites.id}; any value
     * @param timePoint not null
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

    /** The readings of a site at one time point. */
    @FunctionalInterface
    interface Frame {

        /**
         * Computes one reading.
         *
         * @param minerId {@code hosting_miners.id}; any value
         * @param status status at that time, not null
         * @param baseline the miner's values in normal operation, not null
         * @return never null; values lie within {@link io.minerstream.schemas.miner.OperatingRanges}, up to the rounding to
         *     two decimals (0.005) where a profile does not promise more
         */
        GeneratedReading read(int minerId, MinerStatus status, Baseline baseline);
    }
}

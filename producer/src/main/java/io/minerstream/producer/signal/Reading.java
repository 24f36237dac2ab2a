package io.minerstream.producer.signal;

/**
 * What one miner measured at one time point; the time itself is the caller's.
 *
 * @param minerId {@code hosting_miners.id}
 * @param hashrateTh TH/s, at least 0, two decimals
 * @param powerW W, at least 0, two decimals
 * @param temperatureC degC, two decimals; null when the miner does not run
 * @param fanRpm RPM; null when the miner does not run
 * @param acceptedShares shares that the pool accepted in the interval, at least 0
 * @param rejectedShares shares that the pool rejected in the interval, at least 0
 */
public record Reading(
        int minerId,
        double hashrateTh,
        double powerW,
        Double temperatureC,
        Integer fanRpm,
        long acceptedShares,
        long rejectedShares) {

    /** What a miner reports that does not run: zeros, and neither temperature nor fan speed. */
    static Reading stopped(int minerId) {
        return new Reading(minerId, 0, 0, null, null, 0, 0);
    }
}

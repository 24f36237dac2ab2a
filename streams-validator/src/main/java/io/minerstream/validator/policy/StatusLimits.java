package io.minerstream.validator.policy;

import io.minerstream.schemas.miner.Metric;
import io.minerstream.schemas.miner.MinerStatus;
import io.minerstream.schemas.miner.OperatingRange;
import io.minerstream.schemas.miner.OperatingRanges;

/**
 * Allowed values of a miner of one status, both ends included.
 *
 * @param hashrateFactor hashrate as a factor of the miner's baseline
 * @param powerFactor power as a factor of the miner's baseline
 * @param temperatureC degC; null for a status that is not running
 * @param fanRpm RPM; null for a status that is not running
 */
public record StatusLimits(
        OperatingRange hashrateFactor, OperatingRange powerFactor, OperatingRange temperatureC, OperatingRange fanRpm) {

    /** The limits that the generator draws from. */
    static StatusLimits defaultOf(MinerStatus status) {
        return new StatusLimits(
                OperatingRanges.hashrateFactor(status),
                OperatingRanges.powerFactor(status),
                status.isRunning() ? OperatingRanges.temperatureC(status) : null,
                status.isRunning() ? OperatingRanges.fanRpm(status) : null);
    }

    StatusLimits with(Metric metric, OperatingRange allowed) {
        return switch (metric) {
            case HASHRATE -> new StatusLimits(allowed, powerFactor, temperatureC, fanRpm);
            case POWER_CONSUMPTION -> new StatusLimits(hashrateFactor, allowed, temperatureC, fanRpm);
            case TEMPERATURE -> new StatusLimits(hashrateFactor, powerFactor, allowed, fanRpm);
            case FAN_SPEED -> new StatusLimits(hashrateFactor, powerFactor, temperatureC, allowed);
        };
    }
}

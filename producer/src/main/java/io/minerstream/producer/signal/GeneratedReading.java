package io.minerstream.producer.signal;

import io.minerstream.avro.MinerTelemetry;
import java.time.Instant;

/**
 * The values of one miner at one time point. The caller knows the time.
 *
 * @param minerId {@code hosting_miners.id}
 * @param hashrateTh TH/s, at least 0, two decimals
 * @param powerW W, at least 0, two decimals
 * @param temperatureC degC, two decimals; null when the miner does not run
 * @param fanRpm RPM; null when the miner does not run
 * @param acceptedShares shares that the pool accepted in the interval, at least 0
 * @param rejectedShares shares that the pool rejected in the interval, at least 0
 */
public record GeneratedReading(
        int minerId,
        double hashrateTh,
        double powerW,
        Double temperatureC,
        Integer fanRpm,
        long acceptedShares,
        long rejectedShares) {

    private static final int RECORDED_AT =
            MinerTelemetry.getClassSchema().getField("recorded_at").pos();

    /** The reading of a miner that does not run: zeros, without temperature and fan speed. */
    static GeneratedReading stopped(int minerId) {
        return new GeneratedReading(minerId, 0, 0, null, null, 0, 0);
    }

    /**
     * The reading as a telemetry record; a new object at each call.
     *
     * @param recordedAt time of the reading, in whole milliseconds, not null
     */
    public MinerTelemetry at(Instant recordedAt) {
        MinerTelemetry telemetry = new MinerTelemetry();
        telemetry.setMinerId(minerId);
        telemetry.setHashrate(hashrateTh);
        telemetry.setPowerConsumption(powerW);
        telemetry.setTemperature(temperatureC);
        telemetry.setFanSpeed(fanRpm);
        // The setter would truncate the time to milliseconds, at two divisions per reading.
        telemetry.put(RECORDED_AT, recordedAt);
        telemetry.setAcceptedShares(acceptedShares);
        telemetry.setRejectedShares(rejectedShares);
        return telemetry;
    }
}

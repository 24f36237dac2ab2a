package io.minerstream.validator;

import io.minerstream.avro.MinerTelemetry;
import java.time.Instant;

/** Readings of an active miner with the default baseline; everything can be changed. */
public final class TelemetryBuilder {

    private int minerId = 1;
    private double hashrate = 110.0;
    private double power = 3000.0;
    private Double temperature = 75.0;
    private Integer fan = 5000;
    private Instant recordedAt = Instant.parse("2026-11-22T00:00:00Z");

    private TelemetryBuilder() {}

    public static TelemetryBuilder aTelemetry() {
        return new TelemetryBuilder();
    }

    public TelemetryBuilder miner(int value) {
        minerId = value;
        return this;
    }

    public TelemetryBuilder at(Instant value) {
        recordedAt = value;
        return this;
    }

    public TelemetryBuilder hashrate(double value) {
        hashrate = value;
        return this;
    }

    public TelemetryBuilder power(double value) {
        power = value;
        return this;
    }

    public TelemetryBuilder temperature(Double value) {
        temperature = value;
        return this;
    }

    public TelemetryBuilder fan(Integer value) {
        fan = value;
        return this;
    }

    public TelemetryBuilder offline() {
        return hashrate(0).power(0).temperature(null).fan(null);
    }

    public TelemetryBuilder maintenance() {
        return hashrate(11).power(600).temperature(80.0).fan(5000);
    }

    /** Typical values of the status. */
    public TelemetryBuilder status(String status) {
        return switch (status) {
            case "active" -> this;
            case "maintenance" -> maintenance();
            default -> offline();
        };
    }

    public MinerTelemetry build() {
        return new MinerTelemetry(minerId, hashrate, power, temperature, fan, recordedAt, 0L, 0L);
    }
}

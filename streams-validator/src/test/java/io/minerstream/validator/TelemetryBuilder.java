package io.minerstream.validator;

import io.minerstream.avro.MinerTelemetry;
import java.time.Instant;

/** Readings of an active miner with the default baseline, whose hashrate moves; everything can be changed. */
public final class TelemetryBuilder {

    private int minerId = 1;
    private double hashrate = 110.0;
    private boolean moves = true;
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
        moves = false;
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
        hashrate = 11;
        return power(600).temperature(80.0).fan(5000);
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
        int mixed = Long.hashCode(recordedAt.getEpochSecond() * 0x9E3779B97F4A7C15L);
        double noise = moves ? Math.floorMod(mixed, 50) / 100.0 : 0;
        return new MinerTelemetry(minerId, hashrate + noise, power, temperature, fan, recordedAt, 0L, 0L);
    }
}

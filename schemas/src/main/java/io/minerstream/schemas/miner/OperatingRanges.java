package io.minerstream.schemas.miner;

/**
 * What each status allows: the one table that the generator draws from and the validator judges by.
 *
 * <p>Source: the batch tools that MinerStream replaces (table of {@code generate_telemetry_24h}). Hashrate and power are
 * factors of the miner's {@link Baseline}; temperature and fan speed are absolute and exist for running miners only.
 */
public final class OperatingRanges {

    private static final Row ACTIVE = new Row(
            new OperatingRange(1 - 0.10, 1 + 0.10),
            new OperatingRange(1 - 0.08, 1 + 0.08),
            new OperatingRange(65, 85),
            new OperatingRange(4000, 6000));

    private static final Row MAINTENANCE = new Row(
            new OperatingRange(0.05, 0.20),
            new OperatingRange(0.10, 0.30),
            new OperatingRange(70, 95),
            new OperatingRange(3000, 7000));

    private static final Row STOPPED = new Row(new OperatingRange(0, 0), new OperatingRange(0, 0), null, null);

    private OperatingRanges() {}

    /** The ranges of a status; null for what it does not have. */
    private record Row(
            OperatingRange hashrate, OperatingRange power, OperatingRange temperatureC, OperatingRange fanRpm) {}

    private static Row of(MinerStatus status) {
        return switch (status) {
            case ACTIVE -> ACTIVE;
            case MAINTENANCE -> MAINTENANCE;
            case OFFLINE, ERROR, OTHER -> STOPPED;
        };
    }

    /** Allowed hashrate as a factor of the baseline; 0 for a miner that does not run. */
    public static OperatingRange hashrateFactor(MinerStatus status) {
        return of(status).hashrate();
    }

    /** Allowed power as a factor of the baseline; 0 for a miner that does not run. */
    public static OperatingRange powerFactor(MinerStatus status) {
        return of(status).power();
    }

    /**
     * Allowed temperature in degC.
     *
     * @throws IllegalArgumentException when the status is not {@linkplain MinerStatus#isRunning() running}: such a miner
     *     has no temperature
     */
    public static OperatingRange temperatureC(MinerStatus status) {
        return requireRunning(of(status).temperatureC(), Metric.TEMPERATURE, status);
    }

    /**
     * Allowed fan speed in RPM, whole numbers, both ends included.
     *
     * @throws IllegalArgumentException when the status is not {@linkplain MinerStatus#isRunning() running}: such a miner
     *     has no fan speed
     */
    public static OperatingRange fanRpm(MinerStatus status) {
        return requireRunning(of(status).fanRpm(), Metric.FAN_SPEED, status);
    }

    private static OperatingRange requireRunning(OperatingRange range, Metric metric, MinerStatus status) {
        if (range == null) {
            throw new IllegalArgumentException(metric.field()
                    + ": exists for running miners (active, maintenance) only, got status " + status.word());
        }
        return range;
    }
}

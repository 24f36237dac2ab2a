package io.minerstream.schemas.miner;

/**
 * What each status allows: the one table that the generator draws from and the validator judges by.
 *
 * <p>Source: the batch tools that MinerStream replaces (table of {@code generate_telemetry_24h}). Hashrate and power are
 * factors of the miner's {@link Baseline}; temperature and fan speed are absolute and exist for running miners only.
 */
public final class OperatingRanges {

    private static final OperatingRange STOPPED = new OperatingRange(0, 0);

    private static final OperatingRange ACTIVE_HASHRATE = new OperatingRange(1 - 0.10, 1 + 0.10);
    private static final OperatingRange ACTIVE_POWER = new OperatingRange(1 - 0.08, 1 + 0.08);
    private static final OperatingRange ACTIVE_TEMPERATURE = new OperatingRange(65, 85);
    private static final OperatingRange ACTIVE_FAN = new OperatingRange(4000, 6000);

    private static final OperatingRange MAINTENANCE_HASHRATE = new OperatingRange(0.05, 0.20);
    private static final OperatingRange MAINTENANCE_POWER = new OperatingRange(0.10, 0.30);
    private static final OperatingRange MAINTENANCE_TEMPERATURE = new OperatingRange(70, 95);
    private static final OperatingRange MAINTENANCE_FAN = new OperatingRange(3000, 7000);

    private OperatingRanges() {}

    /** Allowed hashrate as a factor of the baseline; 0 for a miner that does not run. */
    public static OperatingRange hashrateFactor(MinerStatus status) {
        return switch (status) {
            case ACTIVE -> ACTIVE_HASHRATE;
            case MAINTENANCE -> MAINTENANCE_HASHRATE;
            case OFFLINE, ERROR, OTHER -> STOPPED;
        };
    }

    /** Allowed power as a factor of the baseline; 0 for a miner that does not run. */
    public static OperatingRange powerFactor(MinerStatus status) {
        return switch (status) {
            case ACTIVE -> ACTIVE_POWER;
            case MAINTENANCE -> MAINTENANCE_POWER;
            case OFFLINE, ERROR, OTHER -> STOPPED;
        };
    }

    /**
     * Allowed temperature in degC.
     *
     * @throws IllegalArgumentException when the status is not {@linkplain MinerStatus#isRunning() running}: such a miner
     *     has no temperature
     */
    public static OperatingRange temperatureC(MinerStatus status) {
        return switch (status) {
            case ACTIVE -> ACTIVE_TEMPERATURE;
            case MAINTENANCE -> MAINTENANCE_TEMPERATURE;
            case OFFLINE, ERROR, OTHER -> throw notRunning(Metric.TEMPERATURE, status);
        };
    }

    /**
     * Allowed fan speed in RPM, whole numbers, both ends included.
     *
     * @throws IllegalArgumentException when the status is not {@linkplain MinerStatus#isRunning() running}: such a miner
     *     has no fan speed
     */
    public static OperatingRange fanRpm(MinerStatus status) {
        return switch (status) {
            case ACTIVE -> ACTIVE_FAN;
            case MAINTENANCE -> MAINTENANCE_FAN;
            case OFFLINE, ERROR, OTHER -> throw notRunning(Metric.FAN_SPEED, status);
        };
    }

    private static IllegalArgumentException notRunning(Metric metric, MinerStatus status) {
        return new IllegalArgumentException(
                metric.field() + ": exists for running miners (active, maintenance) only, got status " + status.word());
    }
}

package io.minerstream.schemas.miner;

/** The measured fields of a reading that have a range. */
public enum Metric {
    HASHRATE("hashrate", "TH/s"),
    POWER_CONSUMPTION("power_consumption", "W"),
    TEMPERATURE("temperature", "degC"),
    FAN_SPEED("fan_speed", "RPM");

    private final String field;
    private final String unit;

    Metric(String field, String unit) {
        this.field = field;
        this.unit = unit;
    }

    /** Name of the field in {@code MinerTelemetry} and of the column in {@code miner_telemetry}. */
    public String field() {
        return field;
    }

    public String unit() {
        return unit;
    }
}

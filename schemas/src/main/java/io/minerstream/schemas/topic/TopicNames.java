package io.minerstream.schemas.topic;

/**
 * Names of all topics.
 *
 * @param prefix put before every name, so that several installations can share a cluster; empty for none, never null;
 *     characters of Kafka topic names (letters, digits, {@code . _ -})
 */
public record TopicNames(String prefix) {

    /** The names without a prefix. */
    public static final TopicNames DEFAULT = new TopicNames("");

    public TopicNames {
        if (!prefix.matches("[A-Za-z0-9._-]{0,100}")) {
            throw new IllegalArgumentException(
                    "topic prefix: must be at most 100 letters, digits, dots, underscores and hyphens, got '" + prefix
                            + "'");
        }
    }

    /** Readings: key miner id, value {@code MinerTelemetry}. */
    public String telemetry() {
        return prefix + "miner-telemetry";
    }

    /** Roster: key miner id, value {@code HostingMiner}. */
    public String miners() {
        return prefix + "hosting-miners";
    }

    /** Addressed by partition, no key, value {@code Watermark}. */
    public String watermarks() {
        return prefix + "telemetry-watermarks";
    }

    /** Key run id, value {@code SimulationRun}. */
    public String runs() {
        return prefix + "simulation-runs";
    }

    /** Key {@code siteId:strategy_type}, value {@code CurtailmentStrategy}. */
    public String strategies() {
        return prefix + "curtailment-strategies";
    }

    /** Key fingerprint, value {@code TelemetryAlert}. */
    public String alerts() {
        return prefix + "telemetry-alerts";
    }

    /** Key {@code siteId:windowStart/windowEnd}, value {@code WindowVerdict}. */
    public String verdicts() {
        return prefix + "telemetry-verdicts";
    }

    /** What the validator could not decode, bytes as received. */
    public String quarantine() {
        return prefix + "telemetry-quarantine";
    }

    /** What the sink could not convert, bytes as received. */
    public String sinkDeadLetters() {
        return prefix + "miner-telemetry-dlq";
    }
}

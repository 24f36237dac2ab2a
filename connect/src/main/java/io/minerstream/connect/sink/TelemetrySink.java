package io.minerstream.connect.sink;

import java.util.Map;

/**
 * The connector that writes the telemetry topic into {@code miner_telemetry}.
 *
 * @param name the connector's name; it also names its consumer group, so that another name reads the topic from its start
 * @param environment where it reads and writes
 * @param overrides further or other settings of the connector, for example credentials for the registry; secrets by reference
 */
public record TelemetrySink(String name, SinkEnvironment environment, Map<String, String> overrides) {

    /** The connector's usual name. */
    public static final String NAME = "miner-telemetry-sink";

    private static final String TEMPLATE = "miner-telemetry-sink";

    private static final OwnedSettings OWNED = OwnedSettings.with(Map.of(
            "insert.mode", "each record is one row, also after a replay",
            "primary.key.mode", "each record is one row, also after a replay",
            "primary.key.fields", "each record is one row, also after a replay",
            "use.reduction.buffer", "a duplicate in a batch must not fail the batch",
            "dialect.postgres.unnest.insert.enabled", "it loses milliseconds and fails on repeated keys",
            "use.time.zone", "recorded_at holds UTC"));

    /** @throws IllegalArgumentException naming every override that breaks a guarantee or shows a secret */
    public TelemetrySink {
        overrides = OWNED.requireAllowed(overrides);
    }

    /** The connector, ready to deploy. */
    public ConnectorDefinition definition() {
        return environment.define(
                TEMPLATE, name, "topics.telemetry", environment.topics().telemetry(), overrides);
    }
}

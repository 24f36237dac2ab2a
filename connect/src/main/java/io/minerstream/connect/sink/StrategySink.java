package io.minerstream.connect.sink;

import java.util.Map;

/**
 * The connector that keeps {@code curtailment_strategies} equal to the compacted strategy topic: a record is one row, its
 * tombstone deletes the row. The record's <em>key</em> identifies the row, also if the value names another site or type.
 *
 * <p>Limits:
 *
 * <ul>
 *   <li>Rows that were never in the topic, for example of the batch tool, stay unchanged until a record of the same site and
 *       type replaces them.
 *   <li>Kafka's transactions do not become transactions of the database. Aborted ones are never seen. Of the records of one
 *       poll, rows are written before deletions, so that the table briefly holds old and new strategies while a set is
 *       replaced. A client that needs a consistent set reads the topic.
 *   <li>A row that the database refuses stops the task, since Debezium does not report single rows: a name of more than 200
 *       characters, a type of more than 50, the character U+0000, or a violated foreign key. The producer of the topic checks
 *       that. Records that cannot be decoded go to the dead letter topic.
 *   <li>A connector that is down for longer than the topic keeps tombstones misses deletions.
 * </ul>
 *
 * @param name the connector's name; it also names its consumer group, so that another name reads the topic from its start
 * @param environment where it reads and writes
 * @param overrides further or other settings of the connector, for example credentials for the registry; secrets by reference
 */
public record StrategySink(String name, SinkEnvironment environment, Map<String, String> overrides) {

    /** The connector's usual name. */
    public static final String NAME = "curtailment-strategies-sink";

    private static final String TEMPLATE = "curtailment-strategies-sink";

    private static final String BY_KEY = "a tombstone identifies the row to delete by its key alone";

    private static final OwnedSettings OWNED = OwnedSettings.with(Map.of(
            "insert.mode", "each strategy is one row, also after a replay",
            "delete.enabled", "a strategy that was removed must leave the table",
            "primary.key.mode", BY_KEY,
            "primary.key.fields", BY_KEY,
            "key.converter", BY_KEY,
            "key.converter.fields", BY_KEY,
            "key.converter.delimiter", BY_KEY,
            "use.reduction.buffer", "a strategy that is removed and set again at once must keep its row"));

    /** @throws IllegalArgumentException naming every override that breaks a guarantee or shows a secret */
    public StrategySink {
        overrides = OWNED.requireAllowed(overrides);
    }

    /** The connector, ready to deploy. */
    public ConnectorDefinition definition() {
        return environment.define(
                TEMPLATE, name, "topics.strategies", environment.topics().strategies(), overrides);
    }
}

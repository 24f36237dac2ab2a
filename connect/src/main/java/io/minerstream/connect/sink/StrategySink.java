package io.minerstream.connect.sink;

import java.util.Map;

/**
 * The connector that keeps {@code curtailment_strategies} equal to the compacted strategy topic: a record is one row, its
 * tombstone takes the row away. Rows are found by the record's <em>key</em>; a value that names another site or type than its
 * key is written under the key.
 *
 * <p>What it cannot do:
 *
 * <ul>
 *   <li>Rows that were never in the topic, for example of the batch tool, stay as they are: nothing in the topic names them.
 *       A record of the same site and type takes such a row over.
 *   <li>Kafka's transactions do not become transactions of the database. Aborted ones are never seen, and what is read in one
 *       poll is written rows first, deletions after; so while a set of strategies is replaced the table may hold old and new
 *       ones for a moment. Who must see either set reads the topic.
 *   <li>A row that the database refuses stops the task, since Debezium reports no single rows: a name of more than 200
 *       characters, a type of more than 50, the character U+0000, or a foreign key that the table has from elsewhere. Who
 *       writes to the topic checks that. Records that cannot be decoded go to the dead letters, and the others land.
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

    private static final String BY_KEY = "a tombstone has only its key to name the row that it removes";

    private static final OwnedSettings OWNED = OwnedSettings.with(Map.of(
            "insert.mode", "each strategy is one row, whatever is replayed",
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

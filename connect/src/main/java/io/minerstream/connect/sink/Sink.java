package io.minerstream.connect.sink;

import com.fasterxml.jackson.databind.json.JsonMapper;
import io.minerstream.schemas.access.Secrets;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The connectors. Each has a template in the jar, and settings that guarantees depend on and users cannot override. */
public enum Sink {
    /** Writes the telemetry topic into {@code miner_telemetry}. */
    TELEMETRY(
            "miner-telemetry-sink",
            Map.of(
                    "insert.mode", "each record is one row, also after a replay",
                    "primary.key.mode", "each record is one row, also after a replay",
                    "primary.key.fields", "each record is one row, also after a replay",
                    "use.reduction.buffer", "a duplicate in a batch must not fail the batch",
                    "dialect.postgres.unnest.insert.enabled", "it loses milliseconds and fails on repeated keys",
                    "use.time.zone", "recorded_at holds UTC")),
    /**
     * Keeps {@code curtailment_strategies} equal to the compacted strategy topic: a record is one row, its tombstone deletes the
     * row. The record's <em>key</em> identifies the row, also if the value names another site or type.
     *
     * <p>Limits:
     *
     * <ul>
     *   <li>Rows that were never in the topic, for example of the batch tool, stay unchanged until a record of the same site and
     *       type replaces them.
     *   <li>Kafka's transactions do not become transactions of the database. Aborted ones are never seen. Of the records of one
     *       poll, rows are written before deletions, so that the table briefly holds old and new strategies while a set is
     *       replaced. A client that needs a consistent set reads the topic.
     *   <li>A row that the database refuses stops the task, since Debezium does not report single rows. The limits of the
     *       transformation keep such rows away; further constraints of an existing table must be dropped.
     *   <li>A connector that is down for longer than the topic keeps tombstones misses deletions.
     * </ul>
     */
    STRATEGIES(
            "curtailment-strategies-sink",
            Map.of(
                    "insert.mode", "each strategy is one row, also after a replay",
                    "delete.enabled", "a strategy that was removed must leave the table",
                    "primary.key.mode", "a tombstone identifies the row to delete by its key alone",
                    "primary.key.fields", "a tombstone identifies the row to delete by its key alone",
                    "key.converter", "a tombstone identifies the row to delete by its key alone",
                    "key.converter.fields", "a tombstone identifies the row to delete by its key alone",
                    "key.converter.delimiter", "a tombstone identifies the row to delete by its key alone",
                    "use.reduction.buffer", "a strategy that is removed and set again at once must keep its row"));

    private static final Map<String, String> OWNED_BY_ALL = Map.of(
            "topics", "the topic names come from the topic settings",
            "consumer.override.isolation.level", "records of aborted transactions must not reach the table",
            "consumer.override.auto.offset.reset", "no record before the connector's first start may be missed",
            "errors.retry.timeout", "an outage of the registry must not send good records to the dead letters",
            "errors.tolerance", "a bad record must not stop the good ones",
            "value.converter.reader.schema", "a field that the table lacks must not stop the sink",
            "transforms.limits.type", "a row that the table refuses would stop the sink",
            "transforms.limits.value.fields", "a row that the table refuses would stop the sink");

    private static final JsonMapper JSON = JsonMapper.builder().build();

    /** Not Connect's own <code>${provider:path:key}</code>, by which the worker finds secrets. */
    private static final Pattern PLACEHOLDER = Pattern.compile("\\{\\{([^{}]*)}}");

    private final String connectorName;

    @SuppressWarnings("ImmutableEnumChecker") // Map.of.
    private final Map<String, String> owned;

    Sink(String connectorName, Map<String, String> owned) {
        this.connectorName = connectorName;
        this.owned = owned;
    }

    /** The connector's usual name, which is that of its template. */
    public String connectorName() {
        return connectorName;
    }

    /**
     * The connector, ready to deploy.
     *
     * @param name the connector's name; it also names its consumer group, so that another name reads the topic from its start
     * @param environment where it reads and writes
     * @param overrides further or other settings of the connector, for example credentials for the registry; secrets by reference
     * @throws IllegalArgumentException naming every override that breaks a guarantee or shows a secret
     */
    public ConnectorDefinition definition(String name, SinkEnvironment environment, Map<String, String> overrides) {
        requireAllowed(overrides);
        Map<String, String> values = environment.placeholders();
        Map<String, String> config = new HashMap<>();
        template().forEach((setting, value) -> config.put(setting, fill(value, values)));
        config.putAll(overrides);
        return new ConnectorDefinition(name, config);
    }

    private void requireAllowed(Map<String, String> overrides) {
        List<String> errors = new ArrayList<>();
        new TreeMap<>(overrides).forEach((setting, value) -> {
            String guarantee = owned.getOrDefault(setting, OWNED_BY_ALL.get(setting));
            if (guarantee != null) {
                errors.add(setting + ": must not be overridden, got '" + Secrets.hideInSetting(setting, value) + "'; "
                        + guarantee);
            } else if (Secrets.isSecretKey(setting) && !Secrets.isReference(value)) {
                errors.add(setting
                        + ": must be a reference such as ${file:/path/secrets.properties:key}, got another text "
                        + "(not shown)");
            } else if (Secrets.areInUrl(value)) {
                errors.add(
                        setting + ": must not hold credentials, got some (not shown); Connect's REST API shows it to "
                                + "anyone");
            }
        });
        if (!errors.isEmpty()) {
            throw new IllegalArgumentException(String.join("\n", errors));
        }
    }

    private Map<String, String> template() {
        try (InputStream in = Sink.class.getResourceAsStream("/connectors/" + connectorName + ".json")) {
            return JSON.readerForMapOf(String.class).readValue(in);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Values are not searched for placeholders again. */
    private static String fill(String text, Map<String, String> values) {
        return PLACEHOLDER
                .matcher(text)
                .replaceAll(match ->
                        Matcher.quoteReplacement(Objects.requireNonNull(values.get(match.group(1)), match.group())));
    }
}

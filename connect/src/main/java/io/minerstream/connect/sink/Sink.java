package io.minerstream.connect.sink;

import com.fasterxml.jackson.databind.json.JsonMapper;
import io.minerstream.schemas.access.Secrets;
import io.minerstream.schemas.topic.TopicNames;
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
import java.util.stream.Stream;

/**
 * What lands, and where. Each has a connector of its own, a template for each {@link SinkKind} in the jar, and settings that
 * guarantees depend on and users cannot override.
 */
public enum Sink {
    /** Writes the telemetry topic into {@code miner_telemetry}. */
    TELEMETRY(
            "miner-telemetry-sink",
            "miner_telemetry",
            true,
            Map.of(
                    "use.reduction.buffer", "a duplicate in a batch must not fail the batch",
                    "use.time.zone", "recorded_at holds UTC",
                    "db.timezone", "recorded_at holds UTC"),
            "each record is one row, also after a replay",
            "each record is one row, also after a replay"),
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
            "curtailment_strategies",
            true,
            Map.of(
                    "delete.enabled", "a strategy that was removed must leave the table",
                    "key.converter.fields", Sink.BY_KEY,
                    "key.converter.delimiter", Sink.BY_KEY,
                    "key.converter", Sink.BY_KEY,
                    "use.reduction.buffer", "a strategy that is removed and set again at once must keep its row"),
            "each strategy is one row, also after a replay",
            Sink.BY_KEY),
    /**
     * Keeps {@code hosting_miners} equal to the compacted topic of the fleets, for a warehouse that no fleet command fills: a
     * record is the row of its miner, its tombstone deletes the row. Not deployed by default.
     *
     * <p>Limits, beside those of the strategies:
     *
     * <ul>
     *   <li>A row has the values of the miner's <em>last</em> entry, also where that is valid from a later time on. A warehouse
     *       with a schedule in {@code hosting_miner_status_changes} must not have this sink: there, the row has the status before
     *       the first change.
     *   <li>{@code site_id} and {@code miner_model_id} are those of the topic. Sites and models have no topic.
     *   <li>A serial number that goes over to another miner id may arrive before it is given up. The task fails at the unique
     *       constraint, and lands both once the other record is there.
     * </ul>
     */
    MINERS(
            "hosting-miners-sink",
            "hosting_miners",
            false,
            Map.of(
                    "delete.enabled", "a miner that was removed must leave the table",
                    "key.converter", Sink.BY_KEY,
                    "transforms.id.type", Sink.BY_KEY,
                    "transforms.id.field", Sink.BY_KEY,
                    "transforms", "a field that the table lacks would stop the sink",
                    "transforms.columns.type", "a field that the table lacks would stop the sink",
                    "transforms.columns.exclude", "a field that the table lacks would stop the sink",
                    "use.reduction.buffer", "a miner that is removed and set again at once must keep its row"),
            "each miner is one row, also after a replay",
            Sink.BY_KEY);

    private static final String BY_KEY = "a tombstone identifies the row to delete by its key alone";

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
    private final String table;
    private final boolean deployedByDefault;

    @SuppressWarnings("ImmutableEnumChecker") // A copy of its own, never changed.
    private final Map<String, String> owned;

    /**
     * @param owned settings that cannot be overridden, with the reasons
     * @param upsert why records replace rows
     * @param identity why these fields identify the row
     */
    Sink(
            String connectorName,
            String table,
            boolean deployedByDefault,
            Map<String, String> owned,
            String upsert,
            String identity) {
        this.connectorName = connectorName;
        this.table = table;
        this.deployedByDefault = deployedByDefault;
        this.owned = new HashMap<>(owned);
        this.owned.put("insert.mode", upsert);
        // By Debezium's names and by Confluent's.
        for (String setting : List.of("primary.key.mode", "primary.key.fields", "pk.mode", "pk.fields")) {
            this.owned.put(setting, identity);
        }
    }

    /** The connector's usual name, which is that of its template. */
    public String connectorName() {
        return connectorName;
    }

    /** The topic that it reads. */
    public String topic(TopicNames topics) {
        return switch (this) {
            case TELEMETRY -> topics.telemetry();
            case STRATEGIES -> topics.strategies();
            case MINERS -> topics.miners();
        };
    }

    /** The table that it fills. */
    public String table() {
        return table;
    }

    /** Whether it is deployed without being asked for. */
    public boolean isDeployedByDefault() {
        return deployedByDefault;
    }

    /**
     * The connector, ready to deploy.
     *
     * @param name the connector's name; it also names its consumer group, so that another name reads the topic from its start
     * @param kind the connector that writes the rows
     * @param environment where it reads and writes
     * @param overrides further or other settings of the connector, for example credentials for the registry; secrets by reference
     * @throws IllegalArgumentException naming every override that breaks a guarantee or shows a secret
     */
    public ConnectorDefinition definition(
            String name, SinkKind kind, SinkEnvironment environment, Map<String, String> overrides) {
        requireAllowed(kind, overrides);
        Map<String, String> values = environment.placeholders();
        Map<String, String> config = new HashMap<>();
        template(kind).forEach((setting, value) -> config.put(setting, fill(value, values)));
        config.putAll(overrides);
        return new ConnectorDefinition(name, config);
    }

    private void requireAllowed(SinkKind kind, Map<String, String> overrides) {
        List<String> errors = new ArrayList<>();
        new TreeMap<>(overrides).forEach((setting, value) -> {
            String guarantee = Stream.of(owned, kind.owned(), OWNED_BY_ALL)
                    .map(settings -> settings.get(setting))
                    .filter(Objects::nonNull)
                    .findFirst()
                    .orElse(null);
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

    private Map<String, String> template(SinkKind kind) {
        String file = "/connectors/" + kind.word() + "/" + connectorName + ".json";
        try (InputStream in = Sink.class.getResourceAsStream(file)) {
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

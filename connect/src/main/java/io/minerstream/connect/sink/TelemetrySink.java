package io.minerstream.connect.sink;

import io.minerstream.schemas.topic.TopicNames;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * The connector that writes the telemetry topic into {@code miner_telemetry}.
 *
 * @param name the connector's name; it also names its consumer group, so that another name reads the topic from its start
 * @param topics names of the telemetry and the dead letter topic
 * @param replicationFactor of the dead letter topic, when the connector must create it; at least 1
 * @param registryUrl URLs of the schema registry as the <em>worker</em> reaches it; must not hold credentials
 * @param jdbcUrl {@code jdbc:postgresql://host:port/database?parameters} as the worker reaches it; must not hold a password
 * @param schema the database schema of the table, usually {@code public}
 * @param user who logs in to the database
 * @param password where the <em>worker</em> finds the password: {@code ${provider:path:key}} of one of its config providers,
 *     for example {@code ${file:/etc/minerstream/secrets.properties:database.password}}; never the password itself
 * @param overrides further or other settings of the connector, for example credentials for the registry; secrets by reference
 */
public record TelemetrySink(
        String name,
        TopicNames topics,
        short replicationFactor,
        String registryUrl,
        String jdbcUrl,
        String schema,
        String user,
        String password,
        Map<String, String> overrides) {

    /** The connector's usual name. */
    public static final String NAME = "miner-telemetry-sink";

    private static final Pattern REFERENCE = Pattern.compile("\\$\\{[^}:]+:[^}]*}");
    private static final Pattern SECRET = Pattern.compile(
            ".*(password|passwd|secret|token|credential|user\\.info|jaas|private\\.key|keystore\\.key).*");
    // Passwords may hold slashes and question marks, parameters an @.
    private static final Pattern URL_WITH_SECRET =
            Pattern.compile("[?&;](ssl)?password=|//([^/?]*|[^=]*)@", Pattern.CASE_INSENSITIVE);

    /** Settings that a guarantee rests on, each with that guarantee. */
    private static final Map<String, String> OWNED = Map.of(
            "insert.mode", "each record ends in one row, whatever is replayed",
            "primary.key.mode", "each record ends in one row, whatever is replayed",
            "primary.key.fields", "each record ends in one row, whatever is replayed",
            "use.reduction.buffer", "a record that comes twice in a batch must not fail the batch",
            "dialect.postgres.unnest.insert.enabled", "it loses milliseconds and fails on repeated keys",
            "consumer.override.isolation.level", "records of aborted transactions must not reach the table",
            "consumer.override.auto.offset.reset", "no record before the connector's first start may be missed",
            "errors.retry.timeout", "an outage of the registry must not send good records to the dead letters",
            "use.time.zone", "recorded_at holds UTC",
            "topics", "the topic names come from the topic settings");

    /** @throws IllegalArgumentException naming every component that is wrong */
    public TelemetrySink {
        List<String> errors = new ArrayList<>();
        if (replicationFactor < 1) {
            errors.add("replication factor: must be at least 1, got " + replicationFactor);
        }
        if (!jdbcUrl.startsWith("jdbc:postgresql:")) {
            errors.add("JDBC URL: must start with jdbc:postgresql:, got '" + withoutSecrets(jdbcUrl) + "'");
        }
        if (URL_WITH_SECRET.matcher(registryUrl).find()) {
            errors.add(
                    "registry URL: must not hold credentials, got some (not shown); Connect's REST API shows the URL to "
                            + "anyone: set value.converter.basic.auth.user.info to a reference");
        }
        if (URL_WITH_SECRET.matcher(jdbcUrl).find()) {
            errors.add(
                    "JDBC URL: must not hold credentials, got some (not shown); Connect's REST API shows the URL to anyone");
        }
        if (!schema.matches("[A-Za-z_][A-Za-z0-9_$]*")) {
            errors.add("database schema: must be a plain name, got '" + schema + "'");
        }
        if (!REFERENCE.matcher(password).matches()) {
            errors.add("database password: must be a reference to a config provider of the worker, such as "
                    + "${file:/path/secrets.properties:database.password}, got another text (not shown)");
        }
        new TreeMap<>(overrides).forEach((setting, value) -> {
            if (OWNED.containsKey(setting)) {
                errors.add(setting + ": must not be overridden, got '" + value + "'; " + OWNED.get(setting));
            } else if (SECRET.matcher(setting.toLowerCase(Locale.ROOT)).matches()
                    && !setting.endsWith(".source")
                    && !REFERENCE.matcher(value).matches()) {
                errors.add(setting
                        + ": must be a reference such as ${file:/path/secrets.properties:key}, got another text "
                        + "(not shown)");
            } else if (URL_WITH_SECRET.matcher(value).find()) {
                errors.add(
                        setting + ": must not hold credentials, got some (not shown); Connect's REST API shows it to "
                                + "anyone");
            }
        });
        if (!errors.isEmpty()) {
            throw new IllegalArgumentException(String.join("\n", errors));
        }
        overrides = Map.copyOf(overrides);
    }

    /** The connector, ready to deploy. */
    public ConnectorDefinition definition() {
        int question = jdbcUrl.indexOf('?');
        String parameters = question < 0 ? "" : jdbcUrl.substring(question + 1);
        ConnectorDefinition definition = ConnectorTemplate.bundled("miner-telemetry-sink")
                .fill(Map.of(
                        "connector.name",
                        name,
                        "topics.telemetry",
                        topics.telemetry(),
                        "topics.dead.letters",
                        topics.sinkDeadLetters(),
                        "topics.replication.factor",
                        String.valueOf(replicationFactor),
                        "registry.url",
                        registryUrl,
                        "database.url",
                        question < 0 ? jdbcUrl : jdbcUrl.substring(0, question),
                        "database.parameters",
                        parameters.isEmpty() ? "" : "&" + parameters,
                        "database.schema",
                        schema,
                        "database.user",
                        user,
                        "database.password",
                        password));
        Map<String, String> config = new HashMap<>(definition.config());
        config.putAll(overrides);
        return new ConnectorDefinition(definition.name(), config);
    }

    private static String withoutSecrets(String url) {
        return URL_WITH_SECRET.matcher(url).find() ? "(not shown)" : url;
    }
}

package io.minerstream.connect.sink;

import io.minerstream.schemas.access.Secrets;
import io.minerstream.schemas.topic.TopicNames;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What the sinks of an installation have in common: where they read and where they write, as the Connect <em>worker</em>
 * reaches it.
 *
 * @param topics names of the topics
 * @param replicationFactor of the dead letter topic, when a connector must create it; at least 1
 * @param registryUrl URLs of the schema registry; must not hold credentials
 * @param jdbcUrl {@code jdbc:postgresql://host:port/database?parameters}; must not hold a password
 * @param schema the database schema of the tables, usually {@code public}
 * @param user who logs in to the database
 * @param password where the worker finds the password: {@code ${provider:path:key}} of one of its config providers, for
 *     example {@code ${file:/etc/minerstream/secrets.properties:database.password}}; never the password itself
 */
public record SinkEnvironment(
        TopicNames topics,
        short replicationFactor,
        String registryUrl,
        String jdbcUrl,
        String schema,
        String user,
        String password) {

    /** @throws IllegalArgumentException naming every component that is wrong */
    public SinkEnvironment {
        List<String> errors = new ArrayList<>();
        if (replicationFactor < 1) {
            errors.add("replication factor: must be at least 1, got " + replicationFactor);
        }
        if (!jdbcUrl.startsWith("jdbc:postgresql:")) {
            errors.add("JDBC URL: must start with jdbc:postgresql:, got '" + Secrets.hideInUrl(jdbcUrl) + "'");
        }
        if (Secrets.areInUrl(registryUrl)) {
            errors.add(
                    "registry URL: must not hold credentials, got some (not shown); Connect's REST API shows the URL to "
                            + "anyone: set value.converter.basic.auth.user.info to a reference");
        }
        if (Secrets.areInUrl(jdbcUrl)) {
            errors.add(
                    "JDBC URL: must not hold credentials, got some (not shown); Connect's REST API shows the URL to anyone");
        }
        if (!schema.matches("[A-Za-z_][A-Za-z0-9_$]*")) {
            errors.add("database schema: must be a plain name, got '" + schema + "'");
        }
        if (!Secrets.isReference(password)) {
            errors.add("database password: must be a reference to a config provider of the worker, such as "
                    + "${file:/path/secrets.properties:database.password}, got another text (not shown)");
        }
        if (!errors.isEmpty()) {
            throw new IllegalArgumentException(String.join("\n", errors));
        }
    }

    /** The values of the templates' placeholders, by name. */
    Map<String, String> placeholders() {
        int question = jdbcUrl.indexOf('?');
        String parameters = question < 0 ? "" : jdbcUrl.substring(question + 1);
        Map<String, String> values = new HashMap<>();
        values.put("topics.telemetry", topics.telemetry());
        values.put("topics.strategies", topics.strategies());
        values.put("topics.miners", topics.miners());
        values.put("topics.dead.letters", topics.sinkDeadLetters());
        values.put("topics.replication.factor", String.valueOf(replicationFactor));
        values.put("registry.url", registryUrl);
        values.put("database.url", question < 0 ? jdbcUrl : jdbcUrl.substring(0, question));
        values.put("database.parameters", parameters.isEmpty() ? "" : "&" + parameters);
        values.put("database.schema", schema);
        values.put("database.user", user);
        values.put("database.password", password);
        return values;
    }
}

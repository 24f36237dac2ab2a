package io.minerstream.pipeline.connection;

import java.nio.file.Path;
import java.util.Map;

/**
 * Addresses and client settings as a user gives them; {@link Connections#resolve} reads them. With none of the URLs given, a
 * running {@code minerstream up} is used.
 *
 * @param bootstrapServer comma-separated HOST:PORT pairs; null for none
 * @param registryUrl of the schema registry; null for none
 * @param connectUrl of Kafka Connect's REST API; null for none
 * @param databaseUrl JDBC URL of the warehouse; null for none
 * @param databaseUser null for that of the URL
 * @param databasePasswordFile whose first line is the password; null for none
 * @param commandConfig properties of every Kafka client and of the registry client; null for none
 * @param commandProperties such properties, which win over those of the file
 * @param topicPrefix before every topic name; empty for none
 * @param dataDirectory of the {@code minerstream up} to use; null for the default
 */
public record ConnectionSettings(
        String bootstrapServer,
        String registryUrl,
        String connectUrl,
        String databaseUrl,
        String databaseUser,
        Path databasePasswordFile,
        Path commandConfig,
        Map<String, String> commandProperties,
        String topicPrefix,
        Path dataDirectory) {

    /** Empty texts and paths are none: an environment variable that is set to nothing names nothing. */
    public ConnectionSettings {
        bootstrapServer = given(bootstrapServer);
        registryUrl = given(registryUrl);
        connectUrl = given(connectUrl);
        databaseUrl = given(databaseUrl);
        databaseUser = given(databaseUser);
        databasePasswordFile = given(databasePasswordFile);
        commandConfig = given(commandConfig);
        commandProperties = Map.copyOf(commandProperties);
        dataDirectory = given(dataDirectory);
    }

    private static String given(String text) {
        return text == null || text.isBlank() ? null : text;
    }

    private static Path given(Path path) {
        return path == null || path.toString().isBlank() ? null : path;
    }

    boolean namesNoUrl() {
        return bootstrapServer == null && registryUrl == null && connectUrl == null && databaseUrl == null;
    }
}

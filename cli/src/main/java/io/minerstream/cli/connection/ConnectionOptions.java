package io.minerstream.cli.connection;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import picocli.CommandLine.Option;

/**
 * Where Kafka, the registry, Connect and the database are: by option, else by the environment ({@code MINERSTREAM_} and the
 * option's name). With none of the URLs given, a running {@code up} is used.
 */
public final class ConnectionOptions {

    @Option(
            names = "--bootstrap-server",
            paramLabel = "HOST:PORT",
            order = 100,
            defaultValue = "${env:MINERSTREAM_BOOTSTRAP_SERVER}",
            description = "Kafka brokers, comma-separated. Without any URL, a running `minerstream up` is used.")
    String bootstrapServer;

    @Option(
            names = "--schema-registry-url",
            paramLabel = "URL",
            order = 101,
            defaultValue = "${env:MINERSTREAM_SCHEMA_REGISTRY_URL}",
            description = "Schema registry with Confluent's API.")
    String registryUrl;

    @Option(
            names = "--connect-url",
            paramLabel = "URL",
            order = 102,
            defaultValue = "${env:MINERSTREAM_CONNECT_URL}",
            description = "REST endpoint of Kafka Connect.")
    String connectUrl;

    @Option(
            names = "--database-url",
            paramLabel = "URL",
            order = 103,
            defaultValue = "${env:MINERSTREAM_DATABASE_URL}",
            description = "Warehouse, for example jdbc:postgresql://db:5432/mining.")
    String databaseUrl;

    @Option(
            names = "--database-user",
            paramLabel = "USER",
            order = 104,
            defaultValue = "${env:MINERSTREAM_DATABASE_USER}",
            description = "Database user.")
    String databaseUser;

    @Option(
            names = "--database-password-file",
            paramLabel = "FILE",
            order = 105,
            defaultValue = "${env:MINERSTREAM_DATABASE_PASSWORD_FILE}",
            description = "File whose first line is the password. Without it, PGPASSFILE or ~/.pgpass is used.")
    Path databasePasswordFile;

    @Option(
            names = "--command-config",
            paramLabel = "FILE",
            order = 106,
            defaultValue = "${env:MINERSTREAM_COMMAND_CONFIG}",
            description =
                    "Properties for every Kafka client and the registry client (security.protocol, basic.auth.user.info, ...).")
    Path commandConfig;

    @Option(
            names = "--command-property",
            paramLabel = "KEY=VALUE",
            order = 107,
            description = "One such property; wins over --command-config. Secrets belong in the file.")
    Map<String, String> commandProperties = new LinkedHashMap<>();

    @Option(
            names = "--topic-prefix",
            paramLabel = "TEXT",
            order = 108,
            defaultValue = "${env:MINERSTREAM_TOPIC_PREFIX:-}",
            description = "Put before every topic name.")
    String topicPrefix;

    @Option(
            names = "--data-dir",
            paramLabel = "DIR",
            order = 109,
            description =
                    "Data directory of the `minerstream up` to use (default: MINERSTREAM_DATA_DIR, else ~/.minerstream).")
    Path dataDirectory;

    boolean namesNoUrl() {
        return bootstrapServer == null && registryUrl == null && connectUrl == null && databaseUrl == null;
    }
}

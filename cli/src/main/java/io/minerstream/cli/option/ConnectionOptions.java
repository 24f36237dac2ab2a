package io.minerstream.cli.option;

import io.minerstream.pipeline.connection.ConnectionSettings;
import io.minerstream.pipeline.connection.Connections;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/**
 * Where Kafka, the registry, Connect and the database are: by option, else by the environment ({@code MINERSTREAM_} and the
 * option's name). With none of the URLs given, a running {@code up} is used.
 */
public final class ConnectionOptions {

    @Option(
            names = "--bootstrap-server",
            paramLabel = "HOST:PORT",
            order = HelpGroups.KAFKA,
            defaultValue = "${env:MINERSTREAM_BOOTSTRAP_SERVER}")
    private String bootstrapServer;

    @Option(
            names = "--schema-registry-url",
            paramLabel = "URL",
            order = HelpGroups.KAFKA,
            defaultValue = "${env:MINERSTREAM_SCHEMA_REGISTRY_URL}")
    private String registryUrl;

    @Option(
            names = "--connect-url",
            paramLabel = "URL",
            order = HelpGroups.WAREHOUSE,
            defaultValue = "${env:MINERSTREAM_CONNECT_URL}")
    private String connectUrl;

    @Option(
            names = "--database-url",
            paramLabel = "URL",
            order = HelpGroups.WAREHOUSE,
            defaultValue = "${env:MINERSTREAM_DATABASE_URL}")
    private String databaseUrl;

    @Option(
            names = "--database-user",
            paramLabel = "USER",
            order = HelpGroups.WAREHOUSE,
            defaultValue = "${env:MINERSTREAM_DATABASE_USER}")
    private String databaseUser;

    @Option(
            names = "--database-password-file",
            paramLabel = "FILE",
            order = HelpGroups.WAREHOUSE,
            defaultValue = "${env:MINERSTREAM_DATABASE_PASSWORD_FILE}")
    private Path databasePasswordFile;

    @Option(
            names = "--command-config",
            paramLabel = "FILE",
            order = HelpGroups.KAFKA,
            defaultValue = "${env:MINERSTREAM_COMMAND_CONFIG}")
    private Path commandConfig;

    @Option(names = "--command-property", paramLabel = "KEY=VALUE", order = HelpGroups.KAFKA)
    private Map<String, String> commandProperties = new LinkedHashMap<>();

    @Option(
            names = "--topic-prefix",
            paramLabel = "TEXT",
            order = HelpGroups.KAFKA,
            defaultValue = "${env:MINERSTREAM_TOPIC_PREFIX:-}")
    private String topicPrefix;

    @Mixin
    private DataDirectoryOption dataDirectory;

    /**
     * The addresses and client settings that the options name.
     *
     * @throws io.minerstream.pipeline.PipelineException when a value is wrong
     */
    public Connections resolve() {
        return Connections.resolve(new ConnectionSettings(
                bootstrapServer,
                registryUrl,
                connectUrl,
                databaseUrl,
                databaseUser,
                databasePasswordFile,
                commandConfig,
                commandProperties,
                topicPrefix,
                dataDirectory.given()));
    }
}

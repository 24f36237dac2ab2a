package io.minerstream.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.minerstream.connect.rest.ConnectConfig;
import io.minerstream.connect.sink.SinkEnvironment;
import io.minerstream.connect.sink.SinkKind;
import io.minerstream.connect.warehouse.WarehouseConfig;
import io.minerstream.pipeline.Teardown;
import io.minerstream.pipeline.connection.Connections;
import io.minerstream.pipeline.embedded.EmbeddedListener;
import io.minerstream.pipeline.embedded.EmbeddedPipeline;
import io.minerstream.pipeline.setup.Preparation;
import io.minerstream.pipeline.setup.TopicSettings;
import io.minerstream.pipeline.sink.SinkSettings;
import io.minerstream.schemas.topic.TopicNames;
import io.minerstream.stack.RunningStack;
import io.minerstream.stack.StackConfig;
import io.minerstream.stack.StackEndpoints;
import io.minerstream.stack.data.PrivateFile;
import io.minerstream.validator.policy.Policies;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ExtensionContext.StoreScope;

/**
 * One embedded pipeline for all test classes, in whichever JVM of the build: it takes longer to start than most tests to run.
 * Tests keep apart by site id and topic prefix.
 */
public final class SharedPipeline implements BeforeAllCallback {

    private static final Namespace NAMESPACE = Namespace.create(SharedPipeline.class);

    private static volatile Membership membership;

    @Override
    public void beforeAll(ExtensionContext context) {
        // Not of the root: each class is an execution of its own where there are two JVMs.
        context.getStore(StoreScope.LAUNCHER_SESSION, NAMESPACE)
                .getOrComputeIfAbsent(Membership.class, unused -> membership = Membership.join());
    }

    /** Addresses of the stack. */
    public static StackEndpoints endpoints() {
        return membership.endpoints;
    }

    /** Addresses as commands have them. */
    public static Connections connections() {
        return Connections.embedded(endpoints(), TopicNames.DEFAULT);
    }

    /** Addresses with topics of their own, which are created. */
    static Connections prepared(TopicNames topics, int partitions) {
        Connections connections = Connections.embedded(endpoints(), topics);
        Preparation.ofAll(connections, new TopicSettings(partitions, (short) 1), null)
                .prepare();
        return connections;
    }

    /** Addresses with other topics, and with the tables of a schema that the test creates. */
    static Connections connections(TopicNames topics, String schema) {
        Connections shared = connections();
        String url = shared.warehouse().jdbcUrl();
        return Connections.of(
                new HashMap<>(shared.kafkaProperties()),
                new WarehouseConfig(
                        url + (url.contains("?") ? "&" : "?") + "currentSchema=" + schema,
                        shared.warehouse().user(),
                        shared.warehouse().passwordFile()),
                topics);
    }

    /** A database connection; the caller closes it. */
    public static Connection database() {
        return connections().warehouse().open();
    }

    /** The first column of the first row of a query, as text. */
    public static String query(String sql) throws SQLException {
        try (Connection database = database();
                Statement statement = database.createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            row.next();
            return row.getString(1);
        }
    }

    /** Changes one row of the database. */
    public static void updateOne(String sql) throws SQLException {
        try (Connection database = database();
                Statement statement = database.createStatement()) {
            assertThat(statement.executeUpdate(sql)).as(sql).isEqualTo(1);
        }
    }

    /** Kind of the sinks, of the pipeline's own and of those that tests deploy: property {@code minerstream.sink}. */
    static final SinkKind SINK = Optional.ofNullable(System.getProperty("minerstream.sink"))
            .map(kind -> SinkKind.valueOf(kind.toUpperCase(Locale.ROOT)))
            .orElse(SinkKind.DEFAULT);

    /** What connectors of these addresses need, with rows in a schema of the pipeline's database. */
    static SinkEnvironment sinkEnvironment(Connections connections, String schema) {
        return sinkEnvironment(endpoints(), connections, schema);
    }

    /** The same for another stack. */
    static SinkEnvironment sinkEnvironment(StackEndpoints stack, Connections connections, String schema) {
        return new SinkEnvironment(
                connections.topics(),
                (short) 1,
                connections.registryUrl(),
                connections.warehouse().jdbcUrl(),
                schema,
                connections.warehouse().user(),
                "${file:" + stack.databaseProperties() + ":password}");
    }

    /** The options that a user would give for these addresses. */
    public static List<String> options() {
        StackEndpoints stack = endpoints();
        return List.of(
                "--bootstrap-server",
                stack.bootstrapServers(),
                "--schema-registry-url",
                stack.registryUrl(),
                "--connect-url",
                stack.connectUrl(),
                "--database-url",
                stack.jdbcUrl(),
                "--database-user",
                stack.databaseUser(),
                "--database-password-file",
                stack.passwordFile().toString(),
                "--command-property",
                connectLogin());
    }

    /** What a user would give as {@code --command-config}; some tests give a file of their own. */
    private static String connectLogin() {
        try {
            return ConnectConfig.BASIC_AUTH + "="
                    + PrivateFile.readProperties(endpoints().connectProperties())
                            .get(ConnectConfig.BASIC_AUTH);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * A JVM's part in the pipeline: the first JVM starts it and, after its last test class, waits for the others before it stops
     * it. Closed by JUnit at the end of the JVM's last test class.
     */
    private static final class Membership implements AutoCloseable {

        /** Where the JVMs of a build meet; without it, a JVM is alone. */
        private static final String FOLDER_PROPERTY = "minerstream.shared.pipeline";

        /** Held by the JVM that starts or stops the pipeline. */
        private final FileChannel change;

        /** Held, shared, by each JVM that uses the pipeline. */
        private final FileChannel use;

        private final FileLock usage;
        private final StackEndpoints endpoints;

        /** Of the JVM that started the pipeline; null in the others. */
        private final Teardown teardown;

        private Membership(FileChannel change, FileChannel use, StackEndpoints endpoints, Teardown teardown)
                throws IOException {
            this.change = change;
            this.use = use;
            this.endpoints = endpoints;
            this.teardown = teardown;
            this.usage = use.lock(0, Long.MAX_VALUE, true);
        }

        static Membership join() {
            try {
                // Without a build, in an IDE, the working directory is that of the module.
                Path folder = Path.of(System.getProperty(FOLDER_PROPERTY, "target/shared-pipeline"));
                return join(Files.createDirectories(folder));
            } catch (Exception e) {
                throw new IllegalStateException("the shared pipeline did not start: " + e.getMessage(), e);
            }
        }

        private static Membership join(Path folder) throws Exception {
            FileChannel change = open(folder.resolve("change.lock"));
            FileChannel use = open(folder.resolve("use.lock"));
            FileLock changing = change.lock();
            try {
                Path note = folder.resolve("data-directory");
                Optional<StackEndpoints> running =
                        Files.exists(note) ? RunningStack.find(Path.of(Files.readString(note))) : Optional.empty();
                if (running.isPresent()) {
                    return new Membership(change, use, running.get(), null);
                }
                // Not below the build: PostgreSQL may run as another user, who must be able to enter.
                StackConfig config = StackConfig.temporary(Path.of(System.getProperty("java.io.tmpdir")));
                Teardown teardown = new Teardown(() -> {});
                try {
                    EmbeddedPipeline pipeline = EmbeddedPipeline.start(
                            config,
                            EmbeddedPipeline.GRACE_PERIOD,
                            Policies.DEFAULT,
                            connections -> {},
                            new EmbeddedListener() {},
                            teardown);
                    if (SINK != SinkKind.DEFAULT) {
                        SinkSettings.deploy(
                                pipeline.connections(),
                                new SinkSettings.Request(Optional.of(SINK), false, null, (short) 1, Map.of()));
                    }
                    StackEndpoints started = pipeline.summary().endpoints();
                    Files.writeString(note, config.dataDirectory().toString());
                    return new Membership(change, use, started, teardown);
                } catch (Exception e) {
                    teardown.close();
                    throw e;
                }
            } finally {
                changing.release();
            }
        }

        private static FileChannel open(Path file) throws IOException {
            return FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
        }

        @Override
        public void close() throws IOException {
            // Closing a channel releases its lock.
            try (change;
                    use) {
                if (teardown == null) {
                    return;
                }
                // Whoever comes from now on waits, and starts a pipeline of its own.
                change.lock();
                usage.release();
                use.lock();
                teardown.close();
            }
        }
    }
}

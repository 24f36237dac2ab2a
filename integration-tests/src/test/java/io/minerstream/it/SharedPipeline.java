package io.minerstream.it;

import io.minerstream.cli.connection.Connections;
import io.minerstream.cli.terminal.Progress;
import io.minerstream.cli.terminal.Teardown;
import io.minerstream.cli.up.EmbeddedPipeline;
import io.minerstream.stack.StackConfig;
import io.minerstream.stack.StackEndpoints;
import java.nio.file.Path;
import java.sql.Connection;
import java.util.List;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;

/**
 * One embedded pipeline for all test classes of a run: it takes longer to start than most tests to run. Tests keep apart by
 * site id and topic prefix.
 */
public final class SharedPipeline implements BeforeAllCallback {

    private static final Namespace NAMESPACE = Namespace.create(SharedPipeline.class);

    private static volatile EmbeddedPipeline pipeline;

    @Override
    public void beforeAll(ExtensionContext context) {
        context.getRoot().getStore(NAMESPACE).getOrComputeIfAbsent(Started.class, unused -> {
            Started started = new Started();
            pipeline = started.pipeline;
            return started;
        });
    }

    /** Addresses of the stack. */
    public static StackEndpoints endpoints() {
        return pipeline.summary().endpoints();
    }

    /** Addresses as commands have them. */
    public static Connections connections() {
        return pipeline.connections();
    }

    /** A database connection; the caller closes it. */
    public static Connection database() {
        return connections().warehouse().open();
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
                stack.passwordFile().toString());
    }

    /** Closed by JUnit after the last test class. */
    private static final class Started implements AutoCloseable {

        private final Teardown teardown = new Teardown(() -> {});
        private final EmbeddedPipeline pipeline;

        Started() {
            try {
                pipeline = EmbeddedPipeline.start(
                        StackConfig.temporary(Path.of(System.getProperty("java.io.tmpdir"))),
                        Progress.onStandardError(),
                        teardown);
            } catch (Exception e) {
                teardown.close();
                throw new IllegalStateException("the shared pipeline did not start: " + e.getMessage(), e);
            }
        }

        @Override
        public void close() {
            teardown.close();
        }
    }
}

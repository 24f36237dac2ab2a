package io.minerstream.connect.sink;

import io.minerstream.connect.rest.ConnectClient;
import io.minerstream.connect.rest.ConnectPlugin;
import io.minerstream.connect.rest.ConnectRequestException;
import io.minerstream.connect.rest.ConnectUnavailableException;
import io.minerstream.connect.rest.ConnectorStatus;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.kafka.common.errors.InterruptException;

/**
 * Brings connectors into a Connect cluster and sees that they run. Thread-safe.
 *
 * <p>All methods throw {@link ConnectUnavailableException} and {@link ConnectRequestException} like {@link ConnectClient}.
 */
public final class SinkDeployment {

    private static final Duration POLL = Duration.ofMillis(200);

    /** How long a status that a restart should have changed may still be the one from before it. */
    private static final Duration STALE_STATUS = Duration.ofSeconds(5);

    private static final int TRACE_LINES = 5;

    private final ConnectClient connect;

    public SinkDeployment(ConnectClient connect) {
        this.connect = connect;
    }

    /**
     * Validates a connector, creates or updates it, restarts what had failed, and waits until the connector and all its tasks
     * run under this configuration. Idempotent.
     *
     * @param timeout longest wait for the tasks, after the configuration was accepted
     * @throws SinkDeploymentException when a plugin is missing, when settings are wrong (all of them are named), or when a task
     *     fails (with the causes) or does not start in time
     */
    public ConnectorStatus deploy(ConnectorDefinition connector, Duration timeout) {
        requirePlugins(connector);
        List<String> errors = connect.validate(connector.namedConfig());
        if (!errors.isEmpty()) {
            throw new SinkDeploymentException("connector " + connector.name() + ": Kafka Connect at " + connect.url()
                    + " rejects its settings:\n  " + String.join("\n  ", errors));
        }
        Optional<ConnectorStatus> before = connect.status(connector.name());
        connect.putConnector(connector.name(), connector.config());
        if (before.map(ConnectorStatus::hasFailed).orElse(false)) {
            // An unchanged configuration restarts nothing.
            connect.restart(connector.name(), true);
        }
        return awaitRunning(connector, before, timeout);
    }

    /** The state of a connector; empty when there is none of that name. */
    public Optional<ConnectorStatus> status(String name) {
        return connect.status(name);
    }

    /**
     * Deletes a connector. Its rows and its committed offsets stay: a connector of the same name goes on where it ended.
     *
     * @return false when there was none of that name
     */
    public boolean delete(String name) {
        return connect.delete(name);
    }

    private void requirePlugins(ConnectorDefinition connector) {
        Set<String> installed =
                connect.plugins().stream().map(ConnectPlugin::className).collect(Collectors.toSet());
        List<String> missing = Stream.of("connector.class", "key.converter", "value.converter", "header.converter")
                .map(connector.config()::get)
                .filter(Objects::nonNull)
                .filter(plugin -> !installed.contains(plugin))
                .distinct()
                .toList();
        if (!missing.isEmpty()) {
            throw new SinkDeploymentException(
                    "Kafka Connect at " + connect.url() + ": must have the plugins of connector "
                            + connector.name() + ", got none for " + missing
                            + "; put them into a folder of the workers' plugin.path and restart the workers");
        }
    }

    private ConnectorStatus awaitRunning(
            ConnectorDefinition connector, Optional<ConnectorStatus> before, Duration timeout) {
        long start = System.nanoTime();
        while (true) {
            Optional<ConnectorStatus> status = connect.status(connector.name());
            Duration waited = Duration.ofNanos(System.nanoTime() - start);
            boolean stale = status.equals(before) && waited.compareTo(STALE_STATUS) < 0;
            if (status.isPresent() && status.get().hasFailed() && !stale) {
                throw new SinkDeploymentException(failure(status.get()));
            }
            if (status.isPresent() && status.get().isRunning() && hasItsConfig(connector)) {
                return status.get();
            }
            if (waited.compareTo(timeout) > 0) {
                throw new SinkDeploymentException("connector " + connector.name() + " at " + connect.url()
                        + ": all tasks must run within " + timeout.toSeconds() + " s, got "
                        + status.map(SinkDeployment::states).orElse("no status")
                        + "; look into the workers' logs or allow more time");
            }
            pause();
        }
    }

    /** Whether the tasks were started under this configuration, rather than an older one. */
    private boolean hasItsConfig(ConnectorDefinition connector) {
        List<Map<String, String>> tasks = connect.taskConfigs(connector.name());
        return !tasks.isEmpty()
                && tasks.stream().allMatch(task -> task.entrySet()
                        .containsAll(connector.config().entrySet()));
    }

    private String failure(ConnectorStatus status) {
        List<String> failures = new ArrayList<>();
        if (status.connector().hasFailed()) {
            failures.add(describe("the connector", status.connector()));
        }
        status.tasks().stream()
                .filter(task -> task.part().hasFailed())
                .forEach(task -> failures.add(describe("task " + task.id(), task.part())));
        return "connector " + status.name() + " at " + connect.url() + ": all tasks must run, got\n"
                + String.join("\n", failures);
    }

    /** The exception and its causes, without the stack frames in between. */
    private static String describe(String who, ConnectorStatus.Part part) {
        return part.trace()
                .lines()
                .filter(line -> !line.startsWith("\t"))
                .limit(TRACE_LINES)
                .collect(Collectors.joining("\n    ", "  " + who + " failed on " + part.workerId() + ":\n    ", ""));
    }

    private static String states(ConnectorStatus status) {
        return "connector " + status.connector().state() + ", tasks "
                + status.tasks().stream().map(task -> task.part().state()).toList();
    }

    private static void pause() {
        try {
            TimeUnit.MILLISECONDS.sleep(POLL.toMillis());
        } catch (InterruptedException e) {
            throw new InterruptException(e);
        }
    }
}

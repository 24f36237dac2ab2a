package io.minerstream.connect.sink;

import io.minerstream.connect.rest.ConnectClient;
import io.minerstream.connect.rest.ConnectRequestException;
import io.minerstream.connect.rest.ConnectUnavailableException;
import io.minerstream.connect.rest.ConnectorStatus;
import io.minerstream.schemas.wait.Deadline;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Deploys connectors to a Connect cluster and waits until they run. Thread-safe.
 *
 * <p>All methods throw {@link ConnectUnavailableException} and {@link ConnectRequestException} like {@link ConnectClient}.
 */
public final class SinkDeployment {

    private static final String CONNECTOR_CLASS = "connector.class";

    /**
     * Marks a connector that has its new class, and not yet the offsets of the old one. The state STOPPED alone does not tell: a person
     * may have stopped it, and restored a warehouse whose offsets are behind those of the consumer group.
     */
    private static final String OFFSETS_PENDING = "offsets.pending";

    private static final Set<String> CONVERTERS = Set.of("key.converter", "value.converter", "header.converter");

    private static final Pattern TRANSFORMATION = Pattern.compile("transforms\\.[^.]+\\.type");

    private static final Duration POLL_INTERVAL = Duration.ofMillis(200);

    /** Workers of others may commit once a minute; a task that fails does so within seconds. */
    private static final Duration LONGEST_TRIAL = Duration.ofSeconds(20);

    private final ConnectClient connect;

    public SinkDeployment(ConnectClient connect) {
        this.connect = connect;
    }

    /**
     * Validates connectors, creates or updates them, restarts what had failed, resumes what was paused or stopped, and waits
     * until they and all their tasks run under these configurations. Idempotent. They start concurrently; if one is refused, none
     * is changed.
     *
     * <p>A connector of another class is stopped first: its tasks commit their offsets and leave the consumer group, which belongs
     * to the name, so that the new one resumes where they ended, also if it keeps offsets of its own. It stays stopped until it
     * has taken these over; a deployment that is killed before that is completed by the next one.
     *
     * <p>A task runs before its first record, at which it may fail. Therefore this watches the tasks until they have proved
     * themselves, or for {@code 20 s}.
     *
     * @param timeout longest wait for the tasks of all, after the configurations were accepted
     * @param proved whether the tasks have processed records, or had none to process
     * @return the states in the order of the connectors
     * @throws SinkDeploymentException when a plugin is missing, when settings are wrong (all of them are named), or when a task
     *     fails (with the causes) or does not start in time
     */
    public List<ConnectorStatus> deployAll(
            List<ConnectorDefinition> connectors, Duration timeout, BooleanSupplier proved) {
        requirePlugins(connectors);
        requireValid(connectors);
        // Two kinds of sinks with one consumer group must not work at the same time.
        List<String> switched = toSwitch(connectors);
        SinkControl control = new SinkControl(connect, timeout);
        control.stop(switched);
        List<RunningWait> waits = new ArrayList<>();
        for (ConnectorDefinition connector : connectors) {
            Optional<ConnectorStatus> before = connect.status(connector.name());
            if (switched.contains(connector.name())) {
                connect.putConnector(connector.name(), marked(connector.config()));
                control.takeOffsetsOver(connector.name());
            }
            connect.putConnector(connector.name(), connector.config());
            if (before.map(ConnectorStatus::isHeld).orElse(false)) {
                connect.resume(connector.name());
            }
            if (before.map(ConnectorStatus::hasFailed).orElse(false)) {
                // An unchanged configuration restarts nothing.
                connect.restartFailed(connector.name());
            }
            waits.add(new RunningWait(connect, connector, before));
        }
        awaitRunning(waits, timeout);
        Deadline trial = Deadline.in(LONGEST_TRIAL);
        while (!proved.getAsBoolean() && !trial.isOver()) {
            Deadline.pause(POLL_INTERVAL);
            waits.forEach(RunningWait::refresh);
            throwIfFailed(waits, RunningWait::failure);
        }
        return waits.stream().map(wait -> wait.status().orElseThrow()).toList();
    }

    private static Map<String, String> marked(Map<String, String> config) {
        Map<String, String> marked = new TreeMap<>(config);
        marked.put(OFFSETS_PENDING, "true");
        return marked;
    }

    /** Names of connectors that are deployed with another class, or have not taken the offsets of one over. */
    private List<String> toSwitch(List<ConnectorDefinition> connectors) {
        return connectors.stream()
                .filter(connector -> connect.config(connector.name())
                        .filter(deployed -> deployed.containsKey(OFFSETS_PENDING)
                                || !Objects.equals(
                                        deployed.get(CONNECTOR_CLASS),
                                        connector.config().get(CONNECTOR_CLASS)))
                        .isPresent())
                .map(ConnectorDefinition::name)
                .toList();
    }

    private void requirePlugins(List<ConnectorDefinition> connectors) {
        Set<String> installed = connect.plugins();
        List<String> errors = new ArrayList<>();
        for (ConnectorDefinition connector : connectors) {
            List<String> missing = new TreeMap<>(connector.config())
                    .entrySet().stream()
                            .filter(setting -> namesPlugin(setting.getKey()))
                            .map(Map.Entry::getValue)
                            .filter(plugin -> !installed.contains(plugin))
                            .distinct()
                            .toList();
            if (!missing.isEmpty()) {
                errors.add("Kafka Connect at " + connect.url() + ": must have the plugins of connector "
                        + connector.name() + ", got none for " + missing
                        + "; put them into a folder of the workers' plugin.path and restart the workers");
            }
        }
        throwIfAny(errors);
    }

    private static boolean namesPlugin(String setting) {
        return setting.equals(CONNECTOR_CLASS)
                || CONVERTERS.contains(setting)
                || TRANSFORMATION.matcher(setting).matches();
    }

    private void requireValid(List<ConnectorDefinition> connectors) {
        List<String> errors = new ArrayList<>();
        for (ConnectorDefinition connector : connectors) {
            List<String> settings = connect.validate(connector.namedConfig());
            if (!settings.isEmpty()) {
                errors.add("connector " + connector.name() + ": Kafka Connect at " + connect.url()
                        + " rejects its settings:\n  " + String.join("\n  ", settings));
            }
        }
        throwIfAny(errors);
    }

    private static void awaitRunning(List<RunningWait> waits, Duration timeout) {
        Deadline deadline = Deadline.in(timeout);
        List<RunningWait> pending = new ArrayList<>(waits);
        boolean running = deadline.await(POLL_INTERVAL, () -> {
            pending.removeIf(RunningWait::isRunning);
            throwIfFailed(waits, wait -> wait.failure(deadline.elapsed()));
            return pending.isEmpty();
        });
        if (!running) {
            throwIfAny(pending.stream().map(wait -> wait.late(timeout)).toList());
        }
    }

    private static void throwIfFailed(List<RunningWait> waits, Function<RunningWait, Optional<String>> failure) {
        List<String> errors =
                waits.stream().flatMap(wait -> failure.apply(wait).stream()).toList();
        if (!errors.isEmpty()) {
            throw new SinkDeploymentException(
                    String.join("\n", errors),
                    waits.stream().map(RunningWait::traces).collect(Collectors.joining("\n")));
        }
    }

    private static void throwIfAny(List<String> errors) {
        if (!errors.isEmpty()) {
            throw new SinkDeploymentException(String.join("\n", errors));
        }
    }
}

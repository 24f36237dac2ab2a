package io.minerstream.connect.sink;

import io.minerstream.connect.rest.ConnectClient;
import io.minerstream.connect.rest.ConnectorStatus;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Checks whether a connector runs under its new configuration. Not thread-safe. */
final class RunningWait {

    /** How long the status from before a restart may still be reported: a busy worker takes its time. */
    private static final Duration STALE_STATUS = Duration.ofSeconds(20);

    private final ConnectClient connect;
    private final ConnectorDefinition connector;

    /** Failed parts of the status before, by name, that are reported unchanged since: their restart has not begun. */
    private final Map<String, ConnectorStatus.Part> stale;

    private Optional<ConnectorStatus> status = Optional.empty();

    /** @param before its status before the new configuration */
    RunningWait(ConnectClient connect, ConnectorDefinition connector, Optional<ConnectorStatus> before) {
        this.connect = connect;
        this.connector = connector;
        this.stale = before.map(RunningWait::failedParts).orElseGet(LinkedHashMap::new);
    }

    /** Reads the status; whether the connector and all its tasks run. */
    boolean isRunning() {
        refresh();
        return status.isPresent() && status.get().isRunning() && hasItsConfig();
    }

    void refresh() {
        status = connect.status(connector.name());
        // One by one: a new configuration restarts the connector before its tasks.
        Map<String, ConnectorStatus.Part> failed =
                status.map(RunningWait::failedParts).orElseGet(LinkedHashMap::new);
        stale.entrySet().removeIf(part -> !part.getValue().equals(failed.get(part.getKey())));
    }

    /** The last status that was read. */
    Optional<ConnectorStatus> status() {
        return status;
    }

    /** Whether the tasks were started under this configuration, rather than an older one. */
    private boolean hasItsConfig() {
        List<Map<String, String>> tasks = connect.taskConfigs(connector.name());
        return !tasks.isEmpty()
                && tasks.stream().allMatch(task -> task.entrySet()
                        .containsAll(connector.config().entrySet()));
    }

    /**
     * The failures of the connector and its tasks.
     *
     * @param waited since the configuration was accepted
     */
    Optional<String> failure(Duration waited) {
        return failure(waited.compareTo(STALE_STATUS) < 0 ? stale.keySet() : Set.of());
    }

    /** The failures of a connector that has been seen running. */
    Optional<String> failure() {
        return failure(Set.of());
    }

    private Optional<String> failure(Set<String> except) {
        Map<String, ConnectorStatus.Part> failed =
                status.map(RunningWait::failedParts).orElseGet(LinkedHashMap::new);
        failed.keySet().removeAll(except);
        if (failed.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of("connector " + connector.name() + " at " + connect.url() + ": all tasks must run, got\n"
                + failed.entrySet().stream()
                        .map(part -> describe(part.getKey(), part.getValue()))
                        .collect(Collectors.joining("\n")));
    }

    /** The stack traces of the parts that have failed. */
    String traces() {
        return status.map(RunningWait::failedParts).orElseGet(LinkedHashMap::new).entrySet().stream()
                .map(part -> connector.name() + ", " + part.getKey() + ": "
                        + part.getValue().trace().strip())
                .collect(Collectors.joining("\n"));
    }

    private static Map<String, ConnectorStatus.Part> failedParts(ConnectorStatus status) {
        Map<String, ConnectorStatus.Part> failed = new LinkedHashMap<>();
        if (status.connector().hasFailed()) {
            failed.put("the connector", status.connector());
        }
        status.tasks().stream()
                .filter(task -> task.part().hasFailed())
                .forEach(task -> failed.put("task " + task.id(), task.part()));
        return failed;
    }

    private static String describe(String who, ConnectorStatus.Part part) {
        return "  " + who + " failed on " + part.workerId() + ": " + part.cause();
    }

    /** The message for a connector that does not run in time. */
    String late(Duration timeout) {
        return "connector " + connector.name() + " at " + connect.url() + ": all tasks must run within "
                + timeout.toSeconds() + " s, got "
                + status.map(ConnectorStatus::states).orElse("no status")
                + "; check the workers' logs or allow more time";
    }
}

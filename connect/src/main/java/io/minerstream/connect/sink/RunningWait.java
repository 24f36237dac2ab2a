package io.minerstream.connect.sink;

import io.minerstream.connect.rest.ConnectClient;
import io.minerstream.connect.rest.ConnectorStatus;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Checks whether a connector runs under its new configuration. Not thread-safe. */
final class RunningWait {

    /** How long the status from before a restart may still be reported: a busy worker takes its time. */
    private static final Duration STALE_STATUS = Duration.ofSeconds(20);

    private final ConnectClient connect;
    private final ConnectorDefinition connector;
    private final Optional<ConnectorStatus> before;
    private Optional<ConnectorStatus> status = Optional.empty();
    private boolean changed;

    /** @param before its status before the new configuration */
    RunningWait(ConnectClient connect, ConnectorDefinition connector, Optional<ConnectorStatus> before) {
        this.connect = connect;
        this.connector = connector;
        this.before = before;
    }

    /** Reads the status; whether the connector and all its tasks run. */
    boolean isRunning() {
        refresh();
        return status.isPresent() && status.get().isRunning() && hasItsConfig();
    }

    void refresh() {
        status = connect.status(connector.name());
        changed |= !status.equals(before);
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
        return changed || waited.compareTo(STALE_STATUS) >= 0 ? failure() : Optional.empty();
    }

    /** The failures of a connector that has been seen running. */
    Optional<String> failure() {
        return status.filter(ConnectorStatus::hasFailed).map(this::describe);
    }

    private String describe(ConnectorStatus failed) {
        List<String> failures = new ArrayList<>();
        if (failed.connector().hasFailed()) {
            failures.add(describe("the connector", failed.connector()));
        }
        failed.tasks().stream()
                .filter(task -> task.part().hasFailed())
                .forEach(task -> failures.add(describe("task " + task.id(), task.part())));
        return "connector " + failed.name() + " at " + connect.url() + ": all tasks must run, got\n"
                + String.join("\n", failures);
    }

    private static String describe(String who, ConnectorStatus.Part part) {
        return "  " + who + " failed on " + part.workerId() + ": " + part.cause();
    }

    /** The message for a connector that does not run in time. */
    String late(Duration timeout) {
        return "connector " + connector.name() + " at " + connect.url() + ": all tasks must run within "
                + timeout.toSeconds() + " s, got "
                + status.map(RunningWait::states).orElse("no status")
                + "; check the workers' logs or allow more time";
    }

    private static String states(ConnectorStatus status) {
        return "connector " + status.connector().state() + ", tasks "
                + status.tasks().stream().map(task -> task.part().state()).toList();
    }
}

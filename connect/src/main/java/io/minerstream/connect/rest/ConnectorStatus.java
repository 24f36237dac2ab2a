package io.minerstream.connect.rest;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * How a connector and its tasks are doing.
 *
 * @param name the connector's name
 * @param connector its own state
 * @param tasks the tasks' states by task id; empty until the connector has started them
 */
public record ConnectorStatus(String name, Part connector, List<Task> tasks) {

    /** All that Debezium says of a connection that it cannot open, for whatever reason. */
    private static final String NO_DATABASE = "Unable to determine Dialect without JDBC metadata";

    private static final String NO_DATABASE_HINT =
            "; the worker must reach the database and log in: check connection.url, connection.username and the password that "
                    + "the reference names on the worker (its log has the database's answer)";

    /** State names of Kafka Connect. */
    public static final String RUNNING = "RUNNING";

    public static final String FAILED = "FAILED";

    public static final String PAUSED = "PAUSED";

    public static final String STOPPED = "STOPPED";

    /** Also what a worker writes when a task has ended. */
    public static final String UNASSIGNED = "UNASSIGNED";

    /**
     * One part's state.
     *
     * @param state {@code RUNNING}, {@code FAILED}, {@code PAUSED}, {@code STOPPED}, {@code UNASSIGNED}, {@code RESTARTING}
     * @param workerId host:port of the worker that has it
     * @param trace stack trace of the failure, without secrets; empty unless failed
     */
    public record Part(String state, String workerId, String trace) {

        public boolean isRunning() {
            return RUNNING.equals(state);
        }

        public boolean hasFailed() {
            return FAILED.equals(state);
        }

        /** Class and message of the innermost cause of the failure, with what to do where it does not say; empty unless failed. */
        public String cause() {
            String cause = FailureTrace.innermostCause(trace);
            return cause.contains(NO_DATABASE) ? cause + NO_DATABASE_HINT : cause;
        }
    }

    /**
     * A task.
     *
     * @param id from 0
     */
    public record Task(int id, Part part) {}

    public ConnectorStatus {
        tasks = List.copyOf(tasks);
    }

    /** Whether the connector and all of its tasks run, and there is at least one task. */
    public boolean isRunning() {
        return connector.isRunning()
                && !tasks.isEmpty()
                && tasks.stream().allMatch(task -> task.part().isRunning());
    }

    /** Whether the connector is paused, and each of its tasks is, unless it failed. */
    public boolean isPaused() {
        return PAUSED.equals(connector.state())
                && tasks.stream()
                        .allMatch(task -> PAUSED.equals(task.part().state())
                                || task.part().hasFailed());
    }

    /** Whether the connector is stopped and none of its tasks works any more: they are gone, have ended or had failed. */
    public boolean isStopped() {
        return STOPPED.equals(connector.state())
                && tasks.stream()
                        .allMatch(task -> UNASSIGNED.equals(task.part().state())
                                || task.part().hasFailed());
    }

    /** Whether somebody paused or stopped the connector. */
    public boolean isHeld() {
        return PAUSED.equals(connector.state()) || STOPPED.equals(connector.state());
    }

    /** Whether each part runs or has failed: the outcome of a start. */
    public boolean isStarted() {
        return hasOutcome(connector)
                && (connector.hasFailed() || !tasks.isEmpty())
                && tasks.stream().allMatch(task -> hasOutcome(task.part()));
    }

    private static boolean hasOutcome(Part part) {
        return part.isRunning() || part.hasFailed();
    }

    /** The states of all parts, for messages. */
    public String states() {
        return "connector " + connector.state() + ", tasks "
                + tasks.stream().map(task -> task.part().state()).toList();
    }

    /** Whether the connector or one of its tasks failed. */
    public boolean hasFailed() {
        return connector.hasFailed()
                || tasks.stream().anyMatch(task -> task.part().hasFailed());
    }

    /** The innermost cause of the first part that failed, {@link Part#cause}; empty when none has. */
    public Optional<String> failure() {
        return Stream.concat(Stream.of(connector), tasks.stream().map(Task::part))
                .filter(Part::hasFailed)
                .map(part -> part.cause().isEmpty() ? "no reason given" : part.cause())
                .findFirst();
    }
}

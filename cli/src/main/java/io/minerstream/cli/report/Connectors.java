package io.minerstream.cli.report;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import io.minerstream.connect.rest.ConnectorStatus;
import io.minerstream.pipeline.sink.DeadLetters;
import io.minerstream.pipeline.sink.SinkSettings;
import io.minerstream.pipeline.sink.SinkStates;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The sink connectors for people and, as JSON, for programs.
 *
 * @param findings properties of existing tables that would stop the sinks
 * @param deadLetters empty when the topic was not read
 */
public record Connectors(
        List<Connector> connectors,
        List<String> notDeployed,
        List<String> findings,
        Optional<DeadLetters> deadLetters) {

    /** Kinds of reasons that people are shown. */
    private static final int SHOWN_REASONS = 5;

    /** @param sink which connector it is */
    record Connector(String name, String sink, @JsonUnwrapped Part part, List<Task> tasks) {}

    record Task(int id, @JsonUnwrapped Part part) {}

    /**
     * A connector or task.
     *
     * @param problem the innermost cause; empty unless failed
     * @param trace the stack trace; empty unless failed, and wanted
     */
    record Part(String state, String workerId, String problem, Optional<String> trace) {

        static Part of(ConnectorStatus.Part part, boolean withTraces) {
            return new Part(
                    part.state(),
                    part.workerId(),
                    part.cause(),
                    Optional.of(part.trace()).filter(trace -> withTraces && part.hasFailed()));
        }

        String text(Messages messages) {
            String part = messages.text("sink.part", state, workerId);
            return problem.isEmpty() ? part : messages.text("text.detail", part, problem);
        }
    }

    /** Connectors that were just deployed. */
    public static Connectors deployed(SinkSettings.Deployed deployed) {
        return new Connectors(connectors(deployed.sinks(), false), List.of(), deployed.findings(), Optional.empty());
    }

    /**
     * The connectors that are deployed, and the names of those that are not.
     *
     * @param withTraces whether failed parts have their stack traces
     */
    public static Connectors of(SinkStates sinks, Optional<DeadLetters> deadLetters, boolean withTraces) {
        return new Connectors(connectors(sinks, withTraces), sinks.missing(), List.of(), deadLetters);
    }

    private static List<Connector> connectors(SinkStates sinks, boolean withTraces) {
        return sinks.deployed().stream()
                .map(sink -> new Connector(
                        sink.status().name(),
                        sink.kind(),
                        Part.of(sink.status().connector(), withTraces),
                        sink.status().tasks().stream()
                                .map(task -> new Task(task.id(), Part.of(task.part(), withTraces)))
                                .toList()))
                .toList();
    }

    /** A line for each connector, followed by its tasks; then what else a person must know. */
    public List<String> lines(Messages messages) {
        List<String> lines = new ArrayList<>();
        for (Connector connector : connectors) {
            lines.add(messages.text(
                    "text.detail",
                    messages.text("text.aside", connector.name(), connector.sink()),
                    connector.part().text(messages)));
            connector.part().trace().ifPresent(trace -> trace.lines().forEach(lines::add));
            for (Task task : connector.tasks()) {
                lines.add(
                        "  " + messages.text("sink.task", task.id(), task.part().text(messages)));
                task.part().trace().ifPresent(trace -> trace.lines().forEach(lines::add));
            }
        }
        notDeployed.forEach(name -> lines.add(messages.text("sink.not.deployed", name)));
        lines.addAll(findings);
        deadLetters.ifPresent(dead -> {
            lines.add(messages.text("sink.dead.letters", dead.topic(), dead.count(), dead.examined()));
            dead.reasons().stream()
                    .limit(SHOWN_REASONS)
                    .forEach(reason -> lines.add("  "
                            + messages.text("sink.dead.reason", reason.count(), reason.connector(), reason.text())));
        });
        return lines;
    }
}

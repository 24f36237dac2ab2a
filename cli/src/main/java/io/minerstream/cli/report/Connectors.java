package io.minerstream.cli.report;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import io.minerstream.connect.rest.ConnectorStatus;
import java.util.ArrayList;
import java.util.List;

/** The sink connectors for people and, as JSON, for programs. */
public record Connectors(List<Connector> connectors, List<String> notDeployed) {

    record Connector(String name, @JsonUnwrapped Part part, List<Task> tasks) {}

    record Task(int id, @JsonUnwrapped Part part) {}

    /** @param problem the innermost cause; empty unless failed */
    record Part(String state, String workerId, String problem) {

        static Part of(ConnectorStatus.Part part) {
            return new Part(part.state(), part.workerId(), part.cause());
        }

        String text(Messages messages) {
            String part = messages.text("sink.part", state, workerId);
            return problem.isEmpty() ? part : messages.text("text.detail", part, problem);
        }
    }

    /** The connectors that are deployed, and the names of those that are not. */
    public static Connectors of(List<ConnectorStatus> deployed, List<String> notDeployed) {
        return new Connectors(
                deployed.stream()
                        .map(status -> new Connector(
                                status.name(),
                                Part.of(status.connector()),
                                status.tasks().stream()
                                        .map(task -> new Task(task.id(), Part.of(task.part())))
                                        .toList()))
                        .toList(),
                notDeployed);
    }

    /** A line for each connector, followed by its tasks. */
    public List<String> lines(Messages messages) {
        List<String> lines = new ArrayList<>();
        for (Connector connector : connectors) {
            lines.add(messages.text(
                    "text.detail", connector.name(), connector.part().text(messages)));
            for (Task task : connector.tasks()) {
                lines.add(
                        "  " + messages.text("sink.task", task.id(), task.part().text(messages)));
            }
        }
        notDeployed.forEach(name -> lines.add(messages.text("sink.not.deployed", name)));
        return lines;
    }
}

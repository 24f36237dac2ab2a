package io.minerstream.pipeline.sink;

import io.minerstream.connect.rest.ConnectorStatus;
import io.minerstream.connect.sink.SinkDeployment;
import java.util.Optional;
import java.util.stream.Stream;

/** Whether rows can land at all. */
public final class SinkHealth {

    private SinkHealth() {}

    /** What is wrong with a connector, in words; empty when it runs. */
    public static Optional<String> of(SinkDeployment sink, String name) {
        Optional<ConnectorStatus> status = sink.status(name);
        if (status.isEmpty()) {
            return Optional.of("connector " + name + " is not deployed");
        }
        return status.get().hasFailed()
                ? Optional.of("connector " + name + " has failed: " + cause(status.get()))
                : Optional.empty();
    }

    /** The innermost cause of the first failed part. */
    private static String cause(ConnectorStatus status) {
        String trace = Stream.concat(
                        Stream.of(status.connector()), status.tasks().stream().map(ConnectorStatus.Task::part))
                .filter(ConnectorStatus.Part::hasFailed)
                .map(ConnectorStatus.Part::trace)
                .findFirst()
                .orElse("");
        return trace.lines()
                .filter(line -> line.startsWith("Caused by: "))
                .reduce((first, second) -> second)
                .or(() -> trace.lines().findFirst())
                .orElse("no reason given");
    }
}

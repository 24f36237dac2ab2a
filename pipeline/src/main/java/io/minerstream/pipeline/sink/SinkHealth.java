package io.minerstream.pipeline.sink;

import io.minerstream.connect.rest.ConnectClient;
import io.minerstream.connect.rest.ConnectorStatus;
import io.minerstream.schemas.wait.Deadline;
import java.time.Duration;
import java.util.Optional;
import java.util.stream.Stream;

/** Whether a connector runs. Not thread-safe. */
public final class SinkHealth {

    private static final Duration INTERVAL = Duration.ofSeconds(3);

    private final ConnectClient connect;
    private final String connector;
    private Deadline next = Deadline.in(INTERVAL);

    public SinkHealth(ConnectClient connect, String connector) {
        this.connect = connect;
        this.connector = connector;
    }

    /** The problem of the connector, in words; empty when it runs. */
    public Optional<String> problem() {
        Optional<ConnectorStatus> status = connect.status(connector);
        if (status.isEmpty()) {
            return Optional.of("connector " + connector + " is not deployed");
        }
        return status.get().hasFailed()
                ? Optional.of("connector " + connector + " has failed: " + cause(status.get()))
                : Optional.empty();
    }

    /** As {@link #problem}, for poll loops: asks Connect every 3 s only; empty in between. */
    public Optional<String> problemIfDue() {
        if (!next.isOver()) {
            return Optional.empty();
        }
        next = Deadline.in(INTERVAL);
        return problem();
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

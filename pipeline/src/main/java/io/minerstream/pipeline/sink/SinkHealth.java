package io.minerstream.pipeline.sink;

import io.minerstream.connect.rest.ConnectClient;
import io.minerstream.connect.rest.ConnectorStatus;
import io.minerstream.schemas.wait.Deadline;
import java.time.Duration;
import java.util.Optional;

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

    /** The problem of the connector, with the innermost cause; empty when it runs. */
    public Optional<String> problem() {
        Optional<ConnectorStatus> status = connect.status(connector);
        if (status.isEmpty()) {
            return Optional.of("connector " + connector + " is not deployed");
        }
        if (status.get().isHeld()) {
            return Optional.of("connector " + connector + " is paused or stopped");
        }
        return failureOf(status.get());
    }

    /** As {@link #problem}, but nothing is wrong with a connector that is not deployed. */
    public Optional<String> failure() {
        return connect.status(connector).flatMap(this::failureOf);
    }

    private Optional<String> failureOf(ConnectorStatus status) {
        return status.failure().map(cause -> "connector " + connector + " has failed: " + cause);
    }

    /** As {@link #problem}, for poll loops: asks Connect every 3 s only; empty in between. */
    public Optional<String> problemIfDue() {
        if (!next.isOver()) {
            return Optional.empty();
        }
        next = Deadline.in(INTERVAL);
        return problem();
    }
}

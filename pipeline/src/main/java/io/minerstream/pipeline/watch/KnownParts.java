package io.minerstream.pipeline.watch;

import io.minerstream.connect.rest.ConnectClient;
import io.minerstream.connect.rest.ConnectUnavailableException;
import io.minerstream.connect.sink.Sink;
import io.minerstream.pipeline.PipelineException;
import io.minerstream.pipeline.connection.Connections;
import io.minerstream.pipeline.sink.SinkHealth;
import io.minerstream.pipeline.validator.Validators;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.common.KafkaException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The parts that commands need. Each check says who does not answer in the words of the part's own client. */
final class KnownParts {

    private static final Logger LOG = LoggerFactory.getLogger(KnownParts.class);

    private KnownParts() {}

    /** Those of a run. */
    static List<Part> ofRun(Connections connections, boolean landed, boolean judged) {
        List<Part> parts = kafka(connections);
        if (landed) {
            ConnectClient connect = connections.connect();
            SinkHealth health = new SinkHealth(connect, Sink.TELEMETRY.connectorName());
            parts.add(worker(connect));
            parts.add(sink(Sink.TELEMETRY.connectorName(), health::problem));
            parts.add(database(connections));
        }
        if (judged) {
            parts.add(validator(connections));
        }
        return parts;
    }

    /** All whose addresses are known, and the connectors that are deployed. */
    static List<Part> ofSession(Connections connections) {
        List<Part> parts = kafka(connections);
        if (connections.hasConnect()) {
            ConnectClient connect = connections.connect();
            parts.add(worker(connect));
            for (Sink sink : Sink.values()) {
                String name = sink.connectorName();
                parts.add(sink(name, new SinkHealth(connect, name)::failure));
            }
        }
        if (connections.hasWarehouse()) {
            parts.add(database(connections));
        }
        return parts;
    }

    /** All of an embedded stack. */
    static List<Part> ofStack(Connections connections) {
        List<Part> parts = ofSession(connections);
        parts.add(validator(connections));
        return parts;
    }

    private static List<Part> kafka(Connections connections) {
        List<Part> parts = new ArrayList<>();
        parts.add(new Part("Kafka", () -> connections.openAdmin().close()));
        parts.add(new Part("schema registry", connections::probeRegistry));
        return parts;
    }

    private static Part worker(ConnectClient connect) {
        return new Part("Kafka Connect", connect::version);
    }

    private static Part database(Connections connections) {
        return new Part("PostgreSQL", () -> connections.withWarehouse(database -> null));
    }

    private static Part sink(String connector, Health health) {
        return new Part("connector " + connector, () -> {
            try {
                health.problem().ifPresent(problem -> {
                    throw PipelineException.failed(
                            "sink: %s; mend the cause, then run `minerstream sink deploy`".formatted(problem));
                });
            } catch (ConnectUnavailableException e) {
                LOG.atDebug().setCause(e).log("Kafka Connect is a part of its own");
            }
        });
    }

    private interface Health {
        Optional<String> problem();
    }

    private static Part validator(Connections connections) {
        return new Part("validator", () -> {
            try {
                if (!Validators.isRunning(connections)) {
                    throw PipelineException.unreachable(
                            "validator: must run, but its consumer group has no member; see its log, and start it again",
                            null);
                }
            } catch (KafkaException e) {
                LOG.atDebug().setCause(e).log("Kafka is a part of its own");
            }
        });
    }
}

package io.minerstream.pipeline.embedded;

import io.minerstream.connect.rest.ConnectorStatus;
import io.minerstream.pipeline.Background;
import io.minerstream.pipeline.PipelineException;
import io.minerstream.pipeline.Teardown;
import io.minerstream.pipeline.connection.Connections;
import io.minerstream.pipeline.setup.Preparation;
import io.minerstream.pipeline.setup.TopicSettings;
import io.minerstream.pipeline.sink.SinkSettings;
import io.minerstream.pipeline.validator.Validators;
import io.minerstream.schemas.topic.TopicNames;
import io.minerstream.stack.LocalStack;
import io.minerstream.stack.StackConfig;
import io.minerstream.stack.StackStartException;
import io.minerstream.validator.TelemetryValidator;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.common.errors.InterruptException;

/** An embedded stack with all that a run needs on it: tables, topics, contracts, validator, sinks. */
public final class EmbeddedPipeline {

    private static final Duration GRACE_PERIOD = Duration.ofSeconds(10);
    private static final short ONE_REPLICA = 1;

    private final LocalStack stack;
    private final Connections connections;
    private final StackSummary summary;

    private EmbeddedPipeline(LocalStack stack, Connections connections, Duration startup) {
        this.stack = stack;
        this.connections = connections;
        this.summary = new StackSummary(stack.endpoints(), startup);
    }

    /**
     * Starts everything, and returns when all of it answers.
     *
     * @param teardown takes over what must be closed
     */
    public static EmbeddedPipeline start(StackConfig config, EmbeddedListener listener, Teardown teardown)
            throws StackStartException, InterruptedException {
        long start = System.nanoTime();
        LocalStack stack = teardown.add(LocalStack.create(config, listener));
        stack.start();
        Connections connections = Connections.embedded(stack.endpoints(), TopicNames.DEFAULT);
        Preparation.ofAll(connections, new TopicSettings(null, ONE_REPLICA), null)
                .prepare();
        Path state = stack.endpoints().dataDirectory().resolve("validator");
        TelemetryValidator validator =
                teardown.add(Validators.create(connections, state, 1, GRACE_PERIOD, listener::validatorFailed));
        // Neither needs the other, and each waits for Kafka most of the time.
        Background<List<ConnectorStatus>> sinks = Background.start(
                "minerstream-sinks", () -> SinkSettings.deploy(connections, null, ONE_REPLICA, Map.of()));
        Validators.start(validator);
        listener.validatorStarted();
        sinks.join();
        listener.sinksStarted();
        return new EmbeddedPipeline(stack, connections, Duration.ofNanos(System.nanoTime() - start));
    }

    /** Addresses of its parts. */
    public Connections connections() {
        return connections;
    }

    /** Its addresses, and how long the start took. */
    public StackSummary summary() {
        return summary;
    }

    /**
     * Blocks while everything runs.
     *
     * @throws PipelineException when a part ends by itself
     */
    public void awaitExit() {
        try {
            Optional<String> exit = stack.awaitExit();
            if (exit.isPresent()) {
                throw PipelineException.failed(exit.get());
            }
        } catch (InterruptedException e) {
            throw new InterruptException(e);
        }
    }
}

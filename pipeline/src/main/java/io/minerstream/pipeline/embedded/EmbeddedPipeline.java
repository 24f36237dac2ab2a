package io.minerstream.pipeline.embedded;

import io.minerstream.connect.sink.SinkDeployment;
import io.minerstream.pipeline.PipelineException;
import io.minerstream.pipeline.PipelineException.Kind;
import io.minerstream.pipeline.Teardown;
import io.minerstream.pipeline.connection.Connections;
import io.minerstream.pipeline.setup.Preparation;
import io.minerstream.pipeline.sink.SinkSettings;
import io.minerstream.pipeline.validator.Validators;
import io.minerstream.schemas.topic.TopicNames;
import io.minerstream.stack.LocalStack;
import io.minerstream.stack.StackConfig;
import io.minerstream.stack.StackStartException;
import io.minerstream.stack.UnexpectedExit;
import io.minerstream.validator.TelemetryValidator;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.common.errors.InterruptException;

/** An embedded stack with all that a run needs on it: tables, topics, contracts, validator, sinks. */
public final class EmbeddedPipeline {

    private static final Duration SINK_TIMEOUT = Duration.ofSeconds(90);
    private static final Duration SETTLE = Duration.ofSeconds(10);
    private static final short ONE_REPLICA = 1;

    private final LocalStack stack;
    private final Connections connections;
    private final StackSummary summary;
    private final AtomicReference<Throwable> validatorFailure;

    private EmbeddedPipeline(
            LocalStack stack, Connections connections, Duration startup, AtomicReference<Throwable> validatorFailure) {
        this.stack = stack;
        this.connections = connections;
        this.summary = new StackSummary(stack.endpoints(), startup);
        this.validatorFailure = validatorFailure;
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
        Preparation.tables(connections);
        Preparation.prepare(connections, null, ONE_REPLICA, null);
        AtomicReference<Throwable> failure = new AtomicReference<>();
        Path state = stack.endpoints().dataDirectory().resolve("validator");
        TelemetryValidator validator = teardown.add(Validators.create(connections, state, 1, SETTLE, failure::set));
        // Neither needs the other, and each waits for Kafka most of the time.
        CompletableFuture<Void> sinks = CompletableFuture.runAsync(() -> deploySinks(connections));
        Validators.start(validator);
        listener.validatorStarted();
        join(sinks);
        listener.sinksStarted();
        return new EmbeddedPipeline(stack, connections, Duration.ofNanos(System.nanoTime() - start), failure);
    }

    private static void deploySinks(Connections connections) {
        new SinkDeployment(connections.connect())
                .deployAll(SinkSettings.all(connections, null, ONE_REPLICA), SINK_TIMEOUT);
    }

    private static void join(CompletableFuture<Void> future) {
        try {
            future.join();
        } catch (CompletionException e) {
            if (e.getCause() instanceof RuntimeException cause) {
                throw cause;
            }
            throw e;
        }
    }

    /** Addresses for other parts of the command. */
    public Connections connections() {
        return connections;
    }

    /** Addresses for people, and how long the start took. */
    public StackSummary summary() {
        return summary;
    }

    /**
     * Blocks while everything runs.
     *
     * @throws PipelineException when a part ends that nobody stopped
     */
    public void awaitExit() {
        try {
            Optional<UnexpectedExit> exit = stack.awaitExit();
            if (exit.isPresent()) {
                throw new PipelineException(Kind.FAILED, exit.get().message());
            }
        } catch (InterruptedException e) {
            throw new InterruptException(e);
        }
    }

    /** The failure that stopped the validator; empty while it runs. */
    public Optional<Throwable> validatorFailure() {
        return Optional.ofNullable(validatorFailure.get());
    }
}

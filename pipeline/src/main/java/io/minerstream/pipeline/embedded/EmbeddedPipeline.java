package io.minerstream.pipeline.embedded;

import io.minerstream.connect.warehouse.WarehouseSchema;
import io.minerstream.pipeline.PipelineException;
import io.minerstream.pipeline.Scope;
import io.minerstream.pipeline.Teardown;
import io.minerstream.pipeline.connection.Connections;
import io.minerstream.pipeline.setup.Preparation;
import io.minerstream.pipeline.setup.TopicSettings;
import io.minerstream.pipeline.sink.SinkSettings;
import io.minerstream.pipeline.validator.ValidatorSettings;
import io.minerstream.pipeline.validator.Validators;
import io.minerstream.pipeline.watch.PartsWatch;
import io.minerstream.schemas.topic.TopicNames;
import io.minerstream.stack.Component;
import io.minerstream.stack.LocalStack;
import io.minerstream.stack.StackConfig;
import io.minerstream.stack.StackStartException;
import io.minerstream.validator.TelemetryValidator;
import io.minerstream.validator.policy.Policies;
import java.nio.file.Path;
import java.sql.Connection;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.state.BuiltInDslStoreSuppliers.InMemoryDslStoreSuppliers;

/**
 * An embedded stack with all that a run needs on it: tables, topics, contracts, validator, sinks. The end of any part, and a
 * failure of the validator, ends everything that {@link #during} and {@link #awaitExit} do.
 */
public final class EmbeddedPipeline {

    /** How long the validator waits for missing records unless a caller says otherwise. */
    public static final Duration GRACE_PERIOD = Duration.ofSeconds(10);

    private static final short ONE_REPLICA = 1;

    private final Connections connections;
    private final EmbeddedListener listener;
    private final Scope scope;
    private final Scope.Work<Void> end;
    private final StackSummary summary;

    private EmbeddedPipeline(
            Connections connections,
            EmbeddedListener listener,
            Scope scope,
            Scope.Work<Void> end,
            StackSummary summary) {
        this.connections = connections;
        this.listener = listener;
        this.scope = scope;
        this.end = end;
        this.summary = summary;
    }

    /**
     * Starts everything, and returns when all of it answers.
     *
     * @param config with broker and registry; sinks are deployed where it has Connect and PostgreSQL
     * @param gracePeriod the validator's wait for missing records
     * @param policies what the validator judges by; null for no validator
     * @param seeding done with the tables while the other parts start; not called without PostgreSQL
     * @param teardown takes over what must be closed
     * @throws StackStartException when the stack cannot start
     * @throws PipelineException when a part ends, or all are closed, meanwhile
     */
    public static EmbeddedPipeline start(
            StackConfig config,
            Duration gracePeriod,
            Policies policies,
            Consumer<Connections> seeding,
            EmbeddedListener listener,
            Teardown teardown)
            throws StackStartException, InterruptedException {
        long start = System.nanoTime();
        LocalStack stack = teardown.add(LocalStack.create(config, listener));
        stack.begin();
        Scope scope = new Scope();
        teardown.add(scope);
        Scope.Work<Void> end = scope.start("minerstream-stack", () -> awaitEnd(stack));
        try {
            List<Scope.Work<Void>> works = new ArrayList<>();
            if (config.components().contains(Component.POSTGRES)) {
                works.add(run(scope, "minerstream-tables", () -> {
                    Connections warehouse = await(stack, Component.POSTGRES);
                    warehouse.withWarehouse(EmbeddedPipeline::createTables);
                    seeding.accept(warehouse);
                }));
            }
            Scope.Work<Void> topics = run(scope, "minerstream-topics", () -> preparation(await(stack, Component.BROKER))
                    .createTopics());
            works.add(topics);
            Scope.Work<Connections> servers =
                    scope.start("minerstream-servers", () -> await(stack, Component.BROKER, Component.REGISTRY));
            Scope.Work<Void> contracts = run(scope, "minerstream-contracts", () -> preparation(servers.join())
                    .registerContracts());
            works.add(contracts);
            if (policies != null) {
                works.add(run(scope, "minerstream-validator", () -> {
                    Connections connections = servers.join();
                    Path state =
                            connections.stack().orElseThrow().dataDirectory().resolve("validator");
                    ValidatorSettings settings =
                            ValidatorSettings.of(state, gracePeriod).with(policies);
                    TelemetryValidator validator = Validators.create(connections, settings, stores(config), cause -> {
                        listener.validatorFailed(cause);
                        scope.fail(PipelineException.failed(
                                "validator: must keep running, stopped: " + cause.getMessage(), cause));
                    });
                    teardown.add(() -> close(validator, scope, stack));
                    topics.join();
                    Validators.start(validator);
                    listener.validatorStarted();
                }));
            }
            Connections all = Connections.embedded(stack.awaitStart().endpoints(), TopicNames.DEFAULT);
            if (all.hasSink()) {
                works.add(run(scope, "minerstream-sinks", () -> {
                    topics.join();
                    contracts.join();
                    SinkSettings.deploy(all, SinkSettings.Request.ofStack())
                            .findings()
                            .forEach(listener::tableFinding);
                    listener.sinksStarted();
                }));
            }
            works.forEach(Scope.Work::join);
            Duration startup = Duration.ofNanos(System.nanoTime() - start);
            return new EmbeddedPipeline(all, listener, scope, end, new StackSummary(stack.endpoints(), startup));
        } catch (CancellationException e) {
            throw PipelineException.failed("the stack was closed while it was starting", e);
        }
    }

    /** Addresses of components, once these answer. */
    private static Connections await(LocalStack stack, Component... components) {
        try {
            return Connections.embedded(stack.awaitAnswer(components), TopicNames.DEFAULT);
        } catch (StackStartException e) {
            throw PipelineException.failed(e.getMessage(), e);
        } catch (InterruptedException e) {
            throw new InterruptException(e);
        }
    }

    private static Preparation preparation(Connections connections) {
        return Preparation.ofAll(connections, new TopicSettings(null, ONE_REPLICA), null);
    }

    /** State that is deleted with the stack needs no disk: 25 databases at each start. */
    private static Map<String, String> stores(StackConfig config) {
        return config.temporary()
                ? Map.of(StreamsConfig.DSL_STORE_SUPPLIERS_CLASS_CONFIG, InMemoryDslStoreSuppliers.class.getName())
                : Map.of();
    }

    private static void close(TelemetryValidator validator, Scope scope, LocalStack stack) {
        // First: what is stopped on purpose is no failure.
        scope.close();
        if (stack.hasLostBroker()) {
            validator.close(Duration.ZERO);
        } else {
            validator.close();
        }
    }

    private static Void createTables(Connection database) {
        WarehouseSchema.create(database);
        return null;
    }

    private static Scope.Work<Void> run(Scope scope, String name, Runnable work) {
        return scope.start(name, () -> {
            work.run();
            return null;
        });
    }

    private static Void awaitEnd(LocalStack stack) {
        try {
            stack.awaitExit().ifPresent(exit -> {
                throw PipelineException.failed(exit);
            });
            return null;
        } catch (InterruptedException e) {
            throw new InterruptException(e);
        }
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
     * Does work that needs all parts, on another thread.
     *
     * @throws PipelineException when a part ends by itself; the work is interrupted
     */
    public <T> T during(Supplier<T> work) {
        return scope.start("minerstream-work", work).join();
    }

    /**
     * Blocks while everything runs. The listener is told about parts that do not answer, and sinks that have failed.
     *
     * @throws PipelineException when a part ends by itself
     */
    public void awaitExit() {
        PartsWatch.ofStack(connections, listener).report(scope);
        try {
            end.join();
        } catch (CancellationException closed) {
            return;
        }
    }
}

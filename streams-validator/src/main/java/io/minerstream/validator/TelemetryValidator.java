package io.minerstream.validator;

import io.minerstream.schemas.serde.RegistryException;
import io.minerstream.schemas.serde.RegistryUnavailableException;
import io.minerstream.validator.input.BatchingClients;
import io.minerstream.validator.input.RegistryWait;
import io.minerstream.validator.monitor.ValidatorCounters;
import io.minerstream.validator.topology.ValidatorTopology;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Properties;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.RetriableException;
import org.apache.kafka.streams.CloseOptions;
import org.apache.kafka.streams.CloseOptions.GroupMembershipOperation;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.KafkaStreams.State;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.errors.StreamsException;
import org.apache.kafka.streams.errors.StreamsUncaughtExceptionHandler.StreamThreadExceptionResponse;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One running instance of the stream validator.
 *
 * <p>After a transient failure (the registry or a broker does not answer, the registry refuses every call) the stream thread is
 * replaced, as often as needed. Any other failure stops the instance and goes to the callback. Thread-safe.
 */
public final class TelemetryValidator implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(TelemetryValidator.class);

    /** Pause between a transient failure and the next attempt. */
    private static final Duration RETRY_PAUSE = Duration.ofSeconds(1);

    private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(30);

    private final ValidatorConfig config;
    private final Consumer<Throwable> onFatal;
    private final CommittedProgress progress;

    /** Of the inputs; known from the start on. */
    private final AtomicInteger partitions = new AtomicInteger();

    private final ValidatorCounters counters = new ValidatorCounters();
    private final RegistryWait registry;
    private final KafkaStreams streams;
    private final StateMarker marker;

    /** Whether the local state can be used again after a clean end. */
    private volatile boolean usable;

    private final CompletableFuture<Void> running = new CompletableFuture<>();
    private final CountDownLatch closing = new CountDownLatch(1);

    /**
     * Creates an instance without starting or connecting it.
     *
     * @param config configuration
     * @param onFatal called on a stream thread, at most once a thread, when the instance stops because of a failure; must not
     *     call {@link #close()} itself
     */
    public TelemetryValidator(ValidatorConfig config, Consumer<Throwable> onFatal) {
        this(config, onFatal, state -> {});
    }

    /**
     * As {@link #TelemetryValidator(ValidatorConfig, Consumer)}.
     *
     * @param onState called on a stream thread with every new state of Kafka Streams
     */
    public TelemetryValidator(ValidatorConfig config, Consumer<Throwable> onFatal, Consumer<State> onState) {
        this.config = config;
        this.onFatal = Objects.requireNonNull(onFatal, "onFatal");
        Properties properties = new Properties();
        properties.putAll(StreamsProperties.of(config));
        properties.put(ValidatorCounters.SETTING, counters);
        this.registry = new RegistryWait(config.judge().gracePeriod());
        Map<String, Object> registryConfig = new HashMap<>(config.registry());
        registryConfig.put(RegistryWait.SETTING, registry);
        this.progress = new CommittedProgress(config.kafka(), config.applicationId());
        Topology topology = ValidatorTopology.build(
                config.topics(),
                config.source(),
                config.judge(),
                progress,
                partitions::get,
                registryConfig,
                new StreamsConfig(properties));
        this.marker = new StateMarker(config.stateDir().resolve(config.applicationId() + ".open"));
        this.streams = new KafkaStreams(
                topology, properties, new BatchingClients(config.source().judged(config.applicationId())));
        streams.setUncaughtExceptionHandler(this::handle);
        streams.setStateListener((state, before) -> {
            stateChanged(state);
            onState.accept(state);
        });
    }

    /**
     * Checks the topics and starts. Returns before the instance has its partitions: see {@link #awaitRunning}. After a kill or a
     * failure, the local state is deleted first, and restored from the changelogs.
     *
     * @throws IllegalStateException when a topic is missing or the inputs are not co-partitioned, or on a second call
     * @throws KafkaException when the cluster cannot be asked, or the local state not be opened; the next start deletes that
     */
    public void start() {
        Map<String, Object> admin = new HashMap<>(config.kafka());
        try (Admin client = Admin.create(admin)) {
            partitions.set(InputTopics.require(client, config.topics(), config.source()));
        }
        if (!marker.set()) {
            LOG.info("the last instance on {} was killed or failed; its state is restored", config.stateDir());
            streams.cleanUp();
        }
        try {
            streams.start();
        } catch (StreamsException e) {
            throw withReason(e);
        }
        usable = true;
    }

    /**
     * Waits until the instance has its partitions and their state, for the first time.
     *
     * @throws TimeoutException when that takes longer
     * @throws KafkaException when the instance stopped because of a failure, or was closed
     */
    public void awaitRunning(Duration timeout) throws TimeoutException {
        try {
            running.get(timeout.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException e) {
            throw new KafkaException(
                    "the stream validator stopped: " + e.getCause().getMessage(), e.getCause());
        } catch (InterruptedException e) {
            throw new InterruptException(e);
        } catch (TimeoutException e) {
            throw (TimeoutException) new TimeoutException("the stream validator: must run within %s s, is in state %s"
                            .formatted(timeout.toSeconds(), streams.state()))
                    .initCause(e);
        }
    }

    /** State of Kafka Streams, for monitoring. */
    public State state() {
        return streams.state();
    }

    /** The reason why it waits for the schema registry; null when it does not. */
    public String waitsFor() {
        return registry.reason();
    }

    /** What it was created with. */
    public ValidatorConfig config() {
        return config;
    }

    /** The application behind it, for queries and metrics; only this class starts and stops it. */
    public KafkaStreams streams() {
        return streams;
    }

    /** What it has found since it started. */
    public ValidatorCounters counters() {
        return counters;
    }

    /** Commits, stops and leaves the consumer group; waits at most 30 s. Idempotent. */
    @Override
    public void close() {
        close(CLOSE_TIMEOUT);
    }

    /** As {@link #close()}, which waits for a broker that is not there any more; zero does not wait. */
    public void close(Duration limit) {
        closing.countDown();
        registry.close();
        // By default the instance stays a member for a session timeout, in which its partitions are not judged.
        CloseOptions options = CloseOptions.groupMembershipOperation(GroupMembershipOperation.LEAVE_GROUP)
                .withTimeout(limit);
        boolean closed = streams.close(options);
        progress.close();
        if (!closed) {
            LOG.atWarn()
                    .addKeyValue("state", streams.state())
                    .log(
                            "the stream validator did not stop within {} s; the next start repeats its uncommitted"
                                    + " work",
                            limit.toSeconds());
        } else if (usable) {
            marker.remove();
        }
    }

    private void stateChanged(State state) {
        if (state == State.RUNNING) {
            running.complete(null);
        } else if (state == State.ERROR || state == State.NOT_RUNNING) {
            // After a fatal failure the future already has it.
            running.completeExceptionally(new IllegalStateException("it is in state " + state));
        }
    }

    private StreamThreadExceptionResponse handle(Throwable failure) {
        if (isTransient(failure)) {
            noteRegistry(failure);
            LOG.atWarn()
                    .setCause(failure)
                    .log(
                            "a stream thread failed for a transient reason; it is replaced in {} s",
                            RETRY_PAUSE.toSeconds());
            pause();
            return StreamThreadExceptionResponse.REPLACE_THREAD;
        }
        usable = false;
        StreamsException told = withReason(failure);
        running.completeExceptionally(told);
        onFatal.accept(told);
        return StreamThreadExceptionResponse.SHUTDOWN_CLIENT;
    }

    /** Kafka Streams often says what it did, and only its cause why that failed. */
    private static StreamsException withReason(Throwable failure) {
        Throwable reason = failure;
        while (reason.getCause() != null) {
            reason = reason.getCause();
        }
        String message = String.valueOf(failure.getMessage());
        String why = String.valueOf(reason.getMessage());
        return new StreamsException(message.contains(why) ? message : message + ": " + why, failure);
    }

    private void noteRegistry(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof RegistryUnavailableException || isOfEveryCall(cause)) {
                registry.failed(cause.getMessage());
            }
        }
    }

    /** Whether any cause is a retriable one, or a registry that refuses every call until somebody mends its settings. */
    static boolean isTransient(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof RetriableException || isOfEveryCall(cause)) {
                return true;
            }
        }
        return false;
    }

    private static boolean isOfEveryCall(Throwable cause) {
        return cause instanceof RegistryException refusal && refusal.isOfEveryCall();
    }

    /** Waits until the next attempt, or until {@link #close()}. */
    private void pause() {
        try {
            if (closing.await(RETRY_PAUSE.toMillis(), TimeUnit.MILLISECONDS)) {
                LOG.debug("closing, no further wait");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}

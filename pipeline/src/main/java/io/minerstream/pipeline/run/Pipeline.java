package io.minerstream.pipeline.run;

import io.minerstream.connect.warehouse.TelemetryTable;
import io.minerstream.pipeline.PipelineException;
import io.minerstream.pipeline.Scope;
import io.minerstream.pipeline.Teardown;
import io.minerstream.pipeline.connection.Connections;
import io.minerstream.pipeline.setup.Preparation;
import io.minerstream.pipeline.setup.TelemetryMonths;
import io.minerstream.pipeline.setup.TopicSettings;
import io.minerstream.pipeline.validator.Validators;
import io.minerstream.pipeline.watch.PartsWatch;
import io.minerstream.pipeline.watch.WatchListener;
import io.minerstream.producer.fleet.Fleet;
import io.minerstream.producer.fleet.FleetSource;
import io.minerstream.producer.kafka.PreflightException;
import io.minerstream.producer.live.ExistingCoverage;
import io.minerstream.producer.live.LiveListener;
import io.minerstream.producer.live.LiveResult;
import io.minerstream.producer.live.LiveSession;
import io.minerstream.producer.live.LiveSpec;
import io.minerstream.producer.pacing.RateProfile;
import io.minerstream.producer.pacing.Sleeper;
import io.minerstream.producer.preflight.RunPreview;
import io.minerstream.producer.publish.RunResult;
import io.minerstream.producer.publish.TelemetryPublisher;
import io.minerstream.producer.run.RunSpec;
import io.minerstream.schemas.run.TimeRange;
import io.minerstream.schemas.serde.RegistryConfig;
import io.minerstream.schemas.topic.TopicCatalog;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import java.util.function.Supplier;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;

/**
 * Takes runs through the whole chain: publish, judgement by the stream validator, landing in the warehouse, checks in SQL.
 * Also generates it in real time, see {@link LiveSession}. Immutable and thread-safe; generators of one site and shard fence
 * each other.
 *
 * <pre>{@code
 * Pipeline pipeline = new Pipeline(connections, Clock.systemUTC());
 * RunRequest run = new RunRequest(fleet, pipeline.identify(spec), true);
 * pipeline.prepare(run, TopicSettings.DEFAULT);
 * RunOutcome outcome = pipeline.execute(run, PipelineListener.NONE);
 * }</pre>
 */
public final class Pipeline {

    private static final Duration CANCEL_TIMEOUT = Duration.ofSeconds(10);

    /** A live time point that is being written when a signal comes is committed, unless it takes longer than this. */
    private static final Duration STOP_TIMEOUT = Duration.ofSeconds(5);

    /** About two minutes, as Kafka has: a live session asks the registry at each midnight, and nobody may be there. */
    private static final String LIVE_REGISTRY_RETRIES = "9";

    /** Existing rows are searched for this long after the start of a live session. */
    private static final Duration HORIZON = Duration.ofDays(3650);

    private final Connections connections;
    private final Clock clock;
    private final RateProfile rate;
    private final int threads;
    private final Function<Map<String, Object>, Producer<byte[], SpecificRecord>> producers;
    private final int withheld;

    /** A pipeline whose runs are published unthrottled, on the default number of threads. */
    public Pipeline(Connections connections, Clock clock) {
        this(connections, clock, RateProfile.MAX, TelemetryPublisher.DEFAULT_THREADS);
    }

    /**
     * A pipeline whose runs are published at a rate; in a live session it holds within each time point.
     *
     * @param threads that send readings where the rate is not limited, at least 1
     */
    public Pipeline(Connections connections, Clock clock, RateProfile rate, int threads) {
        this(connections, clock, rate, threads, KafkaProducer::new, 0);
    }

    private Pipeline(
            Connections connections,
            Clock clock,
            RateProfile rate,
            int threads,
            Function<Map<String, Object>, Producer<byte[], SpecificRecord>> producers,
            int withheld) {
        this.connections = connections;
        this.clock = clock;
        this.rate = rate;
        this.threads = threads;
        this.producers = producers;
        this.withheld = withheld;
    }

    /**
     * A pipeline whose records pass other producers than Kafka's, see {@link TelemetryPublisher#through}.
     *
     * @param others makes a producer of its settings
     * @param lost readings of a run that they do not send, at least 0: nobody waits for their rows
     */
    public Pipeline through(Function<Map<String, Object>, Producer<byte[], SpecificRecord>> others, int lost) {
        return new Pipeline(connections, clock, rate, threads, others, lost);
    }

    /**
     * The run under the id of an interrupted one with the same readings, if there is one.
     *
     * @throws PipelineException when Kafka does not answer
     */
    public RunSpec identify(RunSpec spec) {
        return publisher().identify(spec);
    }

    /**
     * A run of a fleet, which is loaded while {@link #identify} asks Kafka.
     *
     * @param follow whether to wait for verdict and rows
     * @throws RuntimeException the failure of the fleet, or else that of identify
     */
    public RunRequest request(Supplier<Fleet> fleet, RunSpec spec, boolean follow) {
        try (Scope scope = new Scope()) {
            Scope.Work<RunSpec> identified = scope.ask("minerstream-ask-runs", () -> identify(spec));
            Fleet loaded = fleet.get();
            return new RunRequest(loaded, identified.join(), follow);
        }
    }

    /**
     * What a run would write, and its blocking problems as {@link #prepare} would report them. Writes nothing.
     *
     * @throws PipelineException when a part does not answer
     */
    public RunPreview preview(RunRequest run, TopicSettings newTopics) {
        return inspect(run, preparation(run, newTopics)).preview();
    }

    private RunPreflight.Inspection inspect(RunRequest run, Preparation preparation) {
        return new RunPreflight(connections, publisher()).inspect(run, preparation);
    }

    /**
     * Makes a run possible: first checks topics, schemas, access, earlier runs, existing rows and the sink, then creates missing
     * topics, registers contracts, and makes the table's monthly partitions where it has any.
     *
     * @throws PreflightException with all blocking problems at once; nothing was written or created
     * @throws PipelineException when a part does not answer
     */
    public void prepare(RunRequest run, TopicSettings newTopics) {
        Preparation preparation = preparation(run, newTopics);
        RunPreflight.Inspection inspection = inspect(run, preparation);
        preparation.create(inspection.plan(), inspection.preview().findings());
        if (!inspection.preview().missingMonths().isEmpty()) {
            TelemetryMonths.ensure(
                    connections, run.spec().range().from(), run.spec().range().to());
        }
    }

    private Preparation preparation(RunRequest run, TopicSettings newTopics) {
        return preparation(run.spec().range().from(), newTopics);
    }

    private Preparation preparation(Instant oldest, TopicSettings newTopics) {
        return Preparation.ofAll(connections, newTopics, TopicCatalog.retentionFor(oldest, clock.instant()));
    }

    /**
     * Publishes a run, and follows it if requested. All of it has one end: the first stage or part that fails ends the others,
     * see {@link PartsWatch}. A signal that ends the JVM aborts the open transaction first.
     *
     * @throws PipelineException when no verdict comes, the sink fails or stands still, or a part does not answer any more
     * @throws io.minerstream.producer.kafka.PublishException when the run was not committed to its end
     */
    public RunOutcome execute(RunRequest run, PipelineListener listener) {
        boolean judged = run.follow() && Validators.isRunning(connections);
        AtomicBoolean committed = new AtomicBoolean();
        try (Scope scope = new Scope()) {
            boolean landed = run.follow() && connections.hasSink();
            PartsWatch.ofRun(connections, landed, judged, listener).require(scope);
            listener.stagesPlanned(stages(judged, landed));
            if (listener.wantsEarlyStages()) {
                new StageMeter(connections, listener, scope).start(run.spec(), judged, landed, committed::get);
            }
            return scope.start("minerstream-run", () -> {
                        RunResult published = publish(run, listener);
                        committed.set(true);
                        Stage publishing = new Stage(
                                Stage.Name.PUBLISH, published.recordsAcknowledged(), published.telemetryElapsed());
                        listener.stageEnded(publishing);
                        return run.follow()
                                ? new RunFollower(connections, listener, scope)
                                        .follow(run.spec(), published, withheld, publishing, judged)
                                : RunOutcome.committed(run.spec(), published, publishing);
                    })
                    .join();
        } catch (PipelineException e) {
            throw e.and(
                    committed.get()
                            ? "the run is committed: check its rows with `minerstream verify` once they are there"
                            : "the same command resumes the run at its last commit");
        }
    }

    private static List<Stage.Name> stages(boolean judged, boolean landed) {
        List<Stage.Name> stages = new ArrayList<>(List.of(Stage.Name.PUBLISH));
        if (judged) {
            stages.add(Stage.Name.VALIDATE);
        }
        if (landed) {
            stages.addAll(List.of(Stage.Name.SINK, Stage.Name.CHECKS));
        }
        return stages;
    }

    private RunResult publish(RunRequest run, PipelineListener listener) {
        TelemetryPublisher publisher = publisher();
        return Teardown.during(
                () -> {},
                () -> publisher.publish(run.fleet(), run.spec(), listener),
                new Teardown.Stop(publisher::cancel, CANCEL_TIMEOUT));
    }

    /**
     * Makes a live session possible: creates missing topics, and registers contracts.
     *
     * @throws PreflightException with all blocking problems at once; nothing was created
     * @throws PipelineException when Kafka or the registry does not answer
     */
    public void prepare(LiveSpec live, TopicSettings newTopics) {
        preparation(clock.instant().minus(live.backfill().orElse(Duration.ZERO)), newTopics)
                .prepare();
    }

    /**
     * Generates in real time until the session ends by itself. A signal that ends the JVM stops it: the time point that is being
     * written is committed, or aborted when that takes more than 5 s.
     *
     * @param fleets the miners of the site; loaded at the beginning of each run
     * @param watch told about parts that do not answer, and sinks that have failed: the session goes on
     * @param onSignal run when a signal stops the session
     * @throws PipelineException at the end, when a sink has failed: the readings are committed
     * @throws io.minerstream.producer.live.LiveConflictException when existing readings conflict; nothing was written
     */
    public LiveResult execute(
            LiveSpec live, FleetSource fleets, LiveListener listener, WatchListener watch, Runnable onSignal) {
        Map<String, String> patient = connections.kafkaProperties();
        patient.putIfAbsent(RegistryConfig.MAX_RETRIES, LIVE_REGISTRY_RETRIES);
        LiveSession session = new LiveSession(
                live,
                fleets,
                publisher(patient),
                from -> rows(live, from),
                clock,
                Sleeper.PARKING,
                new LiveMonths(connections, watch, listener));
        try (Scope scope = new Scope()) {
            PartsWatch parts = PartsWatch.ofSession(connections, watch);
            parts.report(scope);
            LiveResult result = Teardown.during(
                    onSignal,
                    session::run,
                    new Teardown.Stop(session::stop, STOP_TIMEOUT),
                    new Teardown.Stop(session::cancel, CANCEL_TIMEOUT));
            try {
                parts.requireNoFailure();
            } catch (PipelineException e) {
                throw e.and("the readings of the session are committed, and wait in Kafka");
            }
            return result;
        }
    }

    /** Rows of other writers, or of runs that Kafka has forgotten. */
    private List<ExistingCoverage> rows(LiveSpec live, Instant from) {
        if (!connections.hasWarehouse()) {
            return List.of();
        }
        TimeRange range = new TimeRange(from, from.plus(HORIZON), live.interval());
        return connections.withWarehouse(database -> new TelemetryTable(database)
                        .overlapping(live.siteId(), range)
                        .map(rows -> new ExistingCoverage(
                                "table miner_telemetry",
                                rows.first(),
                                rows.last().plus(live.interval())))
                        .stream()
                        .toList());
    }

    private TelemetryPublisher publisher() {
        return publisher(connections.kafkaProperties());
    }

    private TelemetryPublisher publisher(Map<String, String> properties) {
        return new TelemetryPublisher(properties, connections.topics(), clock)
                .at(rate)
                .withThreads(threads)
                .through(producers);
    }
}

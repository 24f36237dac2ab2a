package io.minerstream.pipeline.run;

import io.minerstream.avro.Rule;
import io.minerstream.avro.WindowVerdict;
import io.minerstream.connect.rest.ConnectClient;
import io.minerstream.connect.sink.SinkDeployment;
import io.minerstream.connect.sink.TelemetrySink;
import io.minerstream.connect.warehouse.CheckReport;
import io.minerstream.connect.warehouse.ExistingTelemetry;
import io.minerstream.connect.warehouse.TelemetryTable;
import io.minerstream.connect.warehouse.WarehouseChecks;
import io.minerstream.pipeline.PipelineException;
import io.minerstream.pipeline.PipelineException.Kind;
import io.minerstream.pipeline.Teardown;
import io.minerstream.pipeline.connection.Connections;
import io.minerstream.pipeline.setup.Preparation;
import io.minerstream.pipeline.sink.SinkHealth;
import io.minerstream.pipeline.sink.SinkWait;
import io.minerstream.pipeline.validator.Validators;
import io.minerstream.producer.fleet.Fleet;
import io.minerstream.producer.kafka.PreflightException;
import io.minerstream.producer.pacing.RateProfile;
import io.minerstream.producer.publish.RunHistoryReader;
import io.minerstream.producer.publish.RunPreview;
import io.minerstream.producer.publish.RunResult;
import io.minerstream.producer.publish.TelemetryPublisher;
import io.minerstream.producer.run.RunHistory;
import io.minerstream.producer.run.RunSpec;
import io.minerstream.validator.VerdictReader;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Takes one run through the whole chain: publish, judgement by the stream validator, landing in the warehouse, checks. */
public final class Pipeline {

    private static final Logger LOG = LoggerFactory.getLogger(Pipeline.class);

    private static final Duration CANCEL_TIMEOUT = Duration.ofSeconds(10);
    private static final Duration VERDICT_TIMEOUT = Duration.ofMinutes(5);

    private final Connections connections;
    private final Clock clock;
    private final RateProfile rate;
    private final int threads;

    /** A pipeline whose runs are published as fast as possible. */
    public Pipeline(Connections connections, Clock clock) {
        this(connections, clock, RateProfile.MAX, TelemetryPublisher.DEFAULT_THREADS);
    }

    /**
     * A pipeline whose runs are published at a rate.
     *
     * @param threads that send readings where the rate is not limited, at least 1
     */
    public Pipeline(Connections connections, Clock clock, RateProfile rate, int threads) {
        this.connections = connections;
        this.clock = clock;
        this.rate = rate;
        this.threads = threads;
    }

    /**
     * Publishes a run, and follows it to its end where the parts that do the rest are known.
     *
     * @param follow whether to wait for verdict and rows, and to check them; false ends with the commit
     * @throws PipelineException when no verdict comes, or the sink fails or stands still
     */
    public RunOutcome execute(Fleet fleet, RunSpec spec, boolean follow, PipelineListener listener) {
        RunResult published = publish(fleet, spec, listener);
        listener.published(published);
        List<Stage> stages = new ArrayList<>();
        stages.add(new Stage(Stage.Name.PUBLISH, published.recordsAcknowledged(), published.telemetryElapsed()));
        if (!follow) {
            return new RunOutcome(spec, published, stages, List.of(), 0, Optional.empty());
        }
        boolean judged = Validators.isRunning(connections);
        // Both begin when the run is committed, so both are measured from here.
        CompletableFuture<Timed<List<WindowVerdict>>> verdicts =
                judged ? inBackground(() -> awaitVerdicts(spec)) : CompletableFuture.completedFuture(null);
        CompletableFuture<Timed<Long>> rows = isLanding()
                ? inBackground(() -> awaitRows(spec, published.recordsCommitted(), listener))
                : CompletableFuture.completedFuture(null);
        Timed<List<WindowVerdict>> verdict = join(verdicts);
        Timed<Long> landed = join(rows);
        long alerts = 0;
        if (verdict != null) {
            stages.add(new Stage(Stage.Name.VALIDATE, received(verdict.value()), verdict.elapsed()));
            alerts = countAlerts(spec);
        }
        Optional<CheckReport> checks = Optional.empty();
        if (landed != null) {
            stages.add(new Stage(Stage.Name.SINK, landed.value(), landed.elapsed()));
            Timed<CheckReport> checked = timed(() -> check(spec));
            stages.add(new Stage(Stage.Name.CHECKS, checked.value().records(), checked.elapsed()));
            checks = Optional.of(checked.value());
        }
        return new RunOutcome(spec, published, stages, verdict == null ? List.of() : verdict.value(), alerts, checks);
    }

    /**
     * The run under the id of one with the same readings that was broken off, if there is one.
     *
     * @throws PipelineException when Kafka does not answer
     */
    public RunSpec identify(RunSpec spec) {
        connections.openAdmin().close();
        return publisher().identify(spec);
    }

    /**
     * What a run would write, and what stands against it, see {@link #requireReady}. Writes nothing.
     *
     * @param preparation of what the run needs
     * @param follow whether the run is to be followed to verdict and rows
     */
    public RunPreview preview(Fleet fleet, RunSpec spec, Preparation preparation, boolean follow) {
        Preparation.Plan plan = preparation.inspect();
        RunPreview preview = publisher().preview(fleet, spec, preparation.partitionsIfMissing());
        Set<String> findings = new LinkedHashSet<>(preview.findings());
        findings.addAll(plan.findings());
        findings.addAll(findingsOfOthers(spec, follow));
        return preview.withFindings(List.copyOf(findings)).withSchemaChanges(plan.changes());
    }

    /**
     * Sees to it, before anything is written or created, that a run can be written, that nothing of it is there yet unless it was
     * begun, and that it can be followed: topics, schemas, access, earlier runs, rows, and the sink.
     *
     * @param preparation of what the run needs
     * @param follow whether the run is to be followed to verdict and rows
     * @throws PreflightException with everything that is found, at once
     * @throws PipelineException when a part does not answer
     */
    public void requireReady(Fleet fleet, RunSpec spec, Preparation preparation, boolean follow) {
        List<String> findings = new ArrayList<>();
        // First, since Kafka and the registry have answered then.
        Preparation.Plan plan = preparation.inspect();
        findings.addAll(publisher().findings(fleet, spec, preparation.partitionsIfMissing()));
        findings.addAll(plan.findings());
        findings.addAll(findingsOfOthers(spec, follow));
        Preparation.requireNone(findings);
    }

    private List<String> findingsOfOthers(RunSpec spec, boolean follow) {
        List<String> findings = new ArrayList<>();
        if (follow) {
            findings.addAll(Validators.findings(connections));
        }
        if (follow && isLanding()) {
            sinkFinding().ifPresent(findings::add);
        }
        rowFinding(spec).ifPresent(findings::add);
        return findings;
    }

    private boolean isLanding() {
        return connections.hasWarehouse() && connections.hasConnect();
    }

    private Optional<String> sinkFinding() {
        ConnectClient connect = connections.connect();
        // Another server's "not found" would otherwise read like a connector that is not deployed.
        LOG.atDebug().addKeyValue("version", connect.version()).log("Kafka Connect answers");
        return SinkHealth.of(new SinkDeployment(connect), TelemetrySink.NAME)
                .map(problem -> "sink: " + problem + "; run `minerstream sink deploy`, or give --no-wait");
    }

    private Optional<String> rowFinding(RunSpec spec) {
        if (spec.force() || !connections.hasWarehouse() || isBegun(spec)) {
            return Optional.empty();
        }
        Optional<ExistingTelemetry> existing = connections.withWarehouse(
                database -> new TelemetryTable(database).overlapping(spec.siteId(), spec.range()));
        return existing.map(rows ->
                "site_id=%d already has %d rows in miner_telemetry from %s to %s; choose another range, or --force to generate it again"
                        .formatted(spec.siteId(), rows.rows(), rows.first(), rows.last()));
    }

    /** Its own rows, or those of its other shards, are no obstacle; a run that is complete is refused by the publisher. */
    private boolean isBegun(RunSpec spec) {
        try {
            return RunHistoryReader.read(connections.kafkaProperties(), connections.topics()).of(spec.id()).stream()
                    .anyMatch(run ->
                            RunHistory.mayHoldReadings(run) && !(spec.shard().isAll() && !RunHistory.isResumable(run)));
        } catch (TopicAuthorizationException e) {
            LOG.atDebug().setCause(e).log("the runs must not be read, which is a finding of its own");
            return false;
        }
    }

    private TelemetryPublisher publisher() {
        return new TelemetryPublisher(connections.kafkaProperties(), connections.topics(), clock)
                .at(rate)
                .withThreads(threads);
    }

    private RunResult publish(Fleet fleet, RunSpec spec, PipelineListener listener) {
        TelemetryPublisher publisher = publisher();
        CountDownLatch ended = new CountDownLatch(1);
        try (Teardown teardown = new Teardown(() -> {})) {
            // Ctrl-C: an open transaction is aborted at once, not by the broker's timeout.
            teardown.add(() -> cancel(publisher, ended));
            try {
                return publisher.publish(fleet, spec, listener);
            } finally {
                ended.countDown();
            }
        }
    }

    private static void cancel(TelemetryPublisher publisher, CountDownLatch ended) throws InterruptedException {
        publisher.cancel();
        if (!ended.await(CANCEL_TIMEOUT.toMillis(), TimeUnit.MILLISECONDS)) {
            LOG.atWarn().log("the open transaction was not aborted in time; the broker will abort it");
        }
    }

    private List<WindowVerdict> awaitVerdicts(RunSpec spec) {
        int windows = Validators.windowsOf(spec.range());
        try {
            return reader().await(spec.id(), windows, VERDICT_TIMEOUT, (found, waited) -> {});
        } catch (TimeoutException e) {
            throw new PipelineException(Kind.FAILED, e.getMessage(), e);
        }
    }

    private long countAlerts(RunSpec spec) {
        Map<Rule, Integer> alerts = reader().countAlerts(spec.id());
        return alerts.values().stream().mapToLong(Integer::longValue).sum();
    }

    private VerdictReader reader() {
        return new VerdictReader(connections.topics(), connections.kafkaProperties(), connections.kafkaProperties());
    }

    private long awaitRows(RunSpec spec, long expected, PipelineListener listener) {
        return connections.withWarehouse(database -> {
            SinkWait wait = new SinkWait(database, new SinkDeployment(connections.connect()));
            listener.landingStarted(expected);
            return wait.await(spec.siteId(), spec.range(), expected, listener::landed);
        });
    }

    private CheckReport check(RunSpec spec) {
        return connections.withWarehouse(database -> new WarehouseChecks(database).run(spec.siteId(), spec.range()));
    }

    private static long received(List<WindowVerdict> verdicts) {
        return verdicts.stream().mapToLong(WindowVerdict::getReceivedRecords).sum();
    }

    private record Timed<T>(T value, Duration elapsed) {}

    private static <T> Timed<T> timed(Supplier<T> work) {
        long start = System.nanoTime();
        T value = work.get();
        return new Timed<>(value, Duration.ofNanos(System.nanoTime() - start));
    }

    private static <T> CompletableFuture<Timed<T>> inBackground(Supplier<T> work) {
        CompletableFuture<Timed<T>> result = new CompletableFuture<>();
        Thread thread = new Thread(
                () -> {
                    try {
                        result.complete(timed(work));
                    } catch (RuntimeException | Error e) {
                        result.completeExceptionally(e);
                    }
                },
                "minerstream-wait");
        thread.setDaemon(true);
        thread.start();
        return result;
    }

    private static <T> T join(CompletableFuture<T> future) {
        try {
            return future.join();
        } catch (CompletionException e) {
            if (e.getCause() instanceof RuntimeException cause) {
                throw cause;
            }
            throw e;
        }
    }
}

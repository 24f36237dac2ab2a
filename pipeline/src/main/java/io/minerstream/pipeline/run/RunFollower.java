package io.minerstream.pipeline.run;

import io.minerstream.avro.WindowVerdict;
import io.minerstream.connect.warehouse.CheckReport;
import io.minerstream.connect.warehouse.WarehouseChecks;
import io.minerstream.pipeline.PipelineException;
import io.minerstream.pipeline.Scope;
import io.minerstream.pipeline.connection.Connections;
import io.minerstream.pipeline.run.Stage.Name;
import io.minerstream.pipeline.sink.SinkWait;
import io.minerstream.pipeline.validator.Validators;
import io.minerstream.producer.publish.RunResult;
import io.minerstream.producer.run.RunSpec;
import io.minerstream.validator.VerdictReader;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;

/** Waits until a committed run is judged and in the warehouse, as far as these parts are known, and checks its rows. */
final class RunFollower {

    private static final Duration VERDICT_TIMEOUT = Duration.ofMinutes(5);

    private final Connections connections;
    private final PipelineListener listener;
    private final Scope scope;

    RunFollower(Connections connections, PipelineListener listener, Scope scope) {
        this.scope = scope;
        this.connections = connections;
        this.listener = listener;
    }

    /**
     * @param withheld committed readings of which no row comes
     * @param judged whether a validator runs
     */
    RunOutcome follow(RunSpec spec, RunResult published, int withheld, Stage publishing, boolean judged) {
        // The sink begins at the commit, as the validator does: both are measured from here.
        Optional<Scope.Work<Landing>> landing = connections.hasSink()
                ? Optional.of(
                        scope.start("minerstream-landing", () -> land(spec, published.recordsCommitted() - withheld)))
                : Optional.empty();
        List<Stage> stages = new ArrayList<>(List.of(publishing));
        List<WindowVerdict> verdicts = List.of();
        long alerts = 0;
        if (judged) {
            Timed<List<WindowVerdict>> verdict = Timed.of(() -> awaitVerdicts(spec));
            verdicts = verdict.value();
            long received = verdicts.stream()
                    .mapToLong(WindowVerdict::getReceivedRecords)
                    .sum();
            stages.add(ended(Name.VALIDATE, received, verdict.elapsed()));
            alerts = countAlerts(spec);
        }
        Optional<CheckReport> checks = Optional.empty();
        if (landing.isPresent()) {
            Landing landed = landing.get().join();
            stages.addAll(landed.stages);
            checks = Optional.of(landed.checks);
        }
        return new RunOutcome(spec, published, stages, true, verdicts, alerts, checks);
    }

    /** What happens in the warehouse. */
    private record Landing(List<Stage> stages, CheckReport checks) {}

    /** The checks do not wait for the verdict. */
    private Landing land(RunSpec spec, long expected) {
        return connections.withWarehouse(database -> {
            Timed<Long> rows = Timed.of(() -> new SinkWait(database)
                    .await(spec.siteId(), spec.range(), expected, count -> listener.stageReached(Name.SINK, count)));
            Stage sink = ended(Name.SINK, rows.value(), rows.elapsed());
            Timed<CheckReport> checks = Timed.of(() -> new WarehouseChecks(database).run(spec.siteId(), spec.range()));
            return new Landing(
                    List.of(sink, ended(Name.CHECKS, checks.value().records(), checks.elapsed())), checks.value());
        });
    }

    private Stage ended(Name name, long records, Duration elapsed) {
        Stage stage = new Stage(name, records, elapsed);
        listener.stageEnded(stage);
        return stage;
    }

    private List<WindowVerdict> awaitVerdicts(RunSpec spec) {
        try {
            return reader().await(
                            spec.id(), Validators.windowsOf(spec.range()), VERDICT_TIMEOUT, (found, waited) -> {});
        } catch (TimeoutException e) {
            throw PipelineException.failed(e.getMessage(), e);
        }
    }

    private long countAlerts(RunSpec spec) {
        return reader().countAlerts(spec.id()).values().stream()
                .mapToLong(Integer::longValue)
                .sum();
    }

    private VerdictReader reader() {
        return new VerdictReader(connections.topics(), connections.kafkaProperties(), connections.kafkaProperties());
    }

    /** A value, and how long it took to get it. */
    private record Timed<T>(T value, Duration elapsed) {

        static <T> Timed<T> of(Supplier<T> work) {
            long start = System.nanoTime();
            T value = work.get();
            return new Timed<>(value, Duration.ofNanos(System.nanoTime() - start));
        }
    }
}

package io.minerstream.pipeline.fault;

import io.minerstream.avro.Evidence;
import io.minerstream.avro.TelemetryAlert;
import io.minerstream.connect.warehouse.CheckReport;
import io.minerstream.pipeline.Scope;
import io.minerstream.pipeline.connection.Connections;
import io.minerstream.pipeline.fault.DrillFindings.Rows;
import io.minerstream.pipeline.fault.FaultPlan.Reading;
import io.minerstream.pipeline.run.Pipeline;
import io.minerstream.pipeline.run.PipelineListener;
import io.minerstream.pipeline.run.RunOutcome;
import io.minerstream.pipeline.run.RunRequest;
import io.minerstream.pipeline.validator.Validators;
import io.minerstream.pipeline.verify.ExactVerification;
import io.minerstream.pipeline.verify.RunLookup;
import io.minerstream.pipeline.verify.RunToVerify;
import io.minerstream.producer.fleet.Fleet;
import io.minerstream.producer.replay.ReplayResult;
import io.minerstream.producer.run.RunSpec;
import io.minerstream.schemas.run.TimeRange;
import io.minerstream.schemas.wait.Deadline;
import io.minerstream.validator.AlertReader;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * Proves that the validator catches what it must, and nothing else: publishes a run whose readings pass a {@link FaultPlan} on their way
 * to Kafka, then the same run as it was generated, which replaces it. Each time the alerts, the verdict and the rows must be
 * exactly those that follow from the faults. Needs a running validator, and topics that nobody else writes to meanwhile. Immutable.
 */
public final class FaultDrill {

    /** Alerts are committed together with the verdict, and may be visible a moment later. */
    private static final Duration ALERT_TIMEOUT = Duration.ofSeconds(10);

    /** The row that replaces another may come after the last missing one. */
    private static final Duration ROWS_TIMEOUT = Duration.ofSeconds(20);

    private static final Duration POLL = Duration.ofMillis(200);

    private final Connections connections;
    private final Clock clock;
    private final FaultPlan plan;

    public FaultDrill(Connections connections, Clock clock, FaultPlan plan) {
        this.connections = connections;
        this.clock = clock;
        this.plan = plan;
    }

    /** Follows a drill. The methods of this interface are called by the thread of the drill; they must return quickly and not throw. */
    public interface Listener extends PipelineListener {

        /** A run begins: first the one with the faults, then the repair. */
        void began(RunSpec run);

        /** An alert has changed its state. */
        void changed(TelemetryAlert alert);

        /** Verdict and rows of the run that began last are known. */
        void ended(DrillPhase phase);
    }

    /** The last window of a run, which has the faults: no later one ends their alerts. */
    public static TimeRange lastWindow(TimeRange range) {
        int points = Math.toIntExact(Validators.WINDOW.dividedBy(range.interval()));
        int first = (Validators.windowsOf(range) - 1) * points;
        return new TimeRange(range.at(first), range.to(), range.interval());
    }

    /**
     * Does the drill.
     *
     * @param spec the run with the faults; its repair is the same run, forced, under the next id
     * @throws io.minerstream.pipeline.PipelineException as {@link Pipeline#execute}
     */
    public DrillOutcome execute(Fleet fleet, RunSpec spec, Listener listener) {
        Map<Reading, Evidence> places = new ConcurrentHashMap<>();
        Pipeline clean = new Pipeline(connections, clock);
        Pipeline faulty = clean.through(settings -> new TamperingProducer(settings, plan, places), 1);
        Map<String, String> kafka = connections.kafkaProperties();
        try (AlertReader alerts = AlertReader.open(connections.topics(), kafka, kafka)) {
            alerts.readToEnd();
            Phase first = new Phase(faulty, new RunRequest(fleet, spec, true), alerts, listener);
            DrillPhase broken = first.execute(
                    () -> DrillFindings.ofFaults(plan, places, lastWindow(spec.range()), connections.hasSink()));
            RunSpec forced = spec.forced(spec.derivedId(1));
            Phase second = new Phase(clean, new RunRequest(fleet, forced, true), alerts, listener);
            DrillPhase repaired = second.execute(
                    () -> DrillFindings.ofRepair(plan, places, lastWindow(spec.range()), connections.hasSink()));
            return new DrillOutcome(
                    plan,
                    broken,
                    repaired,
                    Stream.concat(first.differences.stream(), second.differences.stream())
                            .toList());
        }
    }

    /** One run. Used by one thread, once. */
    private final class Phase {

        private final Pipeline pipeline;
        private final RunRequest request;
        private final AlertReader alerts;
        private final Listener listener;
        private final List<TelemetryAlert> changes = new ArrayList<>();
        private List<Difference> differences;

        Phase(Pipeline pipeline, RunRequest request, AlertReader alerts, Listener listener) {
            this.pipeline = pipeline;
            this.request = request;
            this.alerts = alerts;
            this.listener = listener;
        }

        /** @param expected asked when the run is judged: by then it is known where the faults are */
        DrillPhase execute(Supplier<DrillFindings> expected) {
            listener.began(request.spec());
            RunOutcome outcome;
            try (Scope scope = new Scope()) {
                Scope.Work<RunOutcome> run =
                        scope.start("minerstream-drill", () -> pipeline.execute(request, listener));
                while (!run.isDone()) {
                    follow();
                }
                outcome = run.join();
            }
            DrillFindings must = expected.get();
            Deadline deadline = Deadline.in(ALERT_TIMEOUT);
            do {
                follow();
            } while (!must.hasAlertsIn(steps()) && !deadline.isOver());
            Optional<ReplayResult> rows = outcome.warehouse().map(checks -> rows(checks, must));
            DrillPhase phase = new DrillPhase(outcome, changes, rows);
            differences = must.differences(DrillFindings.of(
                    steps(),
                    outcome.verdicts(),
                    rows.map(found -> Rows.of(found, outcome.warehouse().get()))));
            listener.ended(phase);
            return phase;
        }

        private void follow() {
            for (TelemetryAlert alert : alerts.poll(POLL)) {
                changes.add(alert);
                listener.changed(alert);
            }
        }

        private List<AlertStep> steps() {
            return changes.stream().map(AlertStep::of).toList();
        }

        /** The rows as soon as they are as they must be, at the latest after a time. */
        private ReplayResult rows(CheckReport checks, DrillFindings must) {
            RunToVerify run = new RunLookup(connections).byId(request.spec().id());
            ExactVerification verification = ExactVerification.of(connections);
            AtomicReference<ReplayResult> found = new AtomicReference<>();
            Deadline.in(ROWS_TIMEOUT).await(POLL, () -> {
                found.set(verification.table(run).result());
                return Optional.of(Rows.of(found.get(), checks)).equals(must.rows());
            });
            return found.get();
        }
    }
}

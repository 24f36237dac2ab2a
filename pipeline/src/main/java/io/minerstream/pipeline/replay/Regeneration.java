package io.minerstream.pipeline.replay;

import io.minerstream.avro.SimulationRun;
import io.minerstream.connect.sink.Sink;
import io.minerstream.pipeline.PipelineException;
import io.minerstream.pipeline.connection.Connections;
import io.minerstream.pipeline.replay.RegenerationPlan.Regenerated;
import io.minerstream.pipeline.run.Pipeline;
import io.minerstream.pipeline.run.PipelineListener;
import io.minerstream.pipeline.run.RunRequest;
import io.minerstream.pipeline.setup.TopicSettings;
import io.minerstream.pipeline.sink.SinkHealth;
import io.minerstream.pipeline.verify.RunToVerify;
import io.minerstream.producer.kafka.PreflightException;
import io.minerstream.producer.preflight.RunPreview;
import io.minerstream.producer.record.FleetChecksum;
import io.minerstream.producer.run.CommitPolicy;
import io.minerstream.producer.run.RunHistory;
import io.minerstream.producer.run.RunSpec;
import io.minerstream.producer.run.Shard;
import io.minerstream.producer.signal.SignalProfile;
import io.minerstream.schemas.run.RunId;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Lands telemetry again that the topic does not hold any more: generates runs again from their seeds, as new runs with the same
 * readings, waits until the sink has read them, and compares the rows. A run that was interrupted resumes when it is done again.
 * Immutable.
 *
 * <pre>{@code
 * Regeneration regeneration = new Regeneration(connections, Clock.systemUTC());
 * RegenerationPlan plan = regeneration.plan(ReplayTarget.ofRun(connections, new RunId("k3x9q2mv")));
 * RegenerationOutcome outcome = regeneration.execute(plan, PipelineListener.NONE, new ReplayListener() {});
 * assertThat(outcome.passed()).isTrue();
 * }</pre>
 */
public final class Regeneration {

    private final Connections connections;
    private final Pipeline pipeline;
    private final Landing landing;

    /** A regeneration that the connector lands that is deployed by default. */
    public Regeneration(Connections connections, Clock clock) {
        this(connections, clock, Sink.TELEMETRY.connectorName());
    }

    /** @param connector a sink of the telemetry topic */
    public Regeneration(Connections connections, Clock clock, String connector) {
        this.connections = connections;
        this.pipeline = new Pipeline(connections, clock);
        this.landing = new Landing(connections, connector);
    }

    /**
     * Looks what would be generated, and what forbids it. Writes nothing.
     *
     * @throws PipelineException when Kafka, the registry, Kafka Connect or the warehouse does not answer
     */
    public RegenerationPlan plan(ReplayTarget target) {
        // Several runs may have the same finding.
        Set<String> findings = new LinkedHashSet<>(target.findings());
        new SinkHealth(connections.connect(), landing.connector())
                .problem()
                .ifPresent(problem -> findings.add("sink: " + problem + "; run `minerstream sink deploy`"));
        landing.keyFinding().ifPresent(findings::add);
        List<Regenerated> runs = new ArrayList<>();
        for (RunToVerify run : target.runs()) {
            Optional<String> otherFleet = fleetFinding(run, connections.topics().miners());
            otherFleet.ifPresent(findings::add);
            if (otherFleet.isEmpty()) {
                RunPreview preview =
                        pipeline.preview(request(run, pipeline.identify(spec(run))), TopicSettings.DEFAULT);
                findings.addAll(preview.findings());
                runs.add(new Regenerated(run, preview));
            }
        }
        return new RegenerationPlan(landing.connector(), landing.topic(), target, runs, List.copyOf(findings));
    }

    /** Another fleet would write other values. */
    static Optional<String> fleetFinding(RunToVerify run, String rosterTopic) {
        SimulationRun manifest = run.manifest().orElseThrow();
        if (manifest.getFleetChecksum() == 0) {
            return Optional.of(
                    "run %s: must say by a checksum which fleet it was generated for, got none, as earlier versions wrote it; write its range again by `minerstream generate --force`"
                            .formatted(manifest.getRunId()));
        }
        return FleetChecksum.of(run.replay().fleet(), RunHistory.range(manifest)) == manifest.getFleetChecksum()
                ? Optional.empty()
                : Optional.of(
                        "run %s: must have the fleet that it was generated for, got %s miners in topic %s as of %s and in the database, with other ids, statuses or baselines; its values cannot be generated again unless that fleet comes back; write its range by today's fleet by `minerstream generate --force`"
                                .formatted(manifest.getRunId(), manifest.getMiners(), rosterTopic, manifest.getFrom()));
    }

    /** The parameters that the run records; force, since its rows may be there. */
    static RunSpec spec(RunToVerify run) {
        SimulationRun manifest = run.manifest().orElseThrow();
        return new RunSpec(
                RunId.of(0),
                manifest.getSiteId(),
                RunHistory.range(manifest),
                manifest.getSeed(),
                SignalProfile.named(manifest.getProfile()),
                manifest.getPoolDifficulty(),
                RunSpec.DEFAULT_BATCH_SIZE,
                true,
                CommitPolicy.AUTO,
                Shard.ALL);
    }

    /** Not followed: rows that are there already tell nothing of those that are on their way. */
    private static RunRequest request(RunToVerify run, RunSpec spec) {
        return new RunRequest(run.replay().fleet(), spec, false);
    }

    /**
     * Does it: run by run, the oldest first.
     *
     * @param publishing told about the writing of each run
     * @param reading told about the sink and the comparison
     * @throws PreflightException when the plan has findings; nothing was written
     * @throws PipelineException when a part does not answer any more, or when the sink fails or stands still
     * @throws io.minerstream.producer.kafka.PublishException when a run was not committed to its end
     */
    public RegenerationOutcome execute(RegenerationPlan plan, PipelineListener publishing, ReplayListener reading) {
        PreflightException.requireNone(List.of(), plan.findings());
        long start = System.nanoTime();
        long records = 0;
        for (Regenerated run : plan.runs()) {
            RunRequest request = request(run.original(), run.preview().spec());
            pipeline.prepare(request, TopicSettings.DEFAULT);
            records += pipeline.execute(request, publishing).published().recordsAcknowledged();
        }
        await(plan, reading);
        Duration elapsed = Duration.ofNanos(System.nanoTime() - start);
        return new RegenerationOutcome(plan, records, elapsed, landing.compare(plan.target(), reading));
    }

    private void await(RegenerationPlan plan, ReplayListener reading) {
        List<ReplayPlan.Partition> rest = landing.unread();
        try {
            landing.await(new ReplayPlan(plan.connector(), plan.topic(), plan.target(), rest, List.of()), reading);
        } catch (PipelineException e) {
            throw e.and(
                    "the readings are committed: compare their rows by `minerstream verify --exact` once they are there");
        }
    }
}

package io.minerstream.producer.publish;

import io.minerstream.avro.RunState;
import io.minerstream.avro.SimulationRun;
import io.minerstream.producer.fleet.Fleet;
import io.minerstream.producer.kafka.AccessCheck;
import io.minerstream.producer.kafka.Clients;
import io.minerstream.producer.kafka.Cluster;
import io.minerstream.producer.kafka.FencedWriter;
import io.minerstream.producer.kafka.PreflightException;
import io.minerstream.producer.kafka.PublishException;
import io.minerstream.producer.kafka.TransactionalWriter;
import io.minerstream.producer.pacing.RateProfile;
import io.minerstream.producer.pacing.TimePointScheduler;
import io.minerstream.producer.preflight.Preflight;
import io.minerstream.producer.preflight.RunAdmission;
import io.minerstream.producer.preflight.RunContext;
import io.minerstream.producer.preflight.RunInspector;
import io.minerstream.producer.preflight.RunPreview;
import io.minerstream.producer.record.RunRecords;
import io.minerstream.producer.run.CommitPolicy;
import io.minerstream.producer.run.ExistingRunException;
import io.minerstream.producer.run.RunHistory;
import io.minerstream.producer.run.RunPlan;
import io.minerstream.producer.run.RunSpec;
import io.minerstream.producer.run.Shard;
import io.minerstream.schemas.run.RunId;
import io.minerstream.schemas.topic.TopicNames;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Publishes runs to Kafka in transactions.
 *
 * <p>The roster, as far as it changed, and the manifest of the run are committed first. The readings follow in commit batches, each with
 * its watermarks and the progress of the run. A run of at most {@value RunPlan#DEFAULT_BATCH_RECORDS} records is one transaction, a longer
 * one is committed in whole time points, unless {@link CommitPolicy} says otherwise. An interrupted run that is published again under its
 * id resumes at its last commit. Readings are pure functions, so that the rest has the same bytes.
 *
 * <p>For load tests, {@link CommitPolicy.Kind#NONE} writes readings outside of transactions. Watermarks and progress are committed when
 * the brokers have the readings. When such a run resumes, readings after its progress may be duplicates. Its manifest says which kind it
 * is.
 *
 * <p>The {@code transactional.id} is {@code <topic prefix>minerstream-generate-site-<site>}, with {@code -shard-<i>-of-<n>} where there
 * are several. A second generator of a site and shard fences the first, which loses what it has not committed.
 *
 * <p>{@link #publish} may be called again after it returned, by one thread at a time; {@link #cancel} by any thread.
 */
public final class TelemetryPublisher {

    private static final Logger LOG = LoggerFactory.getLogger(TelemetryPublisher.class);

    /**
     * Threads that send unless {@link #withThreads} says otherwise: one per processor, at most four. With more, the single network thread of
     * Kafka's client is the limit.
     */
    public static final int DEFAULT_THREADS = Math.min(4, Runtime.getRuntime().availableProcessors());

    /** For the abortion of a run: a single record is written. */
    private static final Duration ABORT_TIMEOUT = Duration.ofSeconds(60);

    private final RunContext context;
    private volatile boolean cancelled;

    /**
     * A publisher to a Kafka cluster. Connects when it publishes.
     *
     * @param properties settings of the Kafka clients and of the registry client, {@code bootstrap.servers} and
     *     {@code schema.registry.url} among them; {@code value.serializer} may be another serializer of Avro records, such as
     *     Confluent's, and gets the same settings
     * @param topics names of the topics
     * @param clock for the times of the manifests and for the age of a run
     * @throws ConfigException when a setting is given that a run cannot do without
     */
    public TelemetryPublisher(Map<String, ?> properties, TopicNames topics, Clock clock) {
        this(Clients.of(properties), topics, clock);
    }

    TelemetryPublisher(Clients clients, TopicNames topics, Clock clock) {
        this(new RunContext(clients, topics, clock, RateProfile.MAX, TimePointScheduler.OPEN, DEFAULT_THREADS));
    }

    private TelemetryPublisher(RunContext context) {
        this.context = context;
    }

    /**
     * A publisher that sends readings at a rate, open loop: each has an intended time, late ones are sent at once, and none is left out. It
     * commits each time point unless the run says otherwise. The rate is per shard. A resumed run starts its schedule anew.
     */
    public TelemetryPublisher at(RateProfile other) {
        return with(other, context.scheduler(), context.threads());
    }

    /**
     * A publisher of live runs: each time point is sent when the scheduler says that it is due, and a rate holds within each time point. The
     * runs are marked as live.
     */
    public TelemetryPublisher live(TimePointScheduler other) {
        return with(context.rate(), other, context.threads());
    }

    /**
     * A publisher that computes, encodes and compresses readings on several threads, each with its own partitions. The records of a partition
     * and their order do not depend on the number of threads. Readings at a rate, fewer partitions than threads, and time points of few miners
     * use fewer threads.
     *
     * @param threads at least 1, the calling one included
     * @throws IllegalArgumentException when there are fewer
     */
    public TelemetryPublisher withThreads(int threads) {
        return with(context.rate(), context.scheduler(), threads);
    }

    /**
     * A publisher whose records pass other producers than Kafka's, which may do with them what they like: such as what happens to
     * readings on their way.
     *
     * @param producers makes a producer of its settings; acknowledges every record at the latest with {@code flush}
     */
    public TelemetryPublisher through(Function<Map<String, Object>, Producer<byte[], SpecificRecord>> producers) {
        Clients clients = context.clients();
        return with(
                new Clients(clients.properties(), clients.clusters(), producers),
                context.rate(),
                context.scheduler(),
                context.threads());
    }

    private TelemetryPublisher with(RateProfile rate, TimePointScheduler scheduler, int threads) {
        return with(context.clients(), rate, scheduler, threads);
    }

    private TelemetryPublisher with(Clients clients, RateProfile rate, TimePointScheduler scheduler, int threads) {
        return new TelemetryPublisher(
                new RunContext(clients, context.topics(), context.clock(), rate, scheduler, threads));
    }

    /**
     * Publishes a run, and returns when it is committed.
     *
     * @param fleet the miners of the run's site
     * @param listener told about progress, not null
     * @throws PreflightException when topics would lose or refuse records; nothing was written
     * @throws ExistingRunException when an earlier run covers a part of the range and the run does not force; nothing was
     *     written
     * @throws ConfigException when a setting is malformed; nothing was written
     * @throws PublishException when the run was not committed to its end; says what is
     */
    public RunResult publish(Fleet fleet, RunSpec spec, RunListener listener) {
        if (fleet.siteId() != spec.siteId()) {
            throw new IllegalArgumentException(
                    "fleet: must be of site_id=%s, got site_id=%s".formatted(spec.siteId(), fleet.siteId()));
        }
        FencedWriter fenced = context.fenced(spec.siteId(), spec.shard());
        return fenced.connected(cluster -> {
            AccessCheck access = fenced.access(cluster, Preflight.operations(context.topics()));
            RunAdmission admission = RunAdmission.inspect(context, cluster, access, fleet, spec, 1);
            PreflightException.requireNone(admission.missingTopics(), admission.findings());
            // Before anybody is fenced, and again after it, when no other generator of the site can commit any more.
            admission.requireFree(context.history(cluster));
            return fenced.write(
                    admission.timeout(),
                    writer -> new RunPublication(context, cluster, admission, writer, listener, () -> cancelled));
        });
    }

    /** Makes {@link #publish}, running or later, stop at the next batch and abort what is not committed. Cannot be undone. */
    public void cancel() {
        cancelled = true;
    }

    /**
     * The id under which a run is to be published: that of the interrupted run with the same readings, if there is one. Reads the history of
     * the cluster.
     *
     * @param spec its id does not matter
     * @return with a new id, too, when the history must not be read: {@link #preview} says so
     */
    public RunSpec identify(RunSpec spec) {
        try {
            return history().identify(spec);
        } catch (TopicAuthorizationException e) {
            LOG.atDebug()
                    .setCause(e)
                    .log("the runs must not be read, which will be reported with all else that is found");
            return spec.withDerivedId();
        }
    }

    /** The runs that the cluster knows. */
    public RunHistory history() {
        try (Cluster cluster = context.clients().connect()) {
            return context.history(cluster);
        }
    }

    /**
     * Gives up a run: stops its generators, aborts what they have not committed, and marks the shards that are not completed as aborted. What
     * is committed stays.
     *
     * @return number of shards that were marked, at least 0
     * @throws PublishException when Kafka or the registry failed
     */
    public int abort(RunId id) {
        try (Cluster cluster = context.clients().connect()) {
            int aborted = 0;
            for (SimulationRun run : unfinished(cluster, id)) {
                aborted += abort(run, cluster, id);
            }
            return aborted;
        }
    }

    private List<SimulationRun> unfinished(Cluster cluster, RunId id) {
        return context.history(cluster).of(id).stream()
                .filter(run -> run.getState() == RunState.STARTED)
                .toList();
    }

    private int abort(SimulationRun run, Cluster cluster, RunId id) {
        return context.fenced(run.getSiteId(), new Shard(run.getShard(), run.getShards()))
                .write(
                        ABORT_TIMEOUT,
                        writer -> FencedWriter.Job.of(
                                "run %s was not aborted".formatted(run.getRunId()),
                                "that run %s is aborted; abort it again".formatted(run.getRunId()),
                                () -> abort(run.getShard(), unfinished(cluster, id), writer)));
    }

    /** @param unfinished read again: until it was fenced, its generator may have committed more, or all */
    private int abort(int shard, List<SimulationRun> unfinished, TransactionalWriter writer) {
        Optional<SimulationRun> last =
                unfinished.stream().filter(run -> run.getShard() == shard).findFirst();
        if (last.isEmpty()) {
            return 0;
        }
        SimulationRun aborted = SimulationRun.newBuilder(last.get())
                .setState(RunState.ABORTED)
                .setUpdatedAt(context.clock().instant())
                .build();
        writer.begin();
        writer.send(new ProducerRecord<>(context.topics().runs(), RunRecords.manifestKey(aborted), aborted));
        writer.commit();
        return 1;
    }

    /**
     * What {@link #publish} would write, with all blocking problems: access, topics, commits and earlier runs. Missing topics are none, since
     * the caller creates them first. Reads topics, brokers and history; writes nothing, and fences nobody.
     *
     * @param partitionsIfMissing partitions of a telemetry topic that is yet to be created, at least 1
     * @throws PublishException when Kafka or the registry failed
     */
    public RunPreview preview(Fleet fleet, RunSpec spec, int partitionsIfMissing) {
        return RunInspector.preview(context, fleet, spec, partitionsIfMissing);
    }
}

package io.minerstream.producer.publish;

import io.minerstream.producer.fleet.Fleet;
import io.minerstream.producer.kafka.ClientProperties;
import io.minerstream.producer.kafka.Cluster;
import io.minerstream.producer.kafka.DirectWriter;
import io.minerstream.producer.kafka.KafkaCluster;
import io.minerstream.producer.kafka.KafkaFailure;
import io.minerstream.producer.kafka.PreflightException;
import io.minerstream.producer.kafka.PublishException;
import io.minerstream.producer.kafka.TransactionalWriter;
import io.minerstream.producer.pacing.RateProfile;
import io.minerstream.producer.roster.RosterReader;
import io.minerstream.producer.roster.RosterTimelines;
import io.minerstream.producer.run.CommitPolicy;
import io.minerstream.producer.run.ExistingRunException;
import io.minerstream.producer.run.RunHistory;
import io.minerstream.producer.run.RunPlan;
import io.minerstream.producer.run.RunSpec;
import io.minerstream.schemas.run.RunId;
import io.minerstream.schemas.topic.TopicNames;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Supplier;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Publishes runs to Kafka in transactions.
 *
 * <p>First the roster, as far as it changed, and the manifest of the run are committed; then, hour by hour, the readings of
 * all miners and one watermark for each partition, together with the progress of the run. A run of at most
 * {@value RunPlan#DEFAULT_BATCH_RECORDS} records is one transaction: all or nothing. A longer one is committed in as many whole hours as
 * fit into so many, unless {@link CommitPolicy} says otherwise. A run that was broken off goes on after what is committed when it is published again
 * under its id: readings are pure functions, so that the rest gets the bytes that it would have had.
 *
 * <p>For load tests, {@link CommitPolicy.Kind#NONE} writes the readings outside of transactions, each visible at once. Watermarks
 * and progress are still committed, when the brokers have the readings that they speak of. Such a run that was broken off goes on
 * after its progress and may write readings again that are there already; its manifest says which kind it is.
 *
 * <p>The {@code transactional.id} is {@code <topic prefix>minerstream-generate-site-<site>}, and {@code -shard-<i>-of-<n>} where
 * there are several, so that there is one generator of a site and shard at a time: a second one fences the first and aborts what
 * it has not committed.
 *
 * <p>{@link #publish} may be called again after it returned, by one thread at a time; {@link #cancel} by any thread.
 */
public final class TelemetryPublisher {

    private static final Logger LOG = LoggerFactory.getLogger(TelemetryPublisher.class);

    /**
     * Threads that send unless {@link #withThreads} says otherwise: the processors, and four at most. Beyond, Kafka's client is at
     * its limit, as it has one thread for the network.
     */
    public static final int DEFAULT_THREADS = Math.min(4, Runtime.getRuntime().availableProcessors());

    private final PublisherContext context;
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
        this(properties, topics, clock, KafkaCluster::new, KafkaProducer::new);
    }

    TelemetryPublisher(
            Map<String, ?> properties,
            TopicNames topics,
            Clock clock,
            Function<ClientProperties, Cluster> clusters,
            Function<Map<String, Object>, Producer<byte[], SpecificRecord>> producers) {
        this(new PublisherContext(
                new ClientProperties(properties),
                topics,
                clock,
                clusters,
                producers,
                RateProfile.MAX,
                TimePointScheduler.OPEN,
                DEFAULT_THREADS));
    }

    private TelemetryPublisher(PublisherContext context) {
        this.context = context;
    }

    /**
     * A publisher that sends its readings at a rate instead of as fast as possible, open loop: each has an intended time, and
     * what is late is sent at once and never left out. Unless the run says otherwise, it commits hour by hour then. Each shard is
     * a producer, with the rate for itself; a run that goes on begins its schedule anew.
     */
    public TelemetryPublisher at(RateProfile other) {
        return new TelemetryPublisher(context.at(other));
    }

    /**
     * A publisher of live runs: each time point goes when the gate lets it through, and a rate holds within each time point. Its
     * runs are marked as live.
     */
    public TelemetryPublisher live(TimePointScheduler other) {
        return new TelemetryPublisher(context.live(other));
    }

    /**
     * A publisher whose readings are computed, encoded and compressed on so many threads, each with partitions of its own. They
     * are the same, in the same order in each partition, on any number of threads. Readings at a rate, those of fewer partitions
     * than threads, and time points of few miners have fewer.
     *
     * @param threads at least 1, the calling one among them
     * @throws IllegalArgumentException when there are fewer
     */
    public TelemetryPublisher withThreads(int threads) {
        return new TelemetryPublisher(context.withThreads(threads));
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
                    "fleet: must be of site_id=%d, got site_id=%d".formatted(spec.siteId(), fleet.siteId()));
        }
        KafkaFailure failures = context.failures(spec.siteId(), spec.shard());
        try (ManifestReader manifests = context.connect()) {
            Cluster cluster = manifests.cluster();
            RunAdmission admission = context.admission(cluster, context.access(cluster), fleet, spec, 1);
            requireNothing(admission);
            // Once before anybody is fenced, and once after, when no other generator of the site can commit any more.
            admission.requireFree(spec, manifests.history());
            Supplier<RunAdmission.Resumption> resume = () -> admission.requireFree(spec, manifests.history());
            try (TransactionalWriter writer =
                            context.writer(context.transactionalId(spec.siteId(), spec.shard()), admission.timeout());
                    DirectWriter direct = directWriter(spec)) {
                RunPublication run = new RunPublication(
                        spec, admission, writer, direct == null ? writer : direct, listener, context, () -> cancelled);
                return run.publish(fleet, resume, () -> readRoster(cluster, fleet, admission.keys(), spec), failures);
            }
        } catch (ConfigException e) {
            throw e;
        } catch (KafkaException e) {
            throw failures.toException(e, false, "nothing was written");
        }
    }

    private static void requireNothing(RunAdmission admission) {
        List<String> findings = new ArrayList<>();
        admission
                .missingTopics()
                .forEach(name -> findings.add("topic %s: does not exist; create the topics first".formatted(name)));
        findings.addAll(admission.findings());
        if (!findings.isEmpty()) {
            throw new PreflightException(findings);
        }
    }

    /** What the readings of a run without transactions are written with; null for other runs. */
    private DirectWriter directWriter(RunSpec spec) {
        return spec.commit().isExactlyOnce()
                ? null
                : new DirectWriter(
                        context.producers().apply(context.properties().producerWithoutTransactions()));
    }

    private RosterTimelines readRoster(Cluster cluster, Fleet fleet, MinerKeys keys, RunSpec spec) {
        RosterTimelines roster = RosterTimelines.over(fleet, spec.range());
        RosterReader.read(
                cluster::scan, context.properties(), context.topics().miners(), keys.partitionCount(), roster::read);
        return roster;
    }

    /** Makes {@link #publish}, running or not yet, stop at the next batch and abort what is not committed; for good. */
    public void cancel() {
        cancelled = true;
    }

    /**
     * The id under which a run is to be published: that of the run with the same readings that was broken off, if there is
     * one. Reads the history of the cluster.
     *
     * @param spec its id does not matter
     * @return with a new id, too, when the history must not be read: {@link #findings} says so
     */
    public RunSpec identify(RunSpec spec) {
        try {
            return history().identify(spec);
        } catch (TopicAuthorizationException e) {
            LOG.atDebug()
                    .setCause(e)
                    .log("the runs must not be read, which will be reported with all else that is found");
            return spec.withId(spec.derivedId(0));
        }
    }

    /** The runs that the cluster knows. */
    public RunHistory history() {
        try (ManifestReader manifests = context.connect()) {
            return manifests.history();
        }
    }

    /**
     * Gives up a run for good: stops the generators that may be at work on it, aborts what they have not committed, and marks
     * the shards that are not completed as aborted. What is committed stays.
     *
     * @return number of shards that were marked; 0 when there were none to mark
     * @throws PublishException when Kafka or the registry failed
     */
    public int abort(RunId id) {
        return new RunAbortion(context).abort(id);
    }

    /**
     * What {@link #publish} would write. Reads topics, brokers and history; writes nothing, and fences nobody.
     *
     * @param partitionsIfMissing partitions of a telemetry topic that is yet to be created, at least 1
     * @throws PublishException when Kafka or the registry failed
     */
    public RunPreview preview(Fleet fleet, RunSpec spec, int partitionsIfMissing) {
        return new RunInspector(context).preview(fleet, spec, partitionsIfMissing);
    }

    /**
     * Everything that stands against {@link #publish}, all at once: access, topics, commits, and earlier runs. Topics that are
     * missing are no finding, since the caller creates them first. Writes nothing, and fences nobody.
     *
     * @param partitionsIfMissing partitions of a telemetry topic that is yet to be created, at least 1
     * @return one sentence for each thing; empty when the run can be written
     * @throws PublishException when Kafka or the registry failed
     */
    public List<String> findings(Fleet fleet, RunSpec spec, int partitionsIfMissing) {
        return new RunInspector(context).findings(fleet, spec, partitionsIfMissing);
    }
}

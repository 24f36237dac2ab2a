package io.minerstream.producer.publish;

import io.minerstream.avro.HostingMiner;
import io.minerstream.avro.RunState;
import io.minerstream.avro.SimulationRun;
import io.minerstream.producer.fleet.Fleet;
import io.minerstream.producer.kafka.AccessCheck;
import io.minerstream.producer.kafka.ClientProperties;
import io.minerstream.producer.kafka.Cluster;
import io.minerstream.producer.kafka.DirectWriter;
import io.minerstream.producer.kafka.KafkaCluster;
import io.minerstream.producer.kafka.KafkaFailure;
import io.minerstream.producer.kafka.PreflightException;
import io.minerstream.producer.kafka.PublishException;
import io.minerstream.producer.kafka.TransactionalWriter;
import io.minerstream.producer.pacing.RateProfile;
import io.minerstream.producer.run.CommitPolicy;
import io.minerstream.producer.run.ExistingRunException;
import io.minerstream.producer.run.RunHistory;
import io.minerstream.producer.run.RunPlan;
import io.minerstream.producer.run.RunSpec;
import io.minerstream.producer.run.Shard;
import io.minerstream.schemas.run.RunId;
import io.minerstream.schemas.serde.AvroRecordDeserializer;
import io.minerstream.schemas.topic.TopicNames;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
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
 * {@value RunPlan#LARGEST_WHOLE_RUN} records is one transaction: all or nothing. A longer one is committed hour by hour, unless
 * {@link CommitPolicy} says otherwise. A run that was broken off goes on after what is committed when it is published again
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

    /** A single record is written when a run is aborted. */
    private static final Duration ABORT_TIMEOUT = Duration.ofSeconds(60);

    /** Readings that a preview shows. */
    private static final int SAMPLES = 3;

    private final ClientProperties properties;
    private final TopicNames topics;
    private final Clock clock;
    private final Function<ClientProperties, Cluster> clusters;
    private final Function<Map<String, Object>, Producer<byte[], SpecificRecord>> producers;
    private final RateProfile rate;
    private final TimePointGate gate;
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
        this(
                new ClientProperties(properties),
                topics,
                clock,
                KafkaCluster::new,
                KafkaProducer::new,
                RateProfile.MAX,
                TimePointGate.OPEN);
    }

    TelemetryPublisher(
            Map<String, ?> properties,
            TopicNames topics,
            Clock clock,
            Function<ClientProperties, Cluster> clusters,
            Function<Map<String, Object>, Producer<byte[], SpecificRecord>> producers) {
        this(new ClientProperties(properties), topics, clock, clusters, producers, RateProfile.MAX, TimePointGate.OPEN);
    }

    private TelemetryPublisher(
            ClientProperties properties,
            TopicNames topics,
            Clock clock,
            Function<ClientProperties, Cluster> clusters,
            Function<Map<String, Object>, Producer<byte[], SpecificRecord>> producers,
            RateProfile rate,
            TimePointGate gate) {
        this.properties = properties;
        this.topics = topics;
        this.clock = clock;
        this.clusters = clusters;
        this.producers = producers;
        this.rate = rate;
        this.gate = gate;
    }

    /**
     * A publisher that sends its readings at a rate instead of as fast as possible, open loop: each has an intended time, and
     * what is late is sent at once and never left out. Unless the run says otherwise, it commits hour by hour then. Each shard is
     * a producer, with the rate for itself; a run that goes on begins its schedule anew.
     */
    public TelemetryPublisher at(RateProfile other) {
        return new TelemetryPublisher(properties, topics, clock, clusters, producers, other, gate);
    }

    /**
     * A publisher of live runs: each time point goes when the gate lets it through, and a rate holds within each time point. Its
     * runs are marked as live.
     */
    public TelemetryPublisher live(TimePointGate other) {
        return new TelemetryPublisher(properties, topics, clock, clusters, producers, rate, other);
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
        String transactionalId = transactionalId(spec.siteId(), spec.shard());
        KafkaFailure failures =
                new KafkaFailure("generator", spec.siteId(), transactionalId, properties.bootstrapServers());
        try (Cluster cluster = clusters.apply(properties);
                AvroRecordDeserializer<SimulationRun> manifests = new AvroRecordDeserializer<>(SimulationRun.class)) {
            manifests.configure(properties.registry(), false);
            RunAdmission admission = admission(cluster, access(cluster), fleet, spec, 1);
            requireNothing(admission);
            MinerKeys keys = admission.keys();
            // Once before anybody is fenced, and once after, when no other generator of the site can commit any more.
            admission.requireFree(spec, RunHistoryReader.read(cluster, topics, manifests));
            Supplier<RunAdmission.Resumption> resume =
                    () -> admission.requireFree(spec, RunHistoryReader.read(cluster, topics, manifests));
            try (TransactionalWriter writer = new TransactionalWriter(
                            producers.apply(properties.producer(transactionalId, admission.timeout())),
                            admission.timeout());
                    DirectWriter direct = directWriter(spec)) {
                RunPublication run = new RunPublication(
                        spec,
                        admission,
                        writer,
                        direct == null ? writer : direct,
                        listener,
                        clock,
                        () -> cancelled,
                        rate,
                        gate);
                return run.publish(fleet, resume, () -> readRoster(cluster, fleet, keys, spec), failures);
            }
        } catch (ConfigException e) {
            throw e;
        } catch (KafkaException e) {
            throw failures.toException(e, false, "nothing was written");
        }
    }

    /** What the readings of a run without transactions are written with; null for other runs. */
    private DirectWriter directWriter(RunSpec spec) {
        return spec.commit().isExactlyOnce()
                ? null
                : new DirectWriter(producers.apply(properties.producerWithoutTransactions()));
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
        try (Cluster cluster = clusters.apply(properties);
                AvroRecordDeserializer<SimulationRun> manifests = new AvroRecordDeserializer<>(SimulationRun.class)) {
            manifests.configure(properties.registry(), false);
            return RunHistoryReader.read(cluster, topics, manifests);
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
        try (Cluster cluster = clusters.apply(properties);
                AvroRecordDeserializer<SimulationRun> manifests = new AvroRecordDeserializer<>(SimulationRun.class)) {
            manifests.configure(properties.registry(), false);
            Supplier<List<SimulationRun>> unfinished =
                    () -> RunHistoryReader.read(cluster, topics, manifests).of(id).stream()
                            .filter(run -> run.getState() == RunState.STARTED)
                            .toList();
            int aborted = 0;
            for (SimulationRun run : unfinished.get()) {
                aborted += abort(run, unfinished);
            }
            return aborted;
        }
    }

    private int abort(SimulationRun run, Supplier<List<SimulationRun>> unfinished) {
        String transactionalId = transactionalId(run.getSiteId(), new Shard(run.getShard(), run.getShards()));
        KafkaFailure failures =
                new KafkaFailure("generator", run.getSiteId(), transactionalId, properties.bootstrapServers());
        try (TransactionalWriter writer = new TransactionalWriter(
                producers.apply(properties.producer(transactionalId, ABORT_TIMEOUT)), ABORT_TIMEOUT)) {
            writer.fenceOthers();
            // Again: until it was fenced, its generator may have committed more, or all.
            Optional<SimulationRun> last = unfinished.get().stream()
                    .filter(other -> other.getShard() == run.getShard())
                    .findFirst();
            if (last.isEmpty()) {
                return 0;
            }
            SimulationRun aborted = SimulationRun.newBuilder(last.get())
                    .setState(RunState.ABORTED)
                    .setUpdatedAt(clock.instant())
                    .build();
            writer.begin();
            writer.send(new ProducerRecord<>(topics.runs(), RunRecords.manifestKey(aborted), aborted));
            writer.commit();
            return 1;
        } catch (KafkaException e) {
            throw failures.toException(e, false, "run %s was not aborted".formatted(run.getRunId()));
        }
    }

    /**
     * What {@link #publish} would write. Reads topics, brokers and history; writes nothing, and fences nobody.
     *
     * @param partitionsIfMissing partitions of a telemetry topic that is yet to be created, at least 1
     * @throws PublishException when Kafka or the registry failed
     */
    public RunPreview preview(Fleet fleet, RunSpec spec, int partitionsIfMissing) {
        String transactionalId = transactionalId(spec.siteId(), spec.shard());
        try (Cluster cluster = clusters.apply(properties);
                AvroRecordDeserializer<SimulationRun> manifests = new AvroRecordDeserializer<>(SimulationRun.class)) {
            manifests.configure(properties.registry(), false);
            Inspection inspection = inspect(cluster, manifests, fleet, spec, partitionsIfMissing);
            RunAdmission admission = inspection.admission;
            RunSampler sampler = new RunSampler(admission, spec);
            return new RunPreview(
                    spec,
                    fleet.asOf(spec.range().from()).statusDistribution(),
                    fleet.schedule()
                            .countBetween(spec.range().from(), spec.range().to()),
                    admission.plan(),
                    inspection.committed,
                    transactionalId,
                    admission.timeout(),
                    sampler.recordsPerPartition(),
                    sampler.bytesPerRecord(),
                    sampler.readings(SAMPLES),
                    properties.describeProducer(transactionalId, admission.timeout()),
                    admission.missingTopics(),
                    List.of(),
                    inspection.findings);
        } catch (ConfigException e) {
            throw e;
        } catch (KafkaException e) {
            throw new KafkaFailure("generator", spec.siteId(), transactionalId, properties.bootstrapServers())
                    .toException(e, false, "nothing was written");
        }
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
        try (Cluster cluster = clusters.apply(properties);
                AvroRecordDeserializer<SimulationRun> manifests = new AvroRecordDeserializer<>(SimulationRun.class)) {
            manifests.configure(properties.registry(), false);
            return inspect(cluster, manifests, fleet, spec, partitionsIfMissing).findings;
        } catch (ConfigException e) {
            throw e;
        } catch (KafkaException e) {
            throw new KafkaFailure(
                            "generator",
                            spec.siteId(),
                            transactionalId(spec.siteId(), spec.shard()),
                            properties.bootstrapServers())
                    .toException(e, false, "nothing was written");
        }
    }

    private record Inspection(RunAdmission admission, long committed, List<String> findings) {}

    private Inspection inspect(
            Cluster cluster,
            AvroRecordDeserializer<SimulationRun> manifests,
            Fleet fleet,
            RunSpec spec,
            int partitionsIfMissing) {
        AccessCheck access =
                access(cluster).withTransactions(cluster, properties, transactionalId(spec.siteId(), spec.shard()));
        RunAdmission admission = admission(cluster, access, fleet, spec, partitionsIfMissing);
        List<String> findings = new ArrayList<>(admission.findings());
        long committed = 0;
        if (access.canRead(topics.runs())) {
            try {
                committed = admission
                        .requireFree(spec, RunHistoryReader.read(cluster, topics, manifests))
                        .committed();
            } catch (ExistingRunException e) {
                findings.add(e.getMessage());
            } catch (PreflightException e) {
                findings.addAll(e.findings());
            }
        }
        return new Inspection(admission, committed, List.copyOf(findings));
    }

    private AccessCheck access(Cluster cluster) {
        return AccessCheck.of(cluster, properties, Preflight.operations(topics));
    }

    private RunAdmission admission(
            Cluster cluster, AccessCheck access, Fleet fleet, RunSpec spec, int partitionsIfMissing) {
        return RunAdmission.inspect(
                cluster, access, topics, properties, fleet, spec, rate, gate, clock.instant(), partitionsIfMissing);
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

    private String transactionalId(int siteId, Shard shard) {
        return topics.prefix() + "minerstream-generate-site-" + siteId
                + (shard.isAll() ? "" : "-shard-" + shard.index() + "-of-" + shard.count());
    }

    private Roster readRoster(Cluster cluster, Fleet fleet, MinerKeys keys, RunSpec spec) {
        try (AvroRecordDeserializer<HostingMiner> entries = new AvroRecordDeserializer<>(HostingMiner.class)) {
            entries.configure(properties.registry(), false);
            Roster roster = new Roster(fleet, keys, entries, spec.range());
            cluster.scan(topics.miners(), roster::read);
            return roster;
        }
    }

    /** Makes {@link #publish}, running or not yet, stop at the next batch and abort what is not committed; for good. */
    public void cancel() {
        cancelled = true;
    }
}

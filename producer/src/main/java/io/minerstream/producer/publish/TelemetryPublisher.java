package io.minerstream.producer.publish;

import io.minerstream.avro.HostingMiner;
import io.minerstream.avro.SimulationRun;
import io.minerstream.producer.fleet.Fleet;
import io.minerstream.producer.kafka.ClientProperties;
import io.minerstream.producer.kafka.Cluster;
import io.minerstream.producer.kafka.KafkaCluster;
import io.minerstream.producer.kafka.KafkaFailure;
import io.minerstream.producer.kafka.PreflightException;
import io.minerstream.producer.kafka.PublishException;
import io.minerstream.producer.kafka.TopicState;
import io.minerstream.producer.kafka.TransactionalWriter;
import io.minerstream.producer.run.ExistingRunException;
import io.minerstream.producer.run.RunHistory;
import io.minerstream.producer.run.RunPlan;
import io.minerstream.producer.run.RunSpec;
import io.minerstream.schemas.serde.AvroRecordDeserializer;
import io.minerstream.schemas.topic.TopicNames;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Supplier;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.config.ConfigException;

/**
 * Publishes runs to Kafka in transactions.
 *
 * <p>First the roster, as far as it changed, and the manifest of the run are committed; then, hour by hour, the readings of
 * all miners and one watermark for each partition, together with the progress of the run. A run of at most
 * {@value RunPlan#LARGEST_WHOLE_RUN} records is one transaction: all or nothing. A longer one is committed hour by hour.
 *
 * <p>The {@code transactional.id} is {@code <topic prefix>minerstream-generate-site-<site>}, so that there is one generator of
 * a site at a time: a second one fences the first and aborts what it has not committed.
 *
 * <p>{@link #publish} may be called again after it returned, by one thread at a time; {@link #cancel} by any thread.
 */
public final class TelemetryPublisher {

    private static final Duration SMALLEST_TIMEOUT = Duration.ofSeconds(60);

    /** Far below what any cluster takes: the transaction must not time out on a slow one. */
    private static final long SLOWEST_RECORDS_PER_SECOND = 10_000;

    private final ClientProperties properties;
    private final TopicNames topics;
    private final Clock clock;
    private final Function<ClientProperties, Cluster> clusters;
    private final Function<Map<String, Object>, Producer<byte[], SpecificRecord>> producers;
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
        this.properties = new ClientProperties(properties);
        this.topics = topics;
        this.clock = clock;
        this.clusters = clusters;
        this.producers = producers;
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
        String transactionalId = topics.prefix() + "minerstream-generate-site-" + spec.siteId();
        KafkaFailure failures =
                new KafkaFailure("generator", spec.siteId(), transactionalId, properties.bootstrapServers());
        try (Cluster cluster = clusters.apply(properties);
                AvroRecordDeserializer<SimulationRun> manifests = new AvroRecordDeserializer<>(SimulationRun.class)) {
            manifests.configure(properties.registry(), false);
            Map<String, TopicState> states = cluster.topics(Preflight.topics(topics));
            List<String> findings = Preflight.findings(states, topics, spec, clock.instant());
            if (!findings.isEmpty()) {
                throw new PreflightException(findings);
            }
            Runnable requireFree = () -> requireFree(spec, () -> RunHistoryReader.read(cluster, topics, manifests));
            // Once before anybody is fenced, and once after, when no other generator of the site can commit any more.
            requireFree.run();
            RunPlan plan = new RunPlan(fleet.size(), spec.range().timePoints());
            Duration timeout = properties.transactionTimeout(transactionTimeout(plan, cluster));
            MinerKeys keys = new MinerKeys(fleet, states.get(topics.telemetry()).partitions());
            RunRecords records = new RunRecords(topics, fleet, keys, spec, clock.instant());
            try (TransactionalWriter writer =
                    new TransactionalWriter(producers.apply(properties.producer(transactionalId, timeout)), timeout)) {
                RunPublication run =
                        new RunPublication(spec, plan, keys, records, writer, listener, clock, () -> cancelled);
                return run.publish(fleet, requireFree, () -> readRoster(cluster, fleet, keys, spec), failures);
            }
        } catch (ConfigException e) {
            throw e;
        } catch (KafkaException e) {
            throw failures.toException(e, false, "nothing was written");
        }
    }

    private static void requireFree(RunSpec spec, Supplier<RunHistory> history) {
        if (!spec.force()) {
            List<SimulationRun> existing = history.get().overlapping(spec.siteId(), spec.range());
            if (!existing.isEmpty()) {
                throw new ExistingRunException(spec.siteId(), spec.range(), existing);
            }
        }
    }

    private Roster readRoster(Cluster cluster, Fleet fleet, MinerKeys keys, RunSpec spec) {
        try (AvroRecordDeserializer<HostingMiner> entries = new AvroRecordDeserializer<>(HostingMiner.class)) {
            entries.configure(properties.registry(), false);
            Roster roster = new Roster(fleet, keys, entries, spec.range().from());
            cluster.scan(topics.miners(), roster::read);
            return roster;
        }
    }

    /** What the largest transaction needs at the slowest, as far as the brokers allow it. */
    private static Duration transactionTimeout(RunPlan plan, Cluster cluster) {
        long records = Math.max(plan.recordsPerUnit(), Math.min(plan.miners(), RunPlan.LARGEST_WHOLE_RUN));
        Duration needed = SMALLEST_TIMEOUT.plusSeconds(records / SLOWEST_RECORDS_PER_SECOND);
        Duration allowed = cluster.maxTransactionTimeout();
        return needed.compareTo(allowed) <= 0 ? needed : allowed;
    }

    /** Makes {@link #publish}, running or not yet, stop at the next batch and abort what is not committed; for good. */
    public void cancel() {
        cancelled = true;
    }
}

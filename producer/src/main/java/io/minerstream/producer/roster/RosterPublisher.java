package io.minerstream.producer.roster;

import io.minerstream.producer.fleet.Fleet;
import io.minerstream.producer.kafka.AccessCheck;
import io.minerstream.producer.kafka.ClientProperties;
import io.minerstream.producer.kafka.Cluster;
import io.minerstream.producer.kafka.KafkaCluster;
import io.minerstream.producer.kafka.KafkaFailure;
import io.minerstream.producer.kafka.PreflightException;
import io.minerstream.producer.kafka.PublishException;
import io.minerstream.producer.kafka.TransactionalWriter;
import io.minerstream.schemas.topic.TopicNames;
import io.minerstream.schemas.topic.TopicState;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.config.ConfigException;

/**
 * Publishes the fleet of a site to the compacted topic {@code hosting-miners}, as a difference to what the topic says: miners
 * whose entry says the same are not written, and those of the site that are not in the fleet get a tombstone.
 *
 * <p>Up to {@value #LARGEST_TRANSACTION} changes are one transaction; more are committed in several, one after the other. One
 * that fails leaves those before it, and publishing again goes on from there. The {@code transactional.id} is
 * {@code <topic prefix>minerstream-roster-site-<site>}: of two publishers of a site, the later one fences the other.
 *
 * <p>Thread-safe: each call opens and closes its own clients.
 */
public final class RosterPublisher {

    /** Entries in a transaction, at most: a few seconds of work on any cluster. */
    static final int LARGEST_TRANSACTION = 100_000;

    private static final Duration TRANSACTION_TIMEOUT = Duration.ofSeconds(60);

    private final ClientProperties properties;
    private final TopicNames topics;
    private final Function<ClientProperties, Cluster> clusters;
    private final Function<Map<String, Object>, Producer<byte[], SpecificRecord>> producers;

    /**
     * A publisher to a Kafka cluster. Connects when it is called.
     *
     * @param properties settings of the Kafka clients and of the registry client, {@code bootstrap.servers} and
     *     {@code schema.registry.url} among them
     * @throws ConfigException when a setting is given that publishing cannot do without
     */
    public RosterPublisher(Map<String, ?> properties, TopicNames topics) {
        this(properties, topics, KafkaCluster::new, KafkaProducer::new);
    }

    RosterPublisher(
            Map<String, ?> properties,
            TopicNames topics,
            Function<ClientProperties, Cluster> clusters,
            Function<Map<String, Object>, Producer<byte[], SpecificRecord>> producers) {
        this.properties = new ClientProperties(properties);
        this.topics = topics;
        this.clusters = clusters;
        this.producers = producers;
    }

    /**
     * Publishes a fleet. Returns when it is committed.
     *
     * @param validFrom timestamp of what is written; an entry that says the same from a later time on is written again
     * @throws PreflightException when the topic is missing, would lose entries, or has miners of the fleet on other sites;
     *     nothing was written
     * @throws PublishException when not all of it was committed; says how much is
     */
    public RosterResult publish(Fleet fleet, Instant validFrom) {
        String transactionalId = transactionalId(fleet.siteId());
        KafkaFailure failures =
                new KafkaFailure("roster publisher", fleet.siteId(), transactionalId, properties.bootstrapServers());
        Duration timeout = properties.transactionTimeout(TRANSACTION_TIMEOUT);
        try (Cluster cluster = clusters.apply(properties)) {
            int partitions = requirePartitions(cluster);
            try (TransactionalWriter writer =
                    new TransactionalWriter(producers.apply(properties.producer(transactionalId, timeout)), timeout)) {
                RosterPublication publication =
                        new RosterPublication(topics.miners(), fleet, validFrom, partitions, writer);
                // The difference is taken when no other publisher of the site can commit any more.
                return publication.publish(() -> difference(cluster, fleet, validFrom, partitions), failures);
            }
        } catch (ConfigException e) {
            throw e;
        } catch (KafkaException e) {
            throw failures.toException(e, false, "nothing was written");
        }
    }

    private RosterDiff difference(Cluster cluster, Fleet fleet, Instant validFrom, int partitions) {
        RosterDiff difference = new RosterDiff(fleet, validFrom);
        RosterReader.read(cluster::scanToLogEnd, properties, topics.miners(), partitions, difference::read);
        difference.finding(topics.miners()).ifPresent(text -> {
            throw new PreflightException(List.of(text));
        });
        return difference;
    }

    /**
     * Everything that stands against {@link #publish} for a site, all at once: access and topics. A topic that is missing is no
     * finding, since the caller creates it first. Writes nothing, and fences nobody.
     *
     * @return one sentence for each thing; empty when a fleet can be published
     * @throws PublishException when Kafka did not answer
     */
    public List<String> findings(int siteId) {
        String transactionalId = transactionalId(siteId);
        try (Cluster cluster = clusters.apply(properties)) {
            AccessCheck access = access(cluster).withTransactions(cluster, properties, transactionalId);
            return findings(access, states(cluster, access));
        } catch (ConfigException e) {
            throw e;
        } catch (KafkaException e) {
            throw new KafkaFailure("roster publisher", siteId, transactionalId, properties.bootstrapServers())
                    .toException(e, false, "nothing was written");
        }
    }

    private AccessCheck access(Cluster cluster) {
        return AccessCheck.of(
                cluster, properties, Map.of(topics.miners(), Set.of(AclOperation.READ, AclOperation.WRITE)));
    }

    private Map<String, TopicState> states(Cluster cluster, AccessCheck access) {
        List<String> names = new ArrayList<>(access.visible(List.of(topics.miners())));
        // Whose partitions the roster's must match; who may not look at it is not refused for that.
        AccessCheck others = AccessCheck.of(cluster, properties, Map.of(topics.telemetry(), Set.of()));
        names.addAll(others.visible(List.of(topics.telemetry())));
        return cluster.topics(names);
    }

    /** The roster is joined with readings by partition, so that both topics must have the same number. */
    private List<String> findings(AccessCheck access, Map<String, TopicState> states) {
        List<String> findings = new ArrayList<>(access.findings());
        TopicState roster = states.get(topics.miners());
        TopicState telemetry = states.get(topics.telemetry());
        if (roster != null) {
            roster.compactionFinding().ifPresent(findings::add);
            roster.replicationFinding().ifPresent(findings::add);
            if (telemetry != null) {
                roster.partitionFinding(telemetry.partitions()).ifPresent(findings::add);
            }
        }
        return findings;
    }

    private int requirePartitions(Cluster cluster) {
        AccessCheck access = access(cluster);
        Map<String, TopicState> states = states(cluster, access);
        List<String> findings = findings(access, states);
        if (!access.allowed().containsKey(topics.miners())) {
            findings.add("topic %s: does not exist; create the topics first".formatted(topics.miners()));
        }
        if (!findings.isEmpty()) {
            throw new PreflightException(findings);
        }
        return states.get(topics.miners()).partitions();
    }

    private String transactionalId(int siteId) {
        return topics.prefix() + "minerstream-roster-site-" + siteId;
    }
}

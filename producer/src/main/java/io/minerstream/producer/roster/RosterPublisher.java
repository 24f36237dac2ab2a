package io.minerstream.producer.roster;

import io.minerstream.producer.fleet.Fleet;
import io.minerstream.producer.kafka.AccessCheck;
import io.minerstream.producer.kafka.Clients;
import io.minerstream.producer.kafka.Cluster;
import io.minerstream.producer.kafka.FencedWriter;
import io.minerstream.producer.kafka.PreflightException;
import io.minerstream.producer.kafka.PublishException;
import io.minerstream.schemas.topic.TopicNames;
import io.minerstream.schemas.topic.TopicState;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.common.config.ConfigException;

/**
 * Publishes the fleet of a site to the compacted topic {@code hosting-miners}, as a difference to what the topic says: miners
 * whose entry says the same are not written, and those of the site that are not in the fleet get a tombstone.
 *
 * <p>Up to {@value #LARGEST_TRANSACTION} changes are one transaction; more are committed in several, one after the other. One
 * that fails leaves those before it, and publishing again resumes there. The {@code transactional.id} is
 * {@code <topic prefix>minerstream-roster-site-<site>}: of two publishers of a site, the later one fences the other.
 *
 * <p>Thread-safe: each call opens and closes its own clients.
 */
public final class RosterPublisher {

    /** Entries in a transaction, at most: a few seconds of work on any cluster. */
    static final int LARGEST_TRANSACTION = 100_000;

    private static final Duration TRANSACTION_TIMEOUT = Duration.ofSeconds(60);

    private final Clients clients;
    private final TopicNames topics;

    /**
     * A publisher to a Kafka cluster. Connects when it is called.
     *
     * @param properties settings of the Kafka clients and of the registry client, {@code bootstrap.servers} and
     *     {@code schema.registry.url} among them
     * @throws ConfigException when a setting is given that publishing cannot do without
     */
    public RosterPublisher(Map<String, ?> properties, TopicNames topics) {
        this(Clients.of(properties), topics);
    }

    RosterPublisher(Clients clients, TopicNames topics) {
        this.clients = clients;
        this.topics = topics;
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
        FencedWriter fenced = fenced(fleet.siteId());
        return fenced.connected(cluster -> {
            int partitions = fenced.require(cluster, topics.miners(), this::partitionFinding)
                    .partitions();
            return fenced.write(
                    clients.properties().transactionTimeout(TRANSACTION_TIMEOUT),
                    writer -> new RosterPublication(
                            topics.miners(),
                            fleet,
                            validFrom,
                            partitions,
                            writer,
                            reader -> RosterReader.read(
                                    cluster::scanToLogEnd, clients.properties(), topics.miners(), partitions, reader)));
        });
    }

    /**
     * All blocking problems of {@link #publish} for a site: access and topics. A missing topic is none, since the caller creates it
     * first. Writes nothing, and fences nobody.
     *
     * @return one sentence each; empty when a fleet can be published
     * @throws PublishException when Kafka did not answer
     */
    public List<String> findings(int siteId) {
        return fenced(siteId).findings(topics.miners(), this::partitionFinding);
    }

    /** The roster is joined with readings by partition, so that both topics must have the same number. */
    private List<String> partitionFinding(Cluster cluster, TopicState roster) {
        // Who may not describe the telemetry topic is not refused for that.
        AccessCheck access = AccessCheck.of(cluster, clients.properties(), Map.of(topics.telemetry(), Set.of()));
        return cluster.topics(access.visible(List.of(topics.telemetry()))).values().stream()
                .flatMap(telemetry -> roster.partitionFinding(telemetry.partitions()).stream())
                .toList();
    }

    private FencedWriter fenced(int siteId) {
        return new FencedWriter(
                clients, "roster publisher", siteId, topics.prefix() + "minerstream-roster-site-" + siteId);
    }
}

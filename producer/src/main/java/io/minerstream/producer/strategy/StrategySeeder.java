package io.minerstream.producer.strategy;

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
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.config.ConfigException;

/**
 * Writes the strategies of a site to the compacted strategy topic, idempotent by content: the topic is read to its end first,
 * and a site that has strategies is left alone unless the caller forces.
 *
 * <p>The tombstones of what goes and the new set are one transaction, so that a reader with {@code read_committed} sees the old
 * set or the new one, whenever a seeder dies. The {@code transactional.id} is {@code <topic prefix>minerstream-seed-site-<site>}:
 * of two seeders of a site at the same moment, the later one fences the other, and then looks again at what is there.
 *
 * <p>Thread-safe: each call opens and closes its own clients.
 */
public final class StrategySeeder {

    /** A few records take milliseconds; a dead seeder's transaction hides what others write, so it must end soon. */
    private static final Duration TRANSACTION_TIMEOUT = Duration.ofSeconds(15);

    private final ClientProperties properties;
    private final TopicNames topics;
    private final Function<ClientProperties, Cluster> clusters;
    private final Function<Map<String, Object>, Producer<byte[], SpecificRecord>> producers;

    /**
     * A seeder for a Kafka cluster. Connects when it is called.
     *
     * @param properties settings of the Kafka clients and of the registry client, {@code bootstrap.servers} and
     *     {@code schema.registry.url} among them
     * @throws ConfigException when a setting is given that seeding cannot do without
     */
    public StrategySeeder(Map<String, ?> properties, TopicNames topics) {
        this(properties, topics, KafkaCluster::new, KafkaProducer::new);
    }

    StrategySeeder(
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
     * Seeds the four default strategies.
     *
     * @param force whether to replace strategies that are there
     * @return number of strategies that were created; 0 when the site had some
     * @throws PreflightException as {@link #seed(StrategySet, boolean)}
     * @throws PublishException as {@link #seed(StrategySet, boolean)}
     */
    public int seed(int siteId, boolean force) {
        return seed(StrategySet.defaults(siteId), force).created();
    }

    /**
     * Seeds a set. Returns when it is committed.
     *
     * @param force whether to replace strategies that are there; without it, any strategy of the site means that nothing is
     *     written
     * @throws PreflightException when the topic is missing or would lose strategies; nothing was written
     * @throws PublishException when it was not committed, or when another seeder of the site took over
     */
    public SeedResult seed(StrategySet set, boolean force) {
        String transactionalId = transactionalId(set.siteId());
        KafkaFailure failures =
                new KafkaFailure("seeder", set.siteId(), transactionalId, properties.bootstrapServers());
        try (Cluster cluster = clusters.apply(properties)) {
            requireTopic(cluster);
            if (!force) {
                // A look that fences nobody and waits for nobody; what it does not see yet is looked for below.
                int existing = ofSite(set.siteId(), StrategyReader.readStable(cluster, properties, topics))
                        .size();
                if (existing > 0) {
                    return new SeedResult(0, 0, existing);
                }
            }
            Supplier<List<StrategyEntry>> read =
                    () -> ofSite(set.siteId(), StrategyReader.readToEnd(cluster, properties, topics));
            try (TransactionalWriter writer = new TransactionalWriter(
                    producers.apply(properties.producer(transactionalId, TRANSACTION_TIMEOUT)), TRANSACTION_TIMEOUT)) {
                return write(set, force, read, writer, failures);
            }
        } catch (ConfigException e) {
            throw e;
        } catch (KafkaException e) {
            throw failures.toException(e, false, "nothing was written");
        }
    }

    /**
     * Checks what the topic says of a site. Writes nothing.
     *
     * @throws KafkaException when Kafka or the registry cannot be asked
     */
    public StrategyReport verify(int siteId) {
        try (Cluster cluster = clusters.apply(properties)) {
            return StrategyReport.of(siteId, StrategyReader.readToEnd(cluster, properties, topics));
        }
    }

    private SeedResult write(
            StrategySet set,
            boolean force,
            Supplier<List<StrategyEntry>> read,
            TransactionalWriter writer,
            KafkaFailure failures) {
        try {
            writer.fenceOthers();
            // Now that no other seeder of the site can commit, and the transaction of a dead one is aborted.
            List<StrategyEntry> existing = read.get();
            if (!existing.isEmpty() && !force) {
                return new SeedResult(0, 0, existing.size());
            }
            List<StrategyKey> gone = gone(existing, set);
            writer.begin();
            gone.forEach(key -> writer.send(new ProducerRecord<>(topics.strategies(), key.bytes(), null)));
            set.strategies()
                    .forEach(strategy -> writer.send(new ProducerRecord<>(
                            topics.strategies(), StrategyKey.of(strategy).bytes(), strategy)));
            writer.commit();
            return new SeedResult(set.strategies().size(), gone.size(), existing.size());
        } catch (KafkaException e) {
            throw failed(e, set.siteId(), writer, failures);
        }
    }

    private static PublishException failed(
            KafkaException failure, int siteId, TransactionalWriter writer, KafkaFailure failures) {
        boolean overdue = writer.isOverdue();
        RuntimeException root = writer.rootOf(failure);
        if (writer.isUncertain()) {
            return new PublishException(
                    PublishException.Reason.UNCERTAIN,
                    ("Kafka at %s did not say whether it committed the strategies of site_id=%d; look at what is there with "
                                    + "`minerstream strategies list` before seeding again")
                            .formatted(failures.servers(), siteId),
                    root);
        }
        if (!KafkaFailure.isFenced(root)) {
            try {
                writer.abort();
            } catch (KafkaException onAbort) {
                // The broker aborts it when it times out.
                root.addSuppressed(onAbort);
            }
        }
        return failures.toException(root, overdue, "none of its strategies was changed");
    }

    /** Types that the new set has again get no tombstone: their rows in a warehouse are changed rather than made anew. */
    private static List<StrategyKey> gone(List<StrategyEntry> existing, StrategySet set) {
        Set<StrategyKey> kept = set.strategies().stream().map(StrategyKey::of).collect(Collectors.toSet());
        return existing.stream()
                .map(StrategyEntry::key)
                .filter(key -> !kept.contains(key))
                .toList();
    }

    private static List<StrategyEntry> ofSite(int siteId, List<StrategyEntry> entries) {
        return entries.stream().filter(entry -> entry.key().siteId() == siteId).toList();
    }

    /**
     * Everything that stands against {@link #seed(StrategySet, boolean)} for a site, all at once: access and topic. A topic that is
     * missing is no finding, since the caller creates it first. Writes nothing, and fences nobody.
     *
     * @return one sentence for each thing; empty when strategies can be seeded
     * @throws PublishException when Kafka did not answer
     */
    public List<String> findings(int siteId) {
        String transactionalId = transactionalId(siteId);
        try (Cluster cluster = clusters.apply(properties)) {
            return findings(cluster, access(cluster).withTransactions(cluster, properties, transactionalId));
        } catch (ConfigException e) {
            throw e;
        } catch (KafkaException e) {
            throw new KafkaFailure("seeder", siteId, transactionalId, properties.bootstrapServers())
                    .toException(e, false, "nothing was written");
        }
    }

    private AccessCheck access(Cluster cluster) {
        return AccessCheck.of(
                cluster, properties, Map.of(topics.strategies(), Set.of(AclOperation.READ, AclOperation.WRITE)));
    }

    private List<String> findings(Cluster cluster, AccessCheck access) {
        List<String> findings = new ArrayList<>(access.findings());
        TopicState topic =
                cluster.topics(access.visible(List.of(topics.strategies()))).get(topics.strategies());
        if (topic != null) {
            topic.compactionFinding().ifPresent(findings::add);
            topic.replicationFinding().ifPresent(findings::add);
        }
        return findings;
    }

    private void requireTopic(Cluster cluster) {
        AccessCheck access = access(cluster);
        List<String> findings = findings(cluster, access);
        if (!access.allowed().containsKey(topics.strategies())) {
            findings.add("topic %s: does not exist; create the topics first".formatted(topics.strategies()));
        }
        if (!findings.isEmpty()) {
            throw new PreflightException(findings);
        }
    }

    private String transactionalId(int siteId) {
        return topics.prefix() + "minerstream-seed-site-" + siteId;
    }
}

package io.minerstream.producer.strategy;

import io.minerstream.producer.kafka.Clients;
import io.minerstream.producer.kafka.Cluster;
import io.minerstream.producer.kafka.FencedWriter;
import io.minerstream.producer.kafka.PreflightException;
import io.minerstream.producer.kafka.PublishException;
import io.minerstream.producer.kafka.TransactionalWriter;
import io.minerstream.schemas.topic.TopicNames;
import io.minerstream.schemas.topic.TopicState;
import io.minerstream.schemas.wait.Deadline;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.config.ConfigException;

/**
 * Writes the strategies of a site to the compacted strategy topic, idempotent by content: the topic is read to its end first,
 * and a site that has strategies is left alone unless the caller forces.
 *
 * <p>The tombstones of what goes and the new set are one transaction, so that a reader with {@code read_committed} sees the old
 * set or the new one, whenever a seeder dies. The {@code transactional.id} is {@code <topic prefix>minerstream-seed-site-<site>}:
 * of two seeders of a site at the same moment, the later one fences the other, and then checks again what is there. The
 * other waits for what the later one commits, and leaves it alone unless it is forced.
 *
 * <p>Thread-safe: each call opens and closes its own clients.
 */
public final class StrategySeeder {

    /** A few records take milliseconds; a dead seeder's transaction hides what others write, so it must end soon. */
    private static final Duration TRANSACTION_TIMEOUT = Duration.ofSeconds(15);

    private static final Duration POLL = Duration.ofMillis(200);

    private final Clients clients;
    private final TopicNames topics;

    /**
     * A seeder for a Kafka cluster. Connects when it is called.
     *
     * @param properties settings of the Kafka clients and of the registry client, {@code bootstrap.servers} and
     *     {@code schema.registry.url} among them
     * @throws ConfigException when a setting is given that seeding cannot do without
     */
    public StrategySeeder(Map<String, ?> properties, TopicNames topics) {
        this(Clients.of(properties), topics);
    }

    StrategySeeder(Clients clients, TopicNames topics) {
        this.clients = clients;
        this.topics = topics;
    }

    /**
     * Seeds the four default strategies.
     *
     * @param force whether to replace strategies that are there
     * @return number of strategies that were written; 0 when the site had some and was skipped
     * @throws PreflightException as {@link #seed(StrategySet, boolean)}
     * @throws PublishException as {@link #seed(StrategySet, boolean)}
     */
    public int seed(int siteId, boolean force) {
        SeedResult result = seed(StrategySet.defaults(siteId), force);
        return result.created() + result.replaced();
    }

    /**
     * Seeds a set. Returns when it is committed.
     *
     * @param force whether to replace strategies that are there; without it, any strategy of the site means that nothing is
     *     written
     * @throws PreflightException when the topic is missing or would lose strategies; nothing was written
     * @throws PublishException when it was not committed, or when another seeder of the site took over from one that is forced
     */
    public SeedResult seed(StrategySet set, boolean force) {
        int siteId = set.siteId();
        FencedWriter fenced = fenced(siteId);
        return fenced.connected(cluster -> {
            fenced.require(cluster, topics.strategies(), StrategySeeder::noOthers);
            if (!force) {
                // A check that fences nobody and waits for nobody; the one below sees what this one does not see yet.
                int existing = ofSite(siteId, StrategyReader.readStable(cluster, clients.properties(), topics))
                        .size();
                if (existing > 0) {
                    return SeedResult.skipped(existing);
                }
            }
            try {
                return write(set, force, cluster, fenced);
            } catch (PublishException e) {
                if (force || e.reason() != PublishException.Reason.FENCED) {
                    throw e;
                }
                return SeedResult.skipped(awaitOthers(siteId, cluster, e));
            }
        });
    }

    /**
     * Waits for the strategies of the seeder that has fenced this one.
     *
     * @return their number
     * @throws PublishException {@code fenced} when none comes: that seeder has died
     */
    private int awaitOthers(int siteId, Cluster cluster, PublishException fenced) {
        AtomicInteger existing = new AtomicInteger();
        boolean come = Deadline.in(TRANSACTION_TIMEOUT).await(POLL, () -> {
            existing.set(ofSite(siteId, StrategyReader.readToEnd(cluster, clients.properties(), topics))
                    .size());
            return existing.get() > 0;
        });
        if (!come) {
            throw fenced;
        }
        return existing.get();
    }

    private SeedResult write(StrategySet set, boolean force, Cluster cluster, FencedWriter fenced) {
        return fenced.write(
                TRANSACTION_TIMEOUT,
                writer -> FencedWriter.Job.of(
                        "none of its strategies was changed",
                        "the strategies of site_id=%s; check what is there with `minerstream strategies list` before seeding again"
                                .formatted(set.siteId()),
                        () -> write(
                                set,
                                force,
                                ofSite(set.siteId(), StrategyReader.readToEnd(cluster, clients.properties(), topics)),
                                writer)));
    }

    /**
     * Checks what the topic says of a site. Writes nothing.
     *
     * @throws KafkaException when Kafka or the registry cannot be asked
     */
    public StrategyReport verify(int siteId) {
        try (Cluster cluster = clients.connect()) {
            return StrategyReport.of(siteId, StrategyReader.readToEnd(cluster, clients.properties(), topics));
        }
    }

    /** @param existing what the site has, now that no other seeder can commit */
    private SeedResult write(StrategySet set, boolean force, List<StrategyEntry> existing, TransactionalWriter writer) {
        if (!existing.isEmpty() && !force) {
            return SeedResult.skipped(existing.size());
        }
        List<StrategyKey> gone = gone(existing, set);
        writer.begin();
        gone.forEach(key -> writer.send(new ProducerRecord<>(topics.strategies(), key.bytes(), null)));
        set.strategies()
                .forEach(strategy -> writer.send(new ProducerRecord<>(
                        topics.strategies(), StrategyKey.of(strategy).bytes(), strategy)));
        writer.commit();
        int replaced = existing.size() - gone.size();
        return new SeedResult(set.strategies().size() - replaced, replaced, gone.size(), existing.size());
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
     * All blocking problems of {@link #seed(StrategySet, boolean)} for a site: access and topic. A missing topic is none, since the
     * caller creates it first. Writes nothing, and fences nobody.
     *
     * @return one sentence each; empty when strategies can be seeded
     * @throws PublishException when Kafka did not answer
     */
    public List<String> findings(int siteId) {
        return fenced(siteId).findings(topics.strategies(), StrategySeeder::noOthers);
    }

    private FencedWriter fenced(int siteId) {
        return new FencedWriter(clients, "seeder", siteId, topics.prefix() + "minerstream-seed-site-" + siteId);
    }

    private static List<String> noOthers(Cluster cluster, TopicState topic) {
        return List.of();
    }
}

package io.minerstream.producer.publish;

import io.minerstream.producer.fleet.Fleet;
import io.minerstream.producer.kafka.AccessCheck;
import io.minerstream.producer.kafka.ClientProperties;
import io.minerstream.producer.kafka.Cluster;
import io.minerstream.producer.kafka.KafkaFailure;
import io.minerstream.producer.kafka.TransactionalWriter;
import io.minerstream.producer.pacing.RateProfile;
import io.minerstream.producer.run.RunSpec;
import io.minerstream.producer.run.Shard;
import io.minerstream.schemas.topic.TopicNames;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.function.Function;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.producer.Producer;

/**
 * What the parts of a {@link TelemetryPublisher} share: how they reach Kafka and the registry, and when readings go. Immutable.
 *
 * @param properties settings of the clients
 * @param topics names of the topics
 * @param clock for the times of the manifests and for the age of a run
 * @param clusters connects to the brokers
 * @param producers makes a producer of its settings
 * @param rate how fast readings are sent
 * @param gate when they are sent
 * @param threads most threads that send them, at least 1
 */
record PublisherContext(
        ClientProperties properties,
        TopicNames topics,
        Clock clock,
        Function<ClientProperties, Cluster> clusters,
        Function<Map<String, Object>, Producer<byte[], SpecificRecord>> producers,
        RateProfile rate,
        TimePointScheduler gate,
        int threads) {

    PublisherContext {
        if (threads < 1) {
            throw new IllegalArgumentException("threads: must be at least 1, got " + threads);
        }
    }

    PublisherContext at(RateProfile other) {
        return new PublisherContext(properties, topics, clock, clusters, producers, other, gate, threads);
    }

    PublisherContext live(TimePointScheduler other) {
        return new PublisherContext(properties, topics, clock, clusters, producers, rate, other, threads);
    }

    PublisherContext withThreads(int other) {
        return new PublisherContext(properties, topics, clock, clusters, producers, rate, gate, other);
    }

    /** Connects; the caller closes it. */
    ManifestReader connect() {
        return new ManifestReader(clusters.apply(properties), properties, topics);
    }

    /** One generator of a site and shard at a time: a second one with the same id fences the first. */
    String transactionalId(int siteId, Shard shard) {
        return topics.prefix() + "minerstream-generate-site-" + siteId
                + (shard.isAll() ? "" : "-shard-" + shard.index() + "-of-" + shard.count());
    }

    TransactionalWriter writer(String transactionalId, Duration timeout) {
        return new TransactionalWriter(producers.apply(properties.producer(transactionalId, timeout)), timeout);
    }

    /** Puts failures into words. */
    KafkaFailure failures(int siteId, Shard shard) {
        return new KafkaFailure("generator", siteId, transactionalId(siteId, shard), properties.bootstrapServers());
    }

    AccessCheck access(Cluster cluster) {
        return AccessCheck.of(cluster, properties, Preflight.operations(topics));
    }

    /** @param partitionsIfMissing partitions of a telemetry topic that is yet to be created, at least 1 */
    RunAdmission admission(Cluster cluster, AccessCheck access, Fleet fleet, RunSpec spec, int partitionsIfMissing) {
        return RunAdmission.inspect(
                cluster, access, topics, properties, fleet, spec, rate, gate, clock.instant(), partitionsIfMissing);
    }
}

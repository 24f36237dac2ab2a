package io.minerstream.producer.preflight;

import io.minerstream.producer.kafka.Clients;
import io.minerstream.producer.kafka.Cluster;
import io.minerstream.producer.kafka.FencedWriter;
import io.minerstream.producer.pacing.RateProfile;
import io.minerstream.producer.pacing.TimePointScheduler;
import io.minerstream.producer.record.RunHistoryReader;
import io.minerstream.producer.run.RunHistory;
import io.minerstream.producer.run.Shard;
import io.minerstream.schemas.topic.TopicNames;
import java.time.Clock;

/**
 * What preflight and sending of runs share. Immutable.
 *
 * @param clients how they reach Kafka and the registry
 * @param topics names of the topics
 * @param clock for the times of the manifests and for the age of a run
 * @param rate how fast readings are sent
 * @param scheduler when they are sent
 * @param threads most threads that send them, at least 1
 */
public record RunContext(
        Clients clients, TopicNames topics, Clock clock, RateProfile rate, TimePointScheduler scheduler, int threads) {

    public RunContext {
        if (threads < 1) {
            throw new IllegalArgumentException("threads: must be at least 1, got " + threads);
        }
    }

    /** The runs that a cluster knows at this moment. */
    public RunHistory history(Cluster cluster) {
        return RunHistoryReader.read(cluster, clients.properties(), topics, cluster::scan);
    }

    /** The one generator of a site and shard. */
    public FencedWriter fenced(int siteId, Shard shard) {
        return new FencedWriter(clients, "generator", siteId, transactionalId(siteId, shard));
    }

    public String transactionalId(int siteId, Shard shard) {
        return topics.prefix() + "minerstream-generate-site-" + siteId
                + (shard.isAll() ? "" : "-shard-" + shard.index() + "-of-" + shard.count());
    }
}

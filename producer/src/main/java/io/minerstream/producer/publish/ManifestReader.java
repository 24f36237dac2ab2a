package io.minerstream.producer.publish;

import io.minerstream.avro.SimulationRun;
import io.minerstream.producer.kafka.ClientProperties;
import io.minerstream.producer.kafka.Cluster;
import io.minerstream.producer.run.RunHistory;
import io.minerstream.schemas.serde.AvroRecordDeserializer;
import io.minerstream.schemas.topic.TopicNames;

/** A connection to the brokers, and to the registry for the manifests that they keep. Used by one thread. */
final class ManifestReader implements AutoCloseable {

    private final Cluster cluster;
    private final TopicNames topics;
    private final AvroRecordDeserializer<SimulationRun> manifests = new AvroRecordDeserializer<>(SimulationRun.class);

    /** @param cluster closed with this, and when the registry's settings are refused */
    ManifestReader(Cluster cluster, ClientProperties properties, TopicNames topics) {
        this.cluster = cluster;
        this.topics = topics;
        try {
            manifests.configure(properties.registry(), false);
        } catch (RuntimeException e) {
            cluster.close();
            throw e;
        }
    }

    Cluster cluster() {
        return cluster;
    }

    /** The runs of this moment. */
    RunHistory history() {
        return history(Cluster::scan);
    }

    /** The runs as far as the topic is read. */
    RunHistory history(RunHistoryReader.Scan scan) {
        return RunHistoryReader.read(cluster, topics, manifests, scan);
    }

    @Override
    public void close() {
        try (cluster) {
            manifests.close();
        }
    }
}

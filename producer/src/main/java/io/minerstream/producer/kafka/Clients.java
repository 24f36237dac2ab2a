package io.minerstream.producer.kafka;

import java.util.Map;
import java.util.function.Function;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;

/**
 * How this module reaches Kafka and the registry. Immutable.
 *
 * @param properties settings of the clients
 * @param clusters connects to the brokers
 * @param producers makes a producer of its settings
 */
public record Clients(
        ClientProperties properties,
        Function<ClientProperties, Cluster> clusters,
        Function<Map<String, Object>, Producer<byte[], SpecificRecord>> producers) {

    /**
     * Real ones.
     *
     * @param properties settings of the Kafka clients and of the registry client, {@code bootstrap.servers} and
     *     {@code schema.registry.url} among them
     * @throws org.apache.kafka.common.config.ConfigException when a setting is given that a writer cannot do without
     */
    public static Clients of(Map<String, ?> properties) {
        return new Clients(new ClientProperties(properties), KafkaCluster::new, KafkaProducer::new);
    }

    /** Connects; the caller closes it. */
    public Cluster connect() {
        return clusters.apply(properties);
    }
}

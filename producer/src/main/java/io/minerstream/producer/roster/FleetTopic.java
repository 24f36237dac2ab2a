package io.minerstream.producer.roster;

import io.minerstream.avro.HostingMiner;
import io.minerstream.producer.fleet.Fleet;
import io.minerstream.producer.fleet.FleetSource;
import io.minerstream.producer.fleet.FleetSourceException;
import io.minerstream.producer.fleet.NoMinersException;
import io.minerstream.producer.kafka.ClientProperties;
import io.minerstream.producer.kafka.Cluster;
import io.minerstream.producer.kafka.KafkaCluster;
import io.minerstream.schemas.serde.AvroRecordDeserializer;
import io.minerstream.schemas.serde.RegistryUnavailableException;
import io.minerstream.schemas.topic.TopicNames;
import io.minerstream.schemas.topic.TopicState;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.IntPredicate;
import org.apache.kafka.common.errors.ApiException;

/**
 * The miners of a site from the compacted topic {@code hosting-miners}, as far as Kafka has not compacted it. An entry counts from
 * its timestamp on, and takes the place of what the topic said before of that time and of later ones; where the status changes
 * from one entry of a miner to the next, the fleet has it in its schedule. All else is that of the entry with the latest time. A
 * tombstone removes a miner, and so does an entry that says that it is of another site. Connects when it loads.
 *
 * <p>The topic says nothing of manufacturers.
 */
public final class FleetTopic implements FleetSource {

    private final ClientProperties properties;
    private final TopicNames topics;
    private final int siteId;
    private final Function<ClientProperties, Cluster> clusters;

    FleetTopic(Map<String, ?> properties, TopicNames topics, int siteId, Function<ClientProperties, Cluster> clusters) {
        this.properties = new ClientProperties(properties);
        this.topics = topics;
        this.siteId = siteId;
        this.clusters = clusters;
    }

    /**
     * The fleet of a site.
     *
     * @param properties settings of the Kafka clients and of the registry client
     * @param siteId {@code hosting_sites.id}
     */
    public static FleetTopic from(Map<String, ?> properties, TopicNames topics, int siteId) {
        return new FleetTopic(properties, topics, siteId, KafkaCluster::new);
    }

    /**
     * {@inheritDoc}
     *
     * @throws RegistryUnavailableException when the schema registry does not answer
     */
    @Override
    public Fleet load() {
        Fleet fleet = read(site -> site == siteId).get(siteId);
        if (fleet == null) {
            throw new NoMinersException(siteId);
        }
        return fleet;
    }

    /**
     * The fleets of all sites.
     *
     * @param properties settings of the Kafka clients and of the registry client
     * @return by site; empty when the topic has none, or there is no topic
     * @throws FleetSourceException when the topic cannot be read
     */
    public static SortedMap<Integer, Fleet> loadAll(Map<String, ?> properties, TopicNames topics) {
        return from(properties, topics, 0).read(site -> true);
    }

    SortedMap<Integer, Fleet> read(IntPredicate wantedSites) {
        String topic = topics.miners();
        try (Cluster cluster = clusters.apply(properties);
                AvroRecordDeserializer<HostingMiner> entries = new AvroRecordDeserializer<>(HostingMiner.class)) {
            TopicState state = cluster.topics(List.of(topic)).get(topic);
            if (state == null) {
                return new TreeMap<>();
            }
            entries.configure(properties.registry(), false);
            RosterReading reading = new RosterReading(entries, state.partitions(), wantedSites);
            cluster.scanToLogEnd(topic, reading::read);
            return reading.fleets();
        } catch (RegistryUnavailableException e) {
            throw e;
        } catch (ApiException e) {
            throw unreadable(topic, e);
        }
    }

    private FleetSourceException unreadable(String topic, ApiException cause) {
        return new FleetSourceException(
                "topic %s: could not be read from Kafka at %s: %s"
                        .formatted(topic, properties.bootstrapServers(), cause.getMessage()),
                cause);
    }
}

package io.minerstream.producer.roster;

import io.minerstream.producer.fleet.Fleet;
import io.minerstream.producer.fleet.FleetSource;
import io.minerstream.producer.fleet.FleetSourceException;
import io.minerstream.producer.fleet.NoMinersException;
import io.minerstream.producer.kafka.Clients;
import io.minerstream.producer.kafka.Cluster;
import io.minerstream.schemas.run.TimeRange;
import io.minerstream.schemas.serde.RegistryUnavailableException;
import io.minerstream.schemas.topic.TopicNames;
import io.minerstream.schemas.topic.TopicState;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.function.IntPredicate;
import java.util.function.ToIntFunction;
import org.apache.kafka.common.errors.ApiException;

/**
 * The miners of a site from the compacted topic {@code hosting-miners}, as far as Kafka has not compacted it. An entry is valid from
 * its timestamp on, and replaces what the topic said before of that time and later. Status changes from one entry of a miner to the
 * next are the schedule of the fleet. Everything else is that of the latest entry. A tombstone removes a miner, and so does an entry
 * of another site. The topic does not have manufacturers. Connects when it loads.
 */
public final class FleetTopic implements FleetSource {

    private final Clients clients;
    private final TopicNames topics;
    private final int siteId;

    FleetTopic(Clients clients, TopicNames topics, int siteId) {
        this.clients = clients;
        this.topics = topics;
        this.siteId = siteId;
    }

    /**
     * The fleet of a site.
     *
     * @param properties settings of the Kafka clients and of the registry client
     * @param siteId {@code hosting_sites.id}
     */
    public static FleetTopic from(Map<String, ?> properties, TopicNames topics, int siteId) {
        return new FleetTopic(Clients.of(properties), topics, siteId);
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

    /**
     * The fleet as a run over a range relied on it. What was said of other times, and after the range, does not matter.
     *
     * @param partitions that the topic had then
     * @throws FleetSourceException when the topic cannot be read, or an entry that is in force in the range
     * @throws NoMinersException when the site had no miners at the start of the range
     * @throws RegistryUnavailableException when the schema registry does not answer
     */
    public Fleet during(TimeRange range, int partitions) {
        RosterFleets fleets = RosterFleets.ofPast(siteId);
        read(fleets, topic -> partitions);
        return fleets.during(siteId, range);
    }

    SortedMap<Integer, Fleet> read(IntPredicate wantedSites) {
        RosterFleets fleets = RosterFleets.ofLatest(wantedSites);
        read(fleets, TopicState::partitions);
        return fleets.latest();
    }

    private void read(RosterFleets fleets, ToIntFunction<TopicState> partitions) {
        String topic = topics.miners();
        try (Cluster cluster = clients.connect()) {
            TopicState state = cluster.topics(List.of(topic)).get(topic);
            if (state != null) {
                RosterReader.read(
                        cluster::scanToLogEnd, clients.properties(), topic, partitions.applyAsInt(state), fleets::read);
            }
        } catch (RegistryUnavailableException e) {
            throw e;
        } catch (ApiException e) {
            throw new FleetSourceException(
                    "topic %s: could not be read from Kafka at %s: %s"
                            .formatted(topic, clients.properties().bootstrapServers(), e.getMessage()),
                    e);
        }
    }
}

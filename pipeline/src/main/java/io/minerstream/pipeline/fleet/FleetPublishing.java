package io.minerstream.pipeline.fleet;

import io.minerstream.pipeline.connection.Connections;
import io.minerstream.pipeline.setup.Preparation;
import io.minerstream.pipeline.setup.TopicSettings;
import io.minerstream.producer.fleet.Fleet;
import io.minerstream.producer.kafka.PreflightException;
import io.minerstream.producer.kafka.PublishException;
import io.minerstream.producer.roster.RosterPublisher;
import io.minerstream.producer.roster.RosterResult;
import java.time.Instant;
import java.util.List;

/** Publishes fleets to their topic. */
public final class FleetPublishing {

    private FleetPublishing() {}

    /**
     * Creates missing topics, then publishes each fleet, see {@link RosterPublisher#publish}.
     *
     * @param fleets one for a site
     * @param validFrom timestamp of what is written
     * @return in the order of the fleets
     * @throws PreflightException with all blocking problems at once; nothing was written
     * @throws PublishException when not all of a fleet was committed
     */
    public static List<RosterResult> publish(
            Connections connections, List<Fleet> fleets, Instant validFrom, TopicSettings newTopics) {
        RosterPublisher publisher = new RosterPublisher(connections.kafkaProperties(), connections.topics());
        Preparation.ofAll(connections, newTopics, null).prepare(() -> fleets.stream()
                .flatMap(fleet -> publisher.findings(fleet.siteId()).stream())
                .toList());
        return fleets.stream().map(fleet -> publisher.publish(fleet, validFrom)).toList();
    }
}

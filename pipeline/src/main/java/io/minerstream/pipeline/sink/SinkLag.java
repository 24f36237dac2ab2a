package io.minerstream.pipeline.sink;

import io.minerstream.connect.sink.Sink;
import io.minerstream.pipeline.connection.Connections;
import java.util.ArrayList;
import java.util.List;

/**
 * How far a sink is behind its topic.
 *
 * @param connector its name
 * @param group its consumer group
 * @param partitions those of its topic; empty when there is no such topic
 */
public record SinkLag(String connector, String group, List<Partition> partitions) {

    /**
     * A partition.
     *
     * @param committed the offset at which the sink resumes; null when it has committed nothing
     * @param end the offset behind the last record that it may read, at least 0
     * @param behind offsets from the first record that is left to the end, markers of transactions among them; 0 only when no
     *     record is left
     */
    public record Partition(String topic, int partition, Long committed, long end, long behind) {}

    public SinkLag {
        partitions = List.copyOf(partitions);
    }

    /** The sum over the partitions. */
    public long behind() {
        return partitions.stream().mapToLong(Partition::behind).sum();
    }

    /** Asks Kafka for all sinks: those that are deployed by default, and others that have committed something. */
    public static List<SinkLag> of(Connections connections) {
        List<SinkLag> lags = new ArrayList<>();
        for (Sink sink : Sink.values()) {
            SinkLag lag = of(connections, sink.connectorName(), sink.topic(connections.topics()));
            if (sink.isDeployedByDefault() || lag.hasCommitted()) {
                lags.add(lag);
            }
        }
        return lags;
    }

    /** Asks Kafka for one sink. */
    public static SinkLag of(Connections connections, String connector, String topic) {
        try (SinkLagReader reader = new SinkLagReader(connections, connector, topic)) {
            return reader.read();
        }
    }

    private boolean hasCommitted() {
        return partitions.stream().anyMatch(partition -> partition.committed != null);
    }
}

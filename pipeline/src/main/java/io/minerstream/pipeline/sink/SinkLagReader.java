package io.minerstream.pipeline.sink;

import io.minerstream.pipeline.connection.Connections;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.TopicPartition;

/** Looks again and again how far one sink is behind its topic, with the same Kafka clients. Not thread-safe. */
public final class SinkLagReader implements AutoCloseable {

    private final String connector;
    private final String topic;
    private final Admin admin;
    private final UnreadRecords unread;

    /** @throws io.minerstream.pipeline.PipelineException when Kafka does not answer */
    public SinkLagReader(Connections connections, String connector, String topic) {
        this.connector = connector;
        this.topic = topic;
        admin = connections.openAdmin();
        try {
            unread = new UnreadRecords(connections.brokerProperties());
        } catch (RuntimeException e) {
            admin.close();
            throw e;
        }
    }

    /** The lag of now. */
    public SinkLag read() {
        String group = "connect-" + connector;
        Map<TopicPartition, Long> committed = UnreadRecords.committed(admin, group);
        return new SinkLag(
                connector,
                group,
                unread.of(topic, committed).stream()
                        .map(partition -> partition(partition, committed))
                        .toList());
    }

    private static SinkLag.Partition partition(UnreadRecords.Partition unread, Map<TopicPartition, Long> committed) {
        return new SinkLag.Partition(
                unread.partition().topic(),
                unread.partition().partition(),
                committed.get(unread.partition()),
                unread.end(),
                unread.end() - unread.next());
    }

    @Override
    public void close() {
        unread.close();
        admin.close();
    }
}

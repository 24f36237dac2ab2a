package io.minerstream.pipeline.sink;

import io.minerstream.connect.sink.ConnectorDefinition;
import io.minerstream.pipeline.connection.Connections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.AuthorizationException;

/**
 * Whether connectors have committed the first of the records that waited for them. A state of RUNNING does not tell: a task has it
 * before its first record, at which it may fail. Not thread-safe.
 */
public final class FirstCommits implements AutoCloseable {

    private final Admin admin;

    /** By consumer group: where each partition that has records stood. */
    private final Map<String, Map<TopicPartition, Long>> waiting = new HashMap<>();

    /** Looks for waiting records, before the connectors are deployed. */
    public FirstCommits(Connections connections, List<ConnectorDefinition> connectors) {
        this.admin = connections.openAdmin();
        try (UnreadRecords unread = new UnreadRecords(connections.kafkaProperties())) {
            for (ConnectorDefinition connector : connectors) {
                String group = "connect-" + connector.name();
                Map<TopicPartition, Long> first = new HashMap<>();
                unread.of(connector.config().get("topics"), UnreadRecords.committed(admin, group)).stream()
                        .filter(UnreadRecords.Partition::hasRecords)
                        .forEach(partition -> first.put(partition.partition(), partition.next()));
                waiting.put(group, first);
            }
        } catch (AuthorizationException e) {
            // Who may not read the group's offsets gets the state of the tasks alone.
            waiting.clear();
        } catch (RuntimeException e) {
            admin.close();
            throw e;
        }
    }

    /** Whether every connector has committed a record of each partition that had some. */
    public boolean areThere() {
        waiting.forEach((group, partitions) -> {
            if (!partitions.isEmpty()) {
                Map<TopicPartition, Long> committed = UnreadRecords.committed(admin, group);
                partitions.entrySet().removeIf(first -> committed.getOrDefault(first.getKey(), 0L) > first.getValue());
            }
        });
        return waiting.values().stream().allMatch(Map::isEmpty);
    }

    @Override
    public void close() {
        admin.close();
    }
}

package io.minerstream.it;

import io.minerstream.pipeline.connection.Connections;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ConsumerGroupDescription;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.GroupState;
import org.apache.kafka.common.TopicPartition;
import org.awaitility.Awaitility;

/** The consumer of {@code docs/examples}, in processes of its own: members of one group that can be stopped and killed. */
final class ExampleConsumer implements AutoCloseable {

    private static final Path SOURCE = Path.of("../docs/examples/SlowConsumer.java");

    private final Connections connections;
    private final String group;
    private final List<KillablePart> members = new ArrayList<>();

    private ExampleConsumer(Connections connections, String group) {
        this.connections = connections;
        this.group = group;
    }

    /**
     * Starts a group, and returns when each member has its partitions and the group has offsets.
     *
     * @param folder for logs and temporary files
     * @param micros for each reading, in a member
     * @param commitMillis least time between two commits
     */
    static ExampleConsumer start(
            Connections connections, Path folder, String group, int members, int micros, int commitMillis)
            throws IOException {
        return start(connections, folder, group, members, SOURCE.toString(), micros, commitMillis);
    }

    /**
     * Starts a group of another program.
     *
     * @param main name of the main class, or path of its source
     * @param more arguments after address, group and topic
     */
    static ExampleConsumer start(
            Connections connections, Path folder, String group, int members, String main, Object... more)
            throws IOException {
        ExampleConsumer consumer = new ExampleConsumer(connections, group);
        for (int i = 0; i < members; i++) {
            List<String> command = JavaProgram.command(folder, main, "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC");
            command.addAll(List.of(
                    connections.brokerProperties().get("bootstrap.servers"),
                    group,
                    connections.topics().telemetry()));
            Stream.of(more).map(Object::toString).forEach(command::add);
            consumer.members.add(KillablePart.start(command, folder.resolve(group + "-" + i + ".log")));
        }
        Awaitility.await()
                .atMost(Duration.ofMinutes(1))
                .ignoreExceptions()
                .until(() -> consumer.describe().groupState() == GroupState.STABLE
                        && consumer.describe().members().size() == members
                        && !consumer.offsets().isEmpty());
        return consumer;
    }

    ConsumerGroupDescription describe() throws Exception {
        try (Admin admin = connections.openAdmin()) {
            return admin.describeConsumerGroups(List.of(group))
                    .describedGroups()
                    .get(group)
                    .get();
        }
    }

    Map<TopicPartition, OffsetAndMetadata> offsets() throws Exception {
        try (Admin admin = connections.openAdmin()) {
            return admin.listConsumerGroupOffsets(group)
                    .partitionsToOffsetAndMetadata()
                    .get();
        }
    }

    /** @param signal for example {@code STOP} */
    void signal(String signal) throws IOException, InterruptedException {
        for (KillablePart member : members) {
            member.signal(signal);
        }
    }

    @Override
    public void close() {
        members.forEach(KillablePart::close);
    }
}

package io.minerstream.it;

import static org.assertj.core.api.Assertions.assertThatCode;

import io.minerstream.schemas.topic.TopicAdmin;
import io.minerstream.schemas.topic.TopicSpec;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Topics that have just been created. */
@ExtendWith(SharedPipeline.class)
class NewTopicsIT {

    /** So many that the broker takes longer to lead them all than to answer. */
    private static final int PARTITIONS = 100;

    private static final List<TopicSpec> SPECS = IntStream.range(0, 3)
            .mapToObj(i -> new TopicSpec("new-" + i, PARTITIONS, (short) 1, Map.of()))
            .toList();

    @Test
    void shouldBeLedByABrokerWhenTheyAreCreated() throws Exception {
        // A question that may not be asked again: the client would wait for the leader.
        try (Admin admin = SharedPipeline.connections().openAdmin();
                Admin once = Admin.create(Map.of(
                        AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG,
                        SharedPipeline.endpoints().bootstrapServers(),
                        AdminClientConfig.RETRIES_CONFIG,
                        0))) {
            TopicAdmin.create(admin, SPECS);
            try {
                assertThatCode(() -> once.listOffsets(ends()).all().get()).doesNotThrowAnyException();
            } finally {
                admin.deleteTopics(SPECS.stream().map(TopicSpec::name).toList())
                        .all()
                        .get();
            }
        }
    }

    private static Map<TopicPartition, OffsetSpec> ends() {
        return SPECS.stream()
                .flatMap(spec -> IntStream.range(0, PARTITIONS).mapToObj(i -> new TopicPartition(spec.name(), i)))
                .collect(Collectors.toMap(partition -> partition, partition -> OffsetSpec.latest()));
    }
}

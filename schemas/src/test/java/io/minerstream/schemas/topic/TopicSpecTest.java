package io.minerstream.schemas.topic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.admin.NewTopic;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TopicSpecTest {

    @Test
    void shouldBecomeANewTopic() {
        assertThat(new TopicSpec("t", 6, (short) 3, Map.of("cleanup.policy", "compact")).toNewTopic())
                .isEqualTo(new NewTopic("t", 6, (short) 3).configs(Map.of("cleanup.policy", "compact")));
    }

    @Test
    void shouldLeaveTheReplicationFactorToTheBroker() {
        assertThat(new TopicSpec("t", 1, (short) -1, Map.of()).toNewTopic().replicationFactor())
                .isEqualTo((short) -1);
    }

    @Test
    void shouldCopyItsSettings() {
        Map<String, String> settings = new HashMap<>(Map.of("retention.ms", "1"));
        TopicSpec spec = new TopicSpec("t", 1, (short) 1, settings);
        settings.clear();

        assertThat(spec.config()).containsExactly(Map.entry("retention.ms", "1"));
    }

    @ParameterizedTest
    @ValueSource(ints = {0, -1})
    void shouldRefuseLessThanOnePartition(int partitions) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new TopicSpec("t", partitions, (short) 1, Map.of()))
                .withMessage("partitions: must be at least 1, got " + partitions);
    }

    @ParameterizedTest
    @ValueSource(shorts = {0, -2})
    void shouldRefuseAnImpossibleReplicationFactor(short replicas) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new TopicSpec("t", 1, replicas, Map.of()))
                .withMessage("replication factor: must be at least 1, or -1 for the broker's default, got " + replicas);
    }
}

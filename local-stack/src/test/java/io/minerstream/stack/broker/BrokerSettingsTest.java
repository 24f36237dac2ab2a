package io.minerstream.stack.broker;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import kafka.server.KafkaConfig;
import org.apache.kafka.common.metrics.JmxReporter;
import org.junit.jupiter.api.Test;

class BrokerSettingsTest {

    private final Map<String, String> settings =
            BrokerSettings.of(Path.of("/data/my stack/broker/log"), 20_001, 20_002);

    @Test
    void shouldBeAcceptedByKafka() {
        Locale machine = Locale.getDefault();
        // As in the broker's JVM: Kafka fails in Turkish.
        Locale.setDefault(Locale.ENGLISH);
        try {
            KafkaConfig config = new KafkaConfig(settings, false);
            assertThat(config.nodeId()).isEqualTo(1);
            assertThat(config.autoCreateTopicsEnable()).isFalse();
        } finally {
            Locale.setDefault(machine);
        }
        assertThat(settings.keySet())
                .as("the rest is of its metrics alone")
                .filteredOn(name -> !KafkaConfig.configDef().names().contains(name))
                .containsExactly(JmxReporter.EXCLUDE_CONFIG);
    }

    @Test
    void shouldListenOnLoopbackAlone() {
        assertThat(settings)
                .containsEntry("listeners", "PLAINTEXT://127.0.0.1:20001,CONTROLLER://127.0.0.1:20002")
                .containsEntry("advertised.listeners", "PLAINTEXT://127.0.0.1:20001");
    }
}

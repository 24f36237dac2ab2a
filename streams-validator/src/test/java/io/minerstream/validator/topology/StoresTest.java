package io.minerstream.validator.topology;

import static org.assertj.core.api.Assertions.assertThat;

import io.minerstream.validator.input.TelemetrySource;
import java.nio.file.Path;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.TopologyTestDriver;
import org.apache.kafka.streams.processor.StateStore;
import org.apache.kafka.streams.state.BuiltInDslStoreSuppliers;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StoresTest {

    @TempDir
    private Path stateDir;

    @Test
    void shouldKeepWhatGrowsWithTheFleetOnDisk() {
        assertThat(onDisk(Map.of()))
                .containsExactlyInAnyOrder(
                        Stores.MINERS, Stores.ROSTER, Stores.ALERTS, Stores.UNROSTERED, Stores.GROUPED_ALERTS);
    }

    @Test
    void shouldKeepEverythingInMemoryWhenStreamsIsToldSo() {
        assertThat(onDisk(Map.of(
                        StreamsConfig.DSL_STORE_SUPPLIERS_CLASS_CONFIG,
                        BuiltInDslStoreSuppliers.InMemoryDslStoreSuppliers.class)))
                .isEmpty();
    }

    private Set<String> onDisk(Map<String, ?> settings) {
        Properties properties = new Properties();
        properties.putAll(settings);
        properties.put(StreamsConfig.APPLICATION_ID_CONFIG, "stores");
        properties.put(StreamsConfig.BOOTSTRAP_SERVERS_CONFIG, "unused:1");
        properties.put(StreamsConfig.STATE_DIR_CONFIG, stateDir.toString());
        properties.put(StreamsConfig.ERRORS_DEAD_LETTER_QUEUE_TOPIC_NAME_CONFIG, "quarantine");
        Topology topology = ValidatorTopology.build(
                ValidatorHarness.TOPICS,
                TelemetrySource.ours(ValidatorHarness.TOPICS),
                JudgeSettings.DEFAULT,
                all -> true,
                () -> 1,
                ValidatorHarness.REGISTRY,
                new StreamsConfig(properties));
        try (TopologyTestDriver driver = new TopologyTestDriver(topology, properties)) {
            return driver.getAllStateStores().values().stream()
                    .filter(StateStore::persistent)
                    .map(StateStore::name)
                    .collect(Collectors.toSet());
        }
    }
}

package io.minerstream.junit.example;

import static org.assertj.core.api.Assertions.assertThat;

import io.minerstream.avro.MinerTelemetry;
import io.minerstream.junit.MinerStream;
import io.minerstream.schemas.serde.AvroRecordDeserializer;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.serialization.IntegerDeserializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class ConsumerExampleIT {

    @RegisterExtension
    static final MinerStream stream =
            MinerStream.builder().miners(100).hours(24).build();

    @Test
    void shouldSeeEveryReadingOfEveryMiner() {
        Map<Integer, Set<Instant>> hours = new HashMap<>();
        try (KafkaConsumer<Integer, MinerTelemetry> consumer = consumer()) {
            consumer.subscribe(List.of("miner-telemetry"));
            while (hours.values().stream().mapToInt(Set::size).sum() < 2_400) {
                consumer.poll(Duration.ofSeconds(1))
                        .forEach(record -> hours.computeIfAbsent(record.key(), miner -> new HashSet<>())
                                .add(record.value().getRecordedAt()));
            }
        }

        assertThat(hours).hasSize(100).allSatisfy((miner, times) -> assertThat(times)
                .hasSize(24));
    }

    private static KafkaConsumer<Integer, MinerTelemetry> consumer() {
        return new KafkaConsumer<>(Map.of(
                "bootstrap.servers",
                stream.bootstrapServers(),
                "schema.registry.url",
                stream.schemaRegistryUrl(),
                "key.deserializer",
                IntegerDeserializer.class,
                "value.deserializer",
                AvroRecordDeserializer.class,
                "isolation.level",
                "read_committed",
                "auto.offset.reset",
                "earliest",
                "group.id",
                "example"));
    }
}

package io.minerstream.schemas.serde;

import static org.assertj.core.api.Assertions.assertThat;

import io.minerstream.avro.MinerTelemetry;
import io.minerstream.schemas.contract.ContractExamples;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.serialization.Serde;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class AvroRecordSerdeTest {

    private static final String TOPIC = "some-topic";

    private final Map<String, String> config = Map.of("schema.registry.url", "mock://" + UUID.randomUUID());

    static Stream<SpecificRecord> contracts() {
        return ContractExamples.all().stream();
    }

    @ParameterizedTest
    @MethodSource("contracts")
    @SuppressWarnings("unchecked")
    void shouldReadWhatItWrote(SpecificRecord datum) {
        try (Serde<SpecificRecord> serde = AvroRecordSerde.of((Class<SpecificRecord>) datum.getClass(), config)) {
            byte[] message = serde.serializer().serialize(TOPIC, datum);
            SpecificRecord read = serde.deserializer().deserialize(TOPIC, message);

            assertThat(read).isEqualTo(datum).isInstanceOf(datum.getClass());
            // Instants and Strings, not longs and Utf8.
            for (int i = 0; i < datum.getSchema().getFields().size(); i++) {
                if (datum.get(i) != null) {
                    assertThat(read.get(i)).isEqualTo(datum.get(i));
                }
            }
        }
    }

    @Test
    void shouldPassATombstoneThrough() {
        try (Serde<MinerTelemetry> serde = AvroRecordSerde.of(MinerTelemetry.class, config)) {
            assertThat(serde.serializer().serialize(TOPIC, null)).isNull();
            assertThat(serde.deserializer().deserialize(TOPIC, null)).isNull();
        }
    }

    @Test
    void shouldSurviveTheCloseOfAnotherSerdeOfTheSameScope() {
        try (Serde<MinerTelemetry> serde = AvroRecordSerde.of(MinerTelemetry.class, config)) {
            byte[] message;
            try (Serde<MinerTelemetry> other = AvroRecordSerde.of(MinerTelemetry.class, config)) {
                message = other.serializer().serialize(TOPIC, ContractExamples.reading());
            }
            assertThat(serde.deserializer().deserialize(TOPIC, message)).isEqualTo(ContractExamples.reading());
        }
    }

    @Test
    void shouldServeSeveralThreadsAtOnce() throws InterruptedException, ExecutionException {
        int threads = 8;
        int topics = 5;
        int rounds = 2_000;
        ExecutorService pool = Executors.newFixedThreadPool(threads);
        try (AvroRecordSerializer<SpecificRecord> serializer = new AvroRecordSerializer<>();
                AvroRecordDeserializer<SpecificRecord> deserializer = new AvroRecordDeserializer<>()) {
            serializer.configure(config, false);
            deserializer.configure(config, false);
            CyclicBarrier together = new CyclicBarrier(threads);
            List<Callable<Integer>> work = new ArrayList<>();
            for (int thread = 0; thread < threads; thread++) {
                int first = thread;
                work.add(() -> {
                    together.await(30, TimeUnit.SECONDS);
                    List<SpecificRecord> examples = ContractExamples.all();
                    for (int i = 0; i < rounds; i++) {
                        String topic = TOPIC + i % topics;
                        SpecificRecord datum = examples.get((first + i) % examples.size());
                        assertThat(deserializer.deserialize(topic, serializer.serialize(topic, datum)))
                                .isEqualTo(datum);
                    }
                    return rounds;
                });
            }
            int done = 0;
            for (Future<Integer> worker : pool.invokeAll(work)) {
                done += worker.get();
            }
            assertThat(done).isEqualTo(threads * rounds);
        } finally {
            pool.shutdownNow();
        }
    }
}

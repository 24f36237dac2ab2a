package io.minerstream.schemas.topic;

import static org.assertj.core.api.Assertions.assertThat;

import org.apache.kafka.common.serialization.IntegerSerializer;
import org.apache.kafka.common.utils.Utils;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RecordKeyTest {

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 255, 256, 6_000, Integer.MAX_VALUE, -1, Integer.MIN_VALUE})
    void shouldBeWhatKafkasOwnSerializerWrites(int number) {
        byte[] key = RecordKey.of(number);

        try (IntegerSerializer serializer = new IntegerSerializer()) {
            assertThat(key).isEqualTo(serializer.serialize("any", number));
        }
        assertThat(RecordKey.read(key)).hasValue(number);
    }

    @Test
    void shouldReadNoNumberFromAnotherKey() {
        assertThat(RecordKey.read(null)).isEmpty();
        assertThat(RecordKey.read(new byte[0])).isEmpty();
        assertThat(RecordKey.read(new byte[3])).isEmpty();
        assertThat(RecordKey.read(new byte[8])).isEmpty();
    }

    /** As Kafka's documentation has it: murmur2 of the key's bytes, without the sign, modulo the partitions. */
    @Test
    void shouldChooseThePartitionThatKafkasProducerDoes() {
        for (int miner = 1; miner < 1_000; miner++) {
            byte[] key = RecordKey.of(miner);
            assertThat(RecordKey.partition(key, 6)).isEqualTo(Utils.toPositive(Utils.murmur2(key)) % 6);
        }
    }
}

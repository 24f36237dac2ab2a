package io.minerstream.schemas.serde;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import org.apache.kafka.common.errors.SerializationException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WireFormatTest {

    @Test
    void shouldPutTheIdBigEndianAfterByteZero() {
        assertThat(WireFormat.prefix(0x01_02_03_84)).containsExactly(0, 1, 2, 3, 0x84);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 127, 128, 65_536, Integer.MAX_VALUE, -1})
    void shouldReadTheIdBack(int id) {
        assertThat(WireFormat.schemaId("t", WireFormat.prefix(id))).isEqualTo(id);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 4})
    void shouldRefuseAMessageThatIsTooShort(int length) {
        assertThatExceptionOfType(SerializationException.class)
                .isThrownBy(() -> WireFormat.schemaId("miner-telemetry", new byte[length]))
                .withMessage(
                        "topic miner-telemetry: a message must have at least 5 bytes (0, schema id, Avro body), got "
                                + length);
    }

    @ParameterizedTest
    @ValueSource(bytes = {1, -1, '{'})
    void shouldRefuseAnotherMagicByte(byte magic) {
        assertThatExceptionOfType(SerializationException.class)
                .isThrownBy(() -> WireFormat.schemaId("miner-telemetry", new byte[] {magic, 0, 0, 0, 1, 2}))
                .withMessage(
                        "topic miner-telemetry: the first byte of a message must be 0 (Confluent wire format), got "
                                + magic);
    }
}

package io.minerstream.schemas.serde;

import java.nio.ByteBuffer;
import org.apache.kafka.common.errors.SerializationException;

/** Confluent's wire format: byte 0, the schema id as 4 bytes big-endian, the Avro body. */
public final class WireFormat {

    /** Bytes before the Avro body. */
    public static final int PREFIX_LENGTH = 1 + Integer.BYTES;

    private static final byte MAGIC = 0;

    private WireFormat() {}

    /** What stands before the Avro body; a new array. */
    public static byte[] prefix(int schemaId) {
        return ByteBuffer.allocate(PREFIX_LENGTH).put(MAGIC).putInt(schemaId).array();
    }

    /**
     * The schema id of a message.
     *
     * @param topic named in the error
     * @throws SerializationException when the message is too short or does not start with byte 0
     */
    public static int schemaId(String topic, byte[] message) {
        if (message.length < PREFIX_LENGTH) {
            throw new SerializationException(
                    "topic %s: a message must have at least %s bytes (0, schema id, Avro body), got %s"
                            .formatted(topic, PREFIX_LENGTH, message.length));
        }
        if (message[0] != MAGIC) {
            throw new SerializationException(
                    "topic %s: the first byte of a message must be 0 (Confluent wire format), got %s"
                            .formatted(topic, message[0]));
        }
        return ByteBuffer.wrap(message).getInt(1);
    }
}

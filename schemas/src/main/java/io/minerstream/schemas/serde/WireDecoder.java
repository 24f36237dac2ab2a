package io.minerstream.schemas.serde;

import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.function.BiFunction;
import org.apache.avro.io.BinaryDecoder;
import org.apache.avro.io.DecoderFactory;
import org.apache.kafka.common.errors.SerializationException;

/**
 * Decodes messages in the wire format. Keeps a reader for each schema id: ids never change their meaning, and a topic has few.
 * Not thread-safe.
 *
 * @param <T> what a message is decoded into
 */
public final class WireDecoder<T> {

    /** Reads the bodies of messages of one schema. */
    public interface BodyReader<T> {

        /**
         * Reads a body.
         *
         * @throws IOException when the bytes are no such body, as unchecked exceptions tell, too
         */
        T read(BinaryDecoder body) throws IOException;
    }

    private final BiFunction<String, Integer, BodyReader<T>> newReader;
    private final Map<Integer, BodyReader<T>> readers = new HashMap<>();
    private BinaryDecoder decoder;

    /** @param newReader gives the reader of a topic's messages with a schema id; its failures are passed on */
    public WireDecoder(BiFunction<String, Integer, BodyReader<T>> newReader) {
        this.newReader = newReader;
    }

    /**
     * Decodes one message.
     *
     * @throws SerializationException when the bytes are not such a message
     */
    public T decode(String topic, byte[] message) {
        int id = WireFormat.schemaId(topic, message);
        BodyReader<T> reader = readers.computeIfAbsent(id, unknown -> newReader.apply(topic, unknown));
        int length = message.length - WireFormat.PREFIX_LENGTH;
        decoder = DecoderFactory.get().binaryDecoder(message, WireFormat.PREFIX_LENGTH, length, decoder);
        T datum;
        boolean whole;
        try {
            datum = reader.read(decoder);
            whole = decoder.isEnd();
        } catch (IOException | RuntimeException | StackOverflowError e) {
            // Avro reports a broken body by half a dozen exceptions, and steps into a recursive schema as deep as the
            // message
            // says; none of that may end the caller.
            throw new SerializationException(
                    "topic %s: the message is no Avro record of schema id %s (%s bytes): %s"
                            .formatted(topic, id, message.length, e),
                    e);
        }
        if (!whole) {
            throw new SerializationException("topic %s: the message is longer than schema id %s says (%s bytes)"
                    .formatted(topic, id, message.length));
        }
        return datum;
    }
}

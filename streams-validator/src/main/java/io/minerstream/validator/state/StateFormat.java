package io.minerstream.validator.state;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serdes;

/** What the binary formats of the state stores share: a first byte with the version, and texts with their length. */
final class StateFormat {

    private StateFormat() {}

    /** Writes a value into a new array. */
    @FunctionalInterface
    interface Writer<T> {
        byte[] write(T value);
    }

    /** Reads a value; may fail with any runtime exception when the bytes are none. */
    @FunctionalInterface
    interface Reader<T> {
        T read(ByteBuffer bytes);
    }

    static <T> Serde<T> serde(String what, Writer<T> writer, Reader<T> reader) {
        return Serdes.serdeFrom(
                (topic, value) -> value == null ? null : writer.write(value),
                (topic, bytes) -> bytes == null ? null : read(what, topic, bytes, reader));
    }

    private static <T> T read(String what, String topic, byte[] bytes, Reader<T> reader) {
        ByteBuffer buffer = ByteBuffer.wrap(bytes);
        T value;
        try {
            value = reader.read(buffer);
        } catch (RuntimeException e) {
            throw new SerializationException(
                    "%s: these %d bytes are no %s of a known version".formatted(topic, bytes.length, what), e);
        }
        if (buffer.hasRemaining()) {
            throw new SerializationException("%s: %d of %d bytes are left over after a %s"
                    .formatted(topic, buffer.remaining(), bytes.length, what));
        }
        return value;
    }

    static void requireVersion(ByteBuffer bytes, byte version) {
        byte actual = bytes.get();
        if (actual != version) {
            throw new SerializationException("version: must be " + version + ", got " + actual);
        }
    }

    /** The version of bytes that may be of any from {@code oldest} to {@code newest}. */
    static byte requireVersion(ByteBuffer bytes, byte oldest, byte newest) {
        byte actual = bytes.get();
        if (actual < oldest || actual > newest) {
            throw new SerializationException("version: must be %d to %d, got %d".formatted(oldest, newest, actual));
        }
        return actual;
    }

    static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    static String text(ByteBuffer bytes, int length) {
        byte[] text = new byte[length];
        bytes.get(text);
        return new String(text, StandardCharsets.UTF_8);
    }
}

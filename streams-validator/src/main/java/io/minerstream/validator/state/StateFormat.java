package io.minerstream.validator.state;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.common.utils.ByteUtils;

/** What the binary formats of the state stores share. Numbers of fixed length are big-endian. */
public final class StateFormat {

    /** First byte of every value: the state of another version, or foreign bytes, are refused. */
    private static final byte VERSION = 3;

    private StateFormat() {}

    /** Writes a value. */
    @FunctionalInterface
    public interface Writer<T> {
        void write(T value, DataOutputStream out) throws IOException;
    }

    /** Reads a value; may fail with any runtime exception when the bytes are none. */
    @FunctionalInterface
    public interface Reader<T> {
        T read(ByteBuffer in);
    }

    /** For values: a byte for the version, then what the writer writes. */
    public static <T> Serde<T> ofValues(String what, Writer<T> writer, Reader<T> reader) {
        return ofKeys(
                what,
                (value, out) -> {
                    out.writeByte(VERSION);
                    writer.write(value, out);
                },
                in -> {
                    byte version = in.get();
                    if (version != VERSION) {
                        throw new SerializationException("version: must be " + VERSION + ", got " + version);
                    }
                    return reader.read(in);
                });
    }

    /** For keys, whose order is that of their bytes: only what the writer writes. */
    static <T> Serde<T> ofKeys(String what, Writer<T> writer, Reader<T> reader) {
        return Serdes.serdeFrom(
                (topic, value) -> value == null ? null : write(value, writer),
                (topic, bytes) -> bytes == null ? null : read(what, topic, bytes, reader));
    }

    private static <T> byte[] write(T value, Writer<T> writer) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(Long.SIZE);
        try (DataOutputStream out = new DataOutputStream(bytes)) {
            writer.write(value, out);
        } catch (IOException e) {
            throw new SerializationException("cannot write into memory", e);
        }
        return bytes.toByteArray();
    }

    private static <T> T read(String what, String topic, byte[] bytes, Reader<T> reader) {
        ByteBuffer in = ByteBuffer.wrap(bytes);
        T value;
        try {
            value = reader.read(in);
        } catch (RuntimeException e) {
            throw new SerializationException(
                    "%s: these %s bytes are no %s of a known version".formatted(topic, bytes.length, what), e);
        }
        if (in.hasRemaining()) {
            throw new SerializationException(
                    "%s: %s of %s bytes are left over after a %s".formatted(topic, in.remaining(), bytes.length, what));
        }
        return value;
    }

    /** A text in UTF-8, after its length. */
    public static void writeText(String text, DataOutputStream out) throws IOException {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        ByteUtils.writeUnsignedVarint(bytes.length, out);
        out.write(bytes);
    }

    public static String readText(ByteBuffer in) {
        return new String(readBytes(in, ByteUtils.readUnsignedVarint(in)), StandardCharsets.UTF_8);
    }

    public static byte[] readBytes(ByteBuffer in, int count) {
        byte[] bytes = new byte[count];
        in.get(bytes);
        return bytes;
    }
}

package io.minerstream.validator.input;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.utils.Utils;

/**
 * Copies a record for the quarantine. The copy of a record of any size fits Kafka's default limits of 1 MiB, those of the client
 * and those of a topic, because nothing can be done about a record that is too large: its transaction cannot be committed.
 *
 * <p>A longer key or value is cut, and headers tell its length and SHA-256. Headers beyond the limit are left out, and one tells
 * how many. The headers with the position of the original allow to read the whole.
 */
final class QuarantinedRecord {

    /** Longest value that is copied whole, bytes. */
    static final int MOST_VALUE_BYTES = 512 * 1024;

    /** Longest key that is copied whole, bytes. */
    static final int MOST_KEY_BYTES = 64 * 1024;

    /** Largest sum of the names and values of the headers, bytes. */
    static final int MOST_HEADER_BYTES = 64 * 1024;

    /** Bytes that Kafka adds to a header, at most: the lengths of its name and value. */
    private static final int HEADER_OVERHEAD = 10;

    /** Begins the names of our headers. */
    static final String PREFIX = "quarantine.";

    private QuarantinedRecord() {}

    /** A copy without the reason. Key, value and values of headers may be null. */
    static ProducerRecord<byte[], byte[]> of(
            String topic, long timestampMs, byte[] key, byte[] value, Headers headers) {
        ProducerRecord<byte[], byte[]> copy = new ProducerRecord<>(
                topic, null, timestampMs, start(key, MOST_KEY_BYTES), start(value, MOST_VALUE_BYTES));
        int bytes = 0;
        int omitted = 0;
        for (Header header : headers) {
            int size = HEADER_OVERHEAD
                    + Utils.utf8Length(header.key())
                    + (header.value() == null ? 0 : header.value().length);
            if (bytes + size > MOST_HEADER_BYTES) {
                omitted++;
            } else {
                bytes += size;
                copy.headers().add(header);
            }
        }
        if (omitted > 0) {
            add(copy, "headers.omitted", Integer.toString(omitted));
        }
        describe(copy, "key", key, MOST_KEY_BYTES);
        describe(copy, "value", value, MOST_VALUE_BYTES);
        return copy;
    }

    private static byte[] start(byte[] bytes, int most) {
        return bytes == null || bytes.length <= most ? bytes : Arrays.copyOf(bytes, most);
    }

    private static void describe(ProducerRecord<byte[], byte[]> copy, String part, byte[] bytes, int most) {
        if (bytes != null && bytes.length > most) {
            add(copy, part + ".length", Integer.toString(bytes.length));
            add(copy, part + ".sha256", HexFormat.of().formatHex(sha256(bytes)));
        }
    }

    private static byte[] sha256(byte[] bytes) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(bytes);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    private static void add(ProducerRecord<byte[], byte[]> copy, String name, String value) {
        copy.headers().add(PREFIX + name, value.getBytes(StandardCharsets.US_ASCII));
    }
}

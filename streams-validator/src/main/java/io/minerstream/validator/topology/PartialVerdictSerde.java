package io.minerstream.validator.topology;

import io.minerstream.avro.WindowVerdict;
import java.nio.ByteBuffer;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serdes;

/**
 * Bytes of a {@link PartialVerdict}: 1 byte version, 4 partition, 4 partitions, 8 time, then the verdict as the verdict's
 * topic holds it: under that topic's subject, so that internal topics add none to the registry.
 */
final class PartialVerdictSerde {

    private static final byte VERSION = 1;
    private static final int PREFIX_BYTES = 1 + 4 + 4 + 8;

    private PartialVerdictSerde() {}

    static Serde<PartialVerdict> create(Serde<WindowVerdict> verdicts, String verdictTopic) {
        return Serdes.serdeFrom(
                (topic, partial) -> {
                    if (partial == null) {
                        return null;
                    }
                    byte[] verdict = verdicts.serializer().serialize(verdictTopic, partial.verdict());
                    return ByteBuffer.allocate(PREFIX_BYTES + verdict.length)
                            .put(VERSION)
                            .putInt(partial.partition())
                            .putInt(partial.partitions())
                            .putLong(partial.runSeenMs())
                            .put(verdict)
                            .array();
                },
                (topic, bytes) -> {
                    if (bytes == null) {
                        return null;
                    }
                    if (bytes.length < PREFIX_BYTES || bytes[0] != VERSION) {
                        throw new SerializationException(topic + ": these " + bytes.length
                                + " bytes are no partial verdict of version " + VERSION);
                    }
                    ByteBuffer in = ByteBuffer.wrap(bytes, 1, bytes.length - 1);
                    int partition = in.getInt();
                    int partitions = in.getInt();
                    long runSeenMs = in.getLong();
                    byte[] verdict = new byte[in.remaining()];
                    in.get(verdict);
                    return new PartialVerdict(
                            partition,
                            partitions,
                            runSeenMs,
                            verdicts.deserializer().deserialize(verdictTopic, verdict));
                });
    }
}

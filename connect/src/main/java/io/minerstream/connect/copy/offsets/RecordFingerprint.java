package io.minerstream.connect.copy.offsets;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Map;
import org.apache.kafka.connect.data.Field;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.sink.SinkRecord;

/**
 * Tells whether a record at an offset is the one that was there before. A topic that was deleted and made again has others. Two parts:
 * the record's timestamp, and a hash of key and value as Connect has them. The hash counts only while the settings of converters and
 * transformations are the same, as they have a part in it. Immutable.
 */
public final class RecordFingerprint {

    private static final long PRIME = 0x100000001b3L;
    private static final long START = 0xcbf29ce484222325L;

    private final String settings;

    /**
     * @param connector settings of the connector
     * @param version of this plugin
     */
    public RecordFingerprint(Map<String, String> connector, String version) {
        long hash = mix(START, version.hashCode());
        for (Map.Entry<String, String> setting : connector.entrySet().stream()
                .filter(each -> each.getKey().matches("(key\\.|value\\.)?converter.*|transforms.*|predicates.*"))
                .sorted(Map.Entry.comparingByKey())
                .toList()) {
            hash = mix(
                    mix(hash, setting.getKey().hashCode()),
                    String.valueOf(setting.getValue()).hashCode());
        }
        this.settings = Long.toHexString(hash);
    }

    /** Timestamp, settings and hash, separated by spaces. */
    String of(SinkRecord record) {
        long hash = hash(hash(START, record.key()), record.value());
        return record.timestamp() + " " + settings + " " + Long.toHexString(hash);
    }

    /** Whether a record may be the one with a fingerprint. */
    boolean matches(SinkRecord record, String stored) {
        String[] before = stored.split(" ", -1);
        String[] now = of(record).split(" ", -1);
        return before[0].equals(now[0]) && (!before[1].equals(now[1]) || before[2].equals(now[2]));
    }

    private static long hash(long hash, Object value) {
        if (value instanceof Struct struct) {
            long all = hash;
            for (Field field : struct.schema().fields()) {
                all = hash(mix(all, field.name().hashCode()), struct.get(field));
            }
            return all;
        }
        if (value instanceof Iterable<?> values) {
            long all = hash;
            for (Object each : values) {
                all = hash(all, each);
            }
            return all;
        }
        if (value instanceof Map<?, ?> map) {
            long all = 0;
            for (Map.Entry<?, ?> entry : map.entrySet()) {
                // In any order.
                all += hash(hash(START, entry.getKey()), entry.getValue());
            }
            return mix(hash, Long.hashCode(all));
        }
        if (value instanceof byte[] bytes) {
            return mix(hash, Arrays.hashCode(bytes));
        }
        if (value instanceof ByteBuffer buffer) {
            byte[] bytes = new byte[buffer.remaining()];
            buffer.duplicate().get(bytes);
            return mix(hash, Arrays.hashCode(bytes));
        }
        // Numbers, texts, booleans, dates and decimals: their hash codes are defined by Java's documentation.
        return mix(hash, value == null ? 0 : value.hashCode());
    }

    private static long mix(long hash, int next) {
        return (hash ^ next) * PRIME;
    }
}

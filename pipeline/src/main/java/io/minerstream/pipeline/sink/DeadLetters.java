package io.minerstream.pipeline.sink;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.minerstream.pipeline.connection.Connections;
import io.minerstream.schemas.topic.TopicScan;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/**
 * The records that the sinks rejected.
 *
 * @param topic where they are
 * @param count how many it holds, at least 0; expired ones do not count
 * @param examined of how many of the newest the reasons are counted
 * @param reasons the kinds of reasons, the most frequent first
 */
public record DeadLetters(String topic, long count, long examined, List<Reason> reasons) {

    /** How many are read. They may be large, and all of an outage have few reasons. */
    static final long EXAMINED = 500;

    /** In the words of Connect. */
    private static final String MESSAGE = "__connect.errors.exception.message";

    private static final String CONNECTOR = "__connect.errors.connector.name";

    /** What differs between records of one kind: the topic before the reason, the value behind it, and numbers. */
    private static final Pattern TOPIC = Pattern.compile("^topic \\S+: ");

    private static final Pattern VALUE = Pattern.compile(", got [^;]*");

    private static final Pattern NUMBER = Pattern.compile("[0-9]+(?= bytes)");

    /**
     * A kind of reason.
     *
     * @param connector which sink rejected the records
     * @param text without the values that came
     * @param count records, at least 1
     */
    public record Reason(String connector, String text, long count) {}

    private record Kind(String connector, String text) {}

    public DeadLetters {
        reasons = List.copyOf(reasons);
    }

    /** Reads the topic. Empty when there is none. */
    public static DeadLetters of(Connections connections) {
        String topic = connections.topics().sinkDeadLetters();
        Map<Kind, Long> kinds = new HashMap<>();
        Map<String, Object> settings = TopicScan.settings(connections.kafkaProperties());
        settings.put(ConsumerConfig.FETCH_MAX_BYTES_CONFIG, 8 << 20);
        try (KafkaConsumer<byte[], byte[]> consumer =
                new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            List<TopicPartition> partitions = TopicScan.assign(consumer, topic);
            Map<TopicPartition, Long> begins = consumer.beginningOffsets(partitions);
            Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
            long count = 0;
            for (TopicPartition partition : partitions) {
                count += ends.get(partition) - begins.get(partition);
                consumer.seek(
                        partition, Math.max(begins.get(partition), ends.get(partition) - EXAMINED / partitions.size()));
            }
            TopicScan.toStableEnd(consumer, record -> kinds.merge(kind(record.headers()), 1L, Long::sum));
            return new DeadLetters(
                    topic,
                    count,
                    kinds.values().stream().mapToLong(Long::longValue).sum(),
                    kinds.entrySet().stream()
                            .map(kind -> new Reason(
                                    kind.getKey().connector(), kind.getKey().text(), kind.getValue()))
                            .sorted(Comparator.comparingLong(Reason::count)
                                    .reversed()
                                    .thenComparing(Reason::text))
                            .toList());
        }
    }

    private static Kind kind(Headers headers) {
        return new Kind(text(headers, CONNECTOR), kindOf(text(headers, MESSAGE)));
    }

    /** The reason without what differs between records of one kind. */
    static String kindOf(String reason) {
        String text = TOPIC.matcher(reason).replaceFirst("");
        return NUMBER.matcher(VALUE.matcher(text).replaceAll("")).replaceAll("...");
    }

    private static String text(Headers headers, String name) {
        Header header = headers.lastHeader(name);
        return header == null || header.value() == null ? "" : new String(header.value(), UTF_8);
    }
}

package io.minerstream.validator;

import io.minerstream.avro.Rule;
import io.minerstream.avro.TelemetryAlert;
import io.minerstream.avro.WindowVerdict;
import io.minerstream.schemas.run.RunId;
import io.minerstream.schemas.serde.AvroRecordDeserializer;
import io.minerstream.schemas.topic.TopicNames;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.TimeoutException;
import java.util.function.BiConsumer;
import java.util.function.LongSupplier;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;

/**
 * Reads what the validator found. Every call reads its topic from the start, committed records only, outside of any consumer
 * group: what was found before the call is not missed. Thread-safe.
 */
public final class VerdictReader {

    private static final Duration POLL = Duration.ofMillis(200);

    private final TopicNames topics;
    private final Map<String, String> kafka;
    private final Map<String, String> registry;
    private final LongSupplier nanoTime;

    /**
     * @param topics names of the topics
     * @param kafka Kafka properties; {@code bootstrap.servers} is required
     * @param registry schema registry client, under Confluent's property names
     */
    public VerdictReader(TopicNames topics, Map<String, String> kafka, Map<String, String> registry) {
        this(topics, kafka, registry, System::nanoTime);
    }

    VerdictReader(TopicNames topics, Map<String, String> kafka, Map<String, String> registry, LongSupplier nanoTime) {
        this.topics = topics;
        this.kafka = Map.copyOf(kafka);
        this.registry = Map.copyOf(registry);
        this.nanoTime = nanoTime;
    }

    /**
     * Waits for the verdicts over a run.
     *
     * @param run the run
     * @param windows how many windows the run has: its time points divided by those of a window, rounded up; at least 1
     * @param timeout longest wait
     * @param progress called several times a second with the number of verdicts that came, and the time that passed
     * @return one verdict per window, ascending by window
     * @throws TimeoutException when not all of them came in time
     * @throws KafkaException when the topic cannot be read
     */
    public List<WindowVerdict> await(RunId run, int windows, Duration timeout, BiConsumer<Integer, Duration> progress)
            throws TimeoutException {
        long startNanos = nanoTime.getAsLong();
        SortedMap<Instant, WindowVerdict> found = new TreeMap<>();
        try (Consumer<String, WindowVerdict> consumer = consumer(WindowVerdict.class)) {
            fromTheStart(consumer, topics.verdicts());
            while (found.size() < windows) {
                for (ConsumerRecord<String, WindowVerdict> record : consumer.poll(POLL)) {
                    if (record.value() != null && record.value().getRunId().equals(run.text())) {
                        found.put(record.value().getWindowStart(), record.value());
                    }
                }
                Duration waited = Duration.ofNanos(nanoTime.getAsLong() - startNanos);
                progress.accept(found.size(), waited);
                if (found.size() < windows && waited.compareTo(timeout) >= 0) {
                    throw new TimeoutException(
                            "run %s: must be judged within %d s, got %d of %d verdicts; is the validator running, and did the run end?"
                                    .formatted(run, timeout.toSeconds(), found.size(), windows));
                }
            }
        }
        return List.copyOf(found.values());
    }

    /**
     * Counts the alerts that a run raised: one per rule, metric and miner, however often it was raised.
     *
     * @param run the run
     * @param timeout longest time to read the topic
     * @return broken rules only
     * @throws TimeoutException when the topic could not be read to its end in time
     * @throws KafkaException when the topic cannot be read
     */
    public Map<Rule, Integer> countAlerts(RunId run, Duration timeout) throws TimeoutException {
        long startNanos = nanoTime.getAsLong();
        Map<String, Rule> rules = new HashMap<>();
        try (Consumer<String, TelemetryAlert> consumer = consumer(TelemetryAlert.class)) {
            Map<TopicPartition, Long> ends = fromTheStart(consumer, topics.alerts());
            while (ends.entrySet().stream().anyMatch(end -> consumer.position(end.getKey()) < end.getValue())) {
                if (nanoTime.getAsLong() - startNanos >= timeout.toNanos()) {
                    throw new TimeoutException("topic %s: must be read to its end within %d s, was not"
                            .formatted(topics.alerts(), timeout.toSeconds()));
                }
                for (ConsumerRecord<String, TelemetryAlert> record : consumer.poll(POLL)) {
                    if (record.value() != null
                            && run.text().equals(record.value().getRunId())) {
                        rules.put(record.key(), record.value().getRule());
                    }
                }
            }
        }
        Map<Rule, Integer> counts = new EnumMap<>(Rule.class);
        rules.values().forEach(rule -> counts.merge(rule, 1, Integer::sum));
        return counts;
    }

    private <T extends SpecificRecord> Consumer<String, T> consumer(Class<T> type) {
        Map<String, Object> properties = new HashMap<>(kafka);
        properties.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
        properties.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        properties.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
        properties.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
        properties.remove(ConsumerConfig.GROUP_ID_CONFIG);
        AvroRecordDeserializer<T> values = new AvroRecordDeserializer<>(type);
        values.configure(registry, false);
        return new KafkaConsumer<>(properties, new StringDeserializer(), values);
    }

    /**
     * Assigns all partitions of the topic and seeks to their beginning.
     *
     * @return ends of the partitions now
     */
    private static Map<TopicPartition, Long> fromTheStart(Consumer<?, ?> consumer, String topic) {
        List<TopicPartition> partitions = consumer.partitionsFor(topic).stream()
                .map(partition -> new TopicPartition(topic, partition.partition()))
                .toList();
        if (partitions.isEmpty()) {
            throw new KafkaException("topic " + topic + ": must exist, does not");
        }
        consumer.assign(partitions);
        consumer.seekToBeginning(partitions);
        return consumer.endOffsets(partitions);
    }
}

package io.minerstream.validator;

import io.minerstream.avro.AlertState;
import io.minerstream.avro.Rule;
import io.minerstream.avro.TelemetryAlert;
import io.minerstream.avro.WindowVerdict;
import io.minerstream.schemas.run.RunId;
import io.minerstream.schemas.topic.TopicNames;
import io.minerstream.schemas.topic.TopicScan;
import io.minerstream.schemas.wait.Deadline;
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
import java.util.function.IntConsumer;
import java.util.function.Predicate;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.KafkaException;

/**
 * Reads verdicts and alerts. Every call reads its topic from the beginning, committed records only, outside of any consumer group.
 * Thread-safe.
 */
public final class VerdictReader {

    private static final Duration POLL = Duration.ofMillis(200);

    /** A consumer that is closed waits for the answer to its last fetch. */
    private static final String FETCH_MAX_WAIT_MS = "50";

    private final TopicNames topics;
    private final Map<String, String> kafka;
    private final Map<String, String> registry;

    /**
     * @param topics names of the topics
     * @param kafka Kafka properties; {@code bootstrap.servers} is required
     * @param registry schema registry client, under Confluent's property names
     */
    public VerdictReader(TopicNames topics, Map<String, String> kafka, Map<String, String> registry) {
        this.topics = topics;
        this.kafka = Map.copyOf(kafka);
        this.registry = Map.copyOf(registry);
    }

    /**
     * Waits for the verdicts over a run.
     *
     * @param run the run
     * @param windows number of windows of the run, at least 1
     * @param timeout longest wait
     * @param progress called several times a second with the number of verdicts so far and the time waited
     * @return one verdict per window, ascending by window
     * @throws TimeoutException when they are not complete in time
     * @throws KafkaException when the topic cannot be read
     */
    public List<WindowVerdict> await(RunId run, int windows, Duration timeout, BiConsumer<Integer, Duration> progress)
            throws TimeoutException {
        Deadline deadline = Deadline.in(timeout);
        return collect(verdict -> verdict.getRunId().equals(run.text()), windows, found -> {
            progress.accept(found, deadline.elapsed());
            if (found < windows && deadline.isOver()) {
                throw new TimeoutException(
                        "run %s: must be judged within %s s, got %s of %s verdicts; is the validator running, and did the run end?"
                                .formatted(run, timeout.toSeconds(), found, windows));
            }
        });
    }

    /**
     * Waits for verdicts without an end.
     *
     * @param progress called several times a second with the number of verdicts so far; what it throws ends the wait
     * @return one verdict per window, ascending by window
     * @throws KafkaException when the topic cannot be read
     */
    public List<WindowVerdict> await(JudgedWindows windows, IntConsumer progress) {
        return collect(windows::has, windows.count(), progress::accept);
    }

    /** Called with the number of verdicts so far. */
    private interface EachPoll<E extends Exception> {
        void accept(int found) throws E;
    }

    private <E extends Exception> List<WindowVerdict> collect(
            Predicate<WindowVerdict> wanted, int windows, EachPoll<E> eachPoll) throws E {
        SortedMap<Instant, WindowVerdict> found = new TreeMap<>();
        try (Consumer<String, WindowVerdict> consumer = open(topics.verdicts(), WindowVerdict.class, patient())) {
            while (found.size() < windows) {
                for (ConsumerRecord<String, WindowVerdict> record : consumer.poll(POLL)) {
                    if (record.value() != null && wanted.test(record.value())) {
                        found.put(record.value().getWindowStart(), record.value());
                    }
                }
                eachPoll.accept(found.size());
            }
        }
        return List.copyOf(found.values());
    }

    /**
     * Counts the alerts that a run raised: one per rule, metric and subject, whether it still fires or not. An alert that an
     * earlier run raised, and that still fires, is that run's.
     *
     * @param run the run
     * @return broken rules only
     * @throws KafkaException when the topic cannot be read to its end
     */
    public Map<Rule, Integer> countAlerts(RunId run) {
        Map<Rule, Integer> counts = new EnumMap<>(Rule.class);
        raised(alert -> run.text().equals(alert.getRunId()))
                .forEach(alert -> counts.merge(alert.getRule(), 1, Integer::sum));
        return counts;
    }

    /**
     * The alerts that were raised over windows, whether they still fire or not. An alert that began before, and that still fires,
     * is not among them.
     *
     * @return the newest state of each that the windows caused; in no order
     * @throws KafkaException when the topic cannot be read to its end
     */
    public List<TelemetryAlert> alerts(JudgedWindows windows) {
        return raised(windows::has);
    }

    private List<TelemetryAlert> raised(Predicate<TelemetryAlert> wanted) {
        Map<String, TelemetryAlert> newest = new HashMap<>();
        try (Consumer<String, TelemetryAlert> consumer = open(topics.alerts(), TelemetryAlert.class, kafka)) {
            TopicScan.toStableEnd(consumer, record -> {
                TelemetryAlert alert = record.value();
                if (alert != null && alert.getState() != AlertState.PENDING && wanted.test(alert)) {
                    newest.put(record.key(), alert);
                }
            });
        }
        return List.copyOf(newest.values());
    }

    /** Of a wait: a fetch each 10 ms, as scans have it, takes processor time from validator and sink. */
    private Map<String, String> patient() {
        Map<String, String> settings = new HashMap<>(kafka);
        settings.putIfAbsent(ConsumerConfig.FETCH_MAX_WAIT_MS_CONFIG, FETCH_MAX_WAIT_MS);
        return settings;
    }

    private <T extends SpecificRecord> Consumer<String, T> open(
            String topic, Class<T> type, Map<String, String> settings) {
        return ResultTopic.open(topic, type, settings, registry);
    }
}

package io.minerstream.validator.http;

import io.minerstream.avro.AlertState;
import io.minerstream.avro.Severity;
import io.minerstream.avro.TelemetryAlert;
import io.minerstream.avro.WindowVerdict;
import io.minerstream.schemas.topic.TopicNames;
import io.minerstream.validator.AlertDocument;
import io.minerstream.validator.ResultTopic;
import io.minerstream.validator.ValidatorConfig;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerConfig;

/**
 * The verdicts and alerts of the whole application, as their compacted topics have them. Keeps {@value #MOST_VERDICTS} verdicts,
 * {@value #MOST_OPEN} alerts that are not resolved and {@value #MOST_RESOLVED} that are; beyond that, it forgets those that changed
 * least recently. Thread-safe.
 */
final class Results implements AutoCloseable {

    private static final int MOST_VERDICTS = 10_000;
    private static final int MOST_OPEN = 50_000;
    private static final int MOST_RESOLVED = 10_000;

    private final Newest<VerdictView> verdicts = new Newest<>(MOST_VERDICTS);
    private final Newest<AlertDocument> open = new Newest<>(MOST_OPEN);
    private final Newest<AlertDocument> resolved = new Newest<>(MOST_RESOLVED);
    private final TopicFollower<WindowVerdict> verdictTopic;
    private final TopicFollower<TelemetryAlert> alertTopic;

    /**
     * Starts to read.
     *
     * @param config of the validator
     */
    Results(ValidatorConfig config) {
        TopicNames topics = config.topics();
        Map<String, String> client = new HashMap<>(config.kafka());
        // So long an instance may take to stop while no broker answers.
        client.putIfAbsent(ConsumerConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, "5000");
        // Kafka's default. Scans ask more often, which would never end here.
        client.putIfAbsent(ConsumerConfig.FETCH_MAX_WAIT_MS_CONFIG, "500");
        verdictTopic = new TopicFollower<>(
                topics.verdicts(),
                () -> ResultTopic.open(topics.verdicts(), WindowVerdict.class, client, config.registry()),
                this::take);
        alertTopic = new TopicFollower<>(
                topics.alerts(),
                () -> ResultTopic.open(topics.alerts(), TelemetryAlert.class, client, config.registry()),
                this::take);
    }

    private void take(String key, WindowVerdict verdict) {
        if (verdict == null) {
            verdicts.remove(key);
        } else {
            verdicts.put(key, VerdictView.of(verdict));
        }
    }

    private void take(String key, TelemetryAlert alert) {
        open.remove(key);
        resolved.remove(key);
        if (alert != null) {
            Newest<AlertDocument> among = alert.getState() == AlertState.RESOLVED ? resolved : open;
            among.put(key, AlertDocument.of(alert));
        }
    }

    /** Whether everything has been read once that was there at the start. */
    boolean isComplete() {
        return verdictTopic.isComplete() && alertTopic.isComplete();
    }

    /** Those that changed last at the end. */
    List<VerdictView> verdicts(Predicate<VerdictView> filter) {
        return verdicts.select(filter);
    }

    /** Resolved ones first, of each kind those that changed last at the end. */
    List<AlertDocument> alerts(Predicate<AlertDocument> filter) {
        return Stream.concat(resolved.select(filter).stream(), open.select(filter).stream())
                .toList();
    }

    /** Those that are not resolved; those that changed last at the end. */
    List<AlertDocument> openAlerts(Predicate<AlertDocument> filter) {
        return open.select(filter);
    }

    long countAlerts(AlertState state, Severity severity) {
        Newest<AlertDocument> among = state == AlertState.RESOLVED ? resolved : open;
        return among.count(alert -> alert.state() == state && alert.severity() == severity);
    }

    /** Stops reading. */
    @Override
    public void close() {
        verdictTopic.close();
        alertTopic.close();
    }
}

package io.minerstream.validator.delivery;

import io.minerstream.avro.TelemetryAlert;
import io.minerstream.schemas.serde.AvroRecordDeserializer;
import io.minerstream.schemas.topic.TopicScan;
import java.net.http.HttpClient;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells Alertmanager and webhooks about alerts, on a thread of its own. Instances of the same application share the partitions of
 * the topic. The committed offsets of their group say what was delivered: to every target, at least once.
 *
 * <p>No failure ends it: it logs, and tries again. Thread-safe.
 */
public final class AlertDelivery implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(AlertDelivery.class);

    private static final Duration RETRY_PAUSE = Duration.ofSeconds(5);
    private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(20);
    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(5);

    /** As of the validator: how long partitions stay without an instance after a kill. */
    private static final int SESSION_TIMEOUT_MS = 10_000;

    private final DeliveryConfig config;
    private final Clock clock;
    private final CountDownLatch closing = new CountDownLatch(1);
    private final Thread thread = new Thread(this::run, "minerstream-delivery");
    private volatile List<Target> targets = List.of();

    private AlertDelivery(DeliveryConfig config, Clock clock) {
        this.config = config;
        this.clock = clock;
        thread.setDaemon(true);
    }

    /**
     * Starts to deliver; returns at once.
     *
     * @param clock gives the times that targets are told
     */
    public static AlertDelivery start(DeliveryConfig config, Clock clock) {
        AlertDelivery delivery = new AlertDelivery(config, clock);
        delivery.targets = delivery.newTargets();
        delivery.thread.start();
        return delivery;
    }

    /** One for each target. */
    public List<TargetStatus> targets() {
        return targets.stream().map(Target::status).toList();
    }

    /** Waits for the answers that are out, commits, and leaves the group; at most 20 s. Idempotent. */
    @Override
    public void close() {
        closing.countDown();
        try {
            thread.join(CLOSE_TIMEOUT.toMillis());
        } catch (InterruptedException e) {
            throw new InterruptException(e);
        }
        if (thread.isAlive()) {
            LOG.atWarn()
                    .log(
                            "the delivery of alerts did not stop within {} s; the next start repeats what is not committed",
                            CLOSE_TIMEOUT.toSeconds());
        }
    }

    private void run() {
        while (closing.getCount() > 0) {
            try (Consumer<String, TelemetryAlert> consumer = consumer()) {
                new DeliveryLoop(consumer, config.topics().alerts(), targets, clock).run(closing);
            } catch (RuntimeException e) {
                LOG.atError()
                        .setCause(e)
                        .log("the delivery of alerts failed; it starts anew in {} s", RETRY_PAUSE.toSeconds());
                pause();
                // What they had to be told is read again.
                targets = newTargets();
            }
        }
    }

    private void pause() {
        try {
            if (closing.await(RETRY_PAUSE.toMillis(), TimeUnit.MILLISECONDS)) {
                LOG.debug("closing, no further attempt");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private Consumer<String, TelemetryAlert> consumer() {
        Map<String, Object> properties = TopicScan.settings(config.settings());
        properties.put(ConsumerConfig.GROUP_ID_CONFIG, config.group());
        properties.putIfAbsent(ConsumerConfig.SESSION_TIMEOUT_MS_CONFIG, SESSION_TIMEOUT_MS);
        AvroRecordDeserializer<TelemetryAlert> values = new AvroRecordDeserializer<>(TelemetryAlert.class);
        values.configure(config.settings(), false);
        return new KafkaConsumer<>(properties, new StringDeserializer(), values);
    }

    private List<Target> newTargets() {
        List<Target> created = new ArrayList<>();
        for (TargetConfig target : config.targets()) {
            if (!target.urls().isEmpty()) {
                HttpClient client = client(target);
                target.urls().forEach(url -> created.add(new Target(target, url, client)));
            }
        }
        return List.copyOf(created);
    }

    private static HttpClient client(TargetConfig target) {
        HttpClient.Builder builder =
                HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).connectTimeout(CONNECT_TIMEOUT);
        SSLContext tls = target.access().sslContext();
        return (tls == null ? builder : builder.sslContext(tls)).build();
    }
}

package io.minerstream.validator.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import io.minerstream.avro.TelemetryAlert;
import java.net.URI;
import java.net.http.HttpClient;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;

/** The loop over a partition in memory. Killed and started again, it has the records and the committed offset. */
final class DeliveryHarness {

    private static final TopicPartition PARTITION = new TopicPartition("telemetry-alerts", 0);

    private final List<ConsumerRecord<String, TelemetryAlert>> log = new ArrayList<>();
    private final List<TargetConfig> configs = new ArrayList<>();
    private List<Target> targets = List.of();
    private OffsetAndMetadata committed;
    private MockConsumer<String, TelemetryAlert> consumer;
    private boolean reading;
    private CountDownLatch closing;
    private Thread thread;

    /** @param settings without the prefix of the kind */
    DeliveryHarness target(TargetConfig.Kind kind, Map<String, String> settings) {
        Map<String, String> prefixed = new HashMap<>();
        settings.forEach((name, value) -> prefixed.put(kind.prefix() + name, value));
        configs.add(new TargetConfig(kind, prefixed));
        return this;
    }

    DeliveryHarness start() {
        reading = false;
        consumer = new MockConsumer<>("earliest") {
            @Override
            public void seekToBeginning(Collection<TopicPartition> partitions) {
                synchronized (log) {
                    super.seekToBeginning(partitions);
                    // It keeps no record that it gave.
                    log.forEach(this::addRecord);
                    reading = true;
                }
            }
        };
        consumer.updatePartitions(
                PARTITION.topic(), List.of(new PartitionInfo(PARTITION.topic(), 0, null, null, null)));
        consumer.updateBeginningOffsets(Map.of(PARTITION, 0L));
        consumer.updateEndOffsets(Map.of(PARTITION, (long) log.size()));
        targets = configs.stream()
                .flatMap(config -> config.urls().stream().map(url -> target(config, url)))
                .toList();
        DeliveryLoop loop = new DeliveryLoop(consumer, PARTITION.topic(), targets, Clock.systemUTC());
        if (committed != null) {
            consumer.commitSync(Map.of(PARTITION, committed));
        }
        consumer.rebalance(List.of(PARTITION));
        closing = new CountDownLatch(1);
        CountDownLatch end = closing;
        thread = new Thread(() -> loop.run(end), "delivery");
        thread.start();
        return this;
    }

    private static Target target(TargetConfig config, URI url) {
        return new Target(config, url, HttpClient.newHttpClient());
    }

    void write(TelemetryAlert alert) {
        synchronized (log) {
            ConsumerRecord<String, TelemetryAlert> record =
                    new ConsumerRecord<>(PARTITION.topic(), 0, log.size(), alert.getFingerprint(), alert);
            log.add(record);
            if (closing != null) {
                consumer.updateEndOffsets(Map.of(PARTITION, (long) log.size()));
            }
            if (reading) {
                consumer.addRecord(record);
            }
        }
    }

    /** -1 for none. */
    long committed() {
        OffsetAndMetadata offset = consumer.committed(Set.of(PARTITION)).get(PARTITION);
        return offset == null ? -1 : offset.offset();
    }

    TargetStatus status(int target) {
        return targets.get(target).status();
    }

    void stop() throws InterruptedException {
        closing.countDown();
        thread.join(10_000);
        assertThat(thread.isAlive()).isFalse();
        reading = false;
        committed = consumer.committed(Set.of(PARTITION)).get(PARTITION);
    }
}

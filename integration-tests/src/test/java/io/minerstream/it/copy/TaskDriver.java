package io.minerstream.it.copy;

import io.minerstream.connect.copy.CopySinkTask;
import io.minerstream.connect.copy.metrics.CopySinkMXBean;
import io.minerstream.schemas.wait.Deadline;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import javax.management.JMX;
import javax.management.MalformedObjectNameException;
import javax.management.ObjectName;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.metrics.PluginMetrics;
import org.apache.kafka.connect.errors.RetriableException;
import org.apache.kafka.connect.sink.ErrantRecordReporter;
import org.apache.kafka.connect.sink.SinkRecord;
import org.apache.kafka.connect.sink.SinkTaskContext;

/** Calls a task as Connect's worker does, one call at a time. */
final class TaskDriver implements AutoCloseable {

    private static int tasks;

    private final CopySinkTask task = new CopySinkTask();
    private final Map<String, String> settings;
    private final Map<TopicPartition, Long> seeks = new HashMap<>();
    private final Map<TopicPartition, Long> consumed = new HashMap<>();
    private final Map<SinkRecord, Throwable> deadLetters = Collections.synchronizedMap(new LinkedHashMap<>());
    private final CopySinkMXBean metrics;
    private boolean stopped;

    /** With a reporter of dead letters. */
    TaskDriver(Map<String, String> settings) {
        this(settings, true);
    }

    TaskDriver(Map<String, String> settings, boolean toleratesErrors) {
        this.settings = new HashMap<>(settings);
        this.settings.put("task.number", String.valueOf(++tasks));
        ErrantRecordReporter reporter = (record, error) -> {
            deadLetters.put(record, error);
            return CompletableFuture.completedFuture(null);
        };
        task.initialize(new Context(toleratesErrors ? reporter : null));
        task.start(this.settings);
        try {
            metrics = JMX.newMXBeanProxy(
                    ManagementFactory.getPlatformMBeanServer(),
                    new ObjectName("io.minerstream.connect:type=copy-sink,connector="
                            + ObjectName.quote(settings.get("name")) + ",task=" + tasks),
                    CopySinkMXBean.class);
        } catch (MalformedObjectNameException e) {
            throw new IllegalStateException(e);
        }
    }

    TaskDriver open(TopicPartition... partitions) {
        task.open(Arrays.asList(partitions));
        return this;
    }

    /** One call. */
    void putOnce(Collection<SinkRecord> records) {
        task.put(records);
        records.forEach(record -> consumed.put(
                new TopicPartition(record.originalTopic(), record.originalKafkaPartition()),
                record.originalKafkaOffset() + 1));
    }

    /** The consumer went on, over records that never reach the task. */
    void consumed(TopicPartition partition, long next) {
        consumed.put(partition, next);
    }

    /** Until the task takes them. */
    void put(Collection<SinkRecord> records) {
        while (true) {
            try {
                putOnce(records);
                return;
            } catch (RetriableException e) {
                pause();
            }
        }
    }

    /** Connect waits as long for new records, between two deliveries of the same ones. */
    private static void pause() {
        Deadline.pause(Duration.ofMillis(20));
    }

    /** What Kafka would be told once everything has landed, or after half a minute. */
    Map<TopicPartition, Long> commit() {
        Deadline deadline = Deadline.in(Duration.ofSeconds(30));
        Map<TopicPartition, Long> committed = commitOnce();
        while (!committed.equals(consumed) && !deadline.isOver()) {
            pause();
            committed = commitOnce();
        }
        return committed;
    }

    /** What Kafka would be told. */
    Map<TopicPartition, Long> commitOnce() {
        Map<TopicPartition, OffsetAndMetadata> current = new HashMap<>();
        consumed.forEach((partition, offset) -> current.put(partition, new OffsetAndMetadata(offset)));
        Map<TopicPartition, Long> committed = new HashMap<>();
        task.preCommit(current).forEach((partition, offset) -> committed.put(partition, offset.offset()));
        return committed;
    }

    void closePartitions(TopicPartition... partitions) {
        task.close(List.of(partitions));
        consumed.keySet().removeAll(List.of(partitions));
    }

    /** Where the task has asked its consumer to go on. */
    Map<TopicPartition, Long> seeks() {
        return seeks;
    }

    List<String> reasons() {
        synchronized (deadLetters) {
            return deadLetters.values().stream().map(Throwable::getMessage).toList();
        }
    }

    List<Long> deadOffsets() {
        synchronized (deadLetters) {
            return new ArrayList<>(deadLetters.keySet().stream()
                    .map(SinkRecord::kafkaOffset)
                    .sorted()
                    .toList());
        }
    }

    CopySinkMXBean metrics() {
        return metrics;
    }

    @Override
    public void close() {
        if (!stopped) {
            stopped = true;
            task.stop();
        }
    }

    private final class Context implements SinkTaskContext {

        private final ErrantRecordReporter reporter;

        private Context(ErrantRecordReporter reporter) {
            this.reporter = reporter;
        }

        @Override
        public Map<String, String> configs() {
            return settings;
        }

        @Override
        public void offset(Map<TopicPartition, Long> offsets) {
            seeks.putAll(offsets);
        }

        @Override
        public void offset(TopicPartition partition, long offset) {
            seeks.put(partition, offset);
        }

        @Override
        public void timeout(long timeoutMs) {
            // The driver waits as long as it likes.
        }

        @Override
        public Set<TopicPartition> assignment() {
            throw new UnsupportedOperationException();
        }

        @Override
        public void pause(TopicPartition... partitions) {
            throw new UnsupportedOperationException();
        }

        @Override
        public void resume(TopicPartition... partitions) {
            throw new UnsupportedOperationException();
        }

        @Override
        public void requestCommit() {
            throw new UnsupportedOperationException();
        }

        @Override
        public ErrantRecordReporter errantRecordReporter() {
            return reporter;
        }

        @Override
        public PluginMetrics pluginMetrics() {
            throw new UnsupportedOperationException();
        }
    }
}

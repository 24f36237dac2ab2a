package io.minerstream.validator.delivery;

import io.minerstream.avro.TelemetryAlert;
import io.minerstream.schemas.wait.Deadline;
import io.minerstream.validator.ReadableRecords;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.RebalanceInProgressException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reads changes, gives them to the targets, and commits what all of them took; on one thread. */
final class DeliveryLoop implements ConsumerRebalanceListener {

    private static final Logger LOG = LoggerFactory.getLogger(DeliveryLoop.class);

    /** How often answers are looked for. */
    private static final Duration ANSWER_POLL = Duration.ofMillis(10);

    private static final Duration LONGEST_POLL = Duration.ofMillis(200);

    /** For a broker; firing alerts are sent again meanwhile, so it is short. */
    private static final Duration BROKER_TIMEOUT = Duration.ofSeconds(5);

    /** How long a partition is kept for the answers that are out. */
    private static final Duration LONGEST_DRAIN = Duration.ofSeconds(5);

    private final Consumer<String, TelemetryAlert> consumer;
    private final List<Target> targets;
    private final Clock clock;
    private final DeliveryProgress progress;

    /** Whether there may be something to commit. */
    private boolean changed;

    /** Why Kafka or the registry could not be used; null if they can. */
    private String problem;

    /** @param consumer in the group of the delivery, not yet subscribed */
    DeliveryLoop(Consumer<String, TelemetryAlert> consumer, String topic, List<Target> targets, Clock clock) {
        this.consumer = consumer;
        this.targets = targets;
        this.clock = clock;
        this.progress =
                new DeliveryProgress(targets.stream().map(Target::outbox).toList());
        consumer.subscribe(List.of(topic), this);
    }

    /** Delivers until the latch is open; then waits for the answers that are out, and commits. */
    void run(CountDownLatch closing) {
        while (closing.getCount() > 0) {
            step();
        }
        drain();
        attempt(this::commit);
    }

    private void step() {
        boolean usable = attempt(this::read);
        // Also without Kafka: alerts that are not sent again end at Alertmanager.
        Instant now = clock.instant();
        for (Target target : targets) {
            changed |= target.receive(now);
            target.send(now);
        }
        usable &= attempt(this::commit);
        if (usable && problem != null) {
            LOG.atInfo().log("the delivery of alerts can use Kafka and the schema registry again");
            problem = null;
        }
        if (!usable) {
            Deadline.pause(LONGEST_POLL);
        }
    }

    /** Whether Kafka and the registry did it. */
    private boolean attempt(Runnable work) {
        try {
            work.run();
            return true;
        } catch (KafkaException e) {
            String reason = String.valueOf(e.getMessage());
            if (!reason.equals(problem)) {
                LOG.atWarn()
                        .setCause(e)
                        .log("the delivery of alerts waits for Kafka or the schema registry: {}", reason);
            }
            problem = reason;
            return false;
        }
    }

    private void read() {
        for (ConsumerRecord<String, TelemetryAlert> record : ReadableRecords.poll(consumer, longestPoll())) {
            TopicPartition partition = new TopicPartition(record.topic(), record.partition());
            // Of a new partition: it is read again from its beginning.
            if (progress.has(partition)) {
                progress.read(
                        partition,
                        record.offset(),
                        record.key(),
                        record.value(),
                        Instant.ofEpochMilli(record.timestamp()));
            }
        }
        for (TopicPartition partition : consumer.assignment()) {
            if (!progress.has(partition)) {
                begin(partition);
            }
            changed |= progress.reached(partition, consumer.position(partition, BROKER_TIMEOUT));
        }
    }

    private Duration longestPoll() {
        Instant now = clock.instant();
        boolean soon = targets.stream()
                .anyMatch(target ->
                        target.isBusy() || !target.outbox().nextAttempt().isAfter(now.plus(LONGEST_POLL)));
        return soon ? ANSWER_POLL : LONGEST_POLL;
    }

    private void begin(TopicPartition partition) {
        OffsetAndMetadata committed =
                consumer.committed(Set.of(partition), BROKER_TIMEOUT).get(partition);
        long end = consumer.endOffsets(List.of(partition), BROKER_TIMEOUT).get(partition);
        if (DeliveryProgress.isFirst(committed, end)) {
            committed = DeliveryProgress.beforeFirst(end);
            // Before anything is sent: what is sent from now on must be resolved, too.
            consumer.commitSync(Map.of(partition, committed), BROKER_TIMEOUT);
        }
        consumer.seekToBeginning(List.of(partition));
        progress.assign(partition, committed, end);
    }

    private void commit() {
        if (!changed) {
            return;
        }
        Map<TopicPartition, OffsetAndMetadata> offsets = progress.toCommit();
        if (!offsets.isEmpty()) {
            try {
                consumer.commitSync(offsets, BROKER_TIMEOUT);
            } catch (RebalanceInProgressException e) {
                LOG.atDebug().setCause(e).log("committing after the rebalance");
                return;
            }
            progress.committed(offsets);
        }
        changed = false;
    }

    /** Waits for the answers that are out. */
    private void drain() {
        Deadline deadline = Deadline.in(LONGEST_DRAIN);
        while (targets.stream().anyMatch(Target::isBusy) && !deadline.isOver()) {
            Deadline.pause(ANSWER_POLL);
            for (Target target : targets) {
                changed |= target.receive(clock.instant());
            }
        }
    }

    @Override
    public void onPartitionsAssigned(Collection<TopicPartition> partitions) {
        // They begin after the poll, where a failure is tried again.
        LOG.atDebug().addKeyValue("partitions", partitions).log("assigned");
    }

    @Override
    public void onPartitionsRevoked(Collection<TopicPartition> partitions) {
        // The next owner must not be overtaken by what is out.
        drain();
        attempt(this::commit);
        progress.revoke(partitions);
    }

    @Override
    public void onPartitionsLost(Collection<TopicPartition> partitions) {
        progress.revoke(partitions);
    }
}

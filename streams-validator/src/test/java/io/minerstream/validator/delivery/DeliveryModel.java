package io.minerstream.validator.delivery;

import static io.minerstream.validator.AlertBuilder.anAlert;
import static org.assertj.core.api.Assertions.assertThat;

import io.minerstream.avro.AlertState;
import io.minerstream.avro.TelemetryAlert;
import io.minerstream.validator.AlertBuilder;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.utils.ExponentialBackoff;

/**
 * A partition, two targets (the first forgets, so firing alerts are sent to it again), and one instance of the delivery that may
 * be killed at any moment. Checks each batch that goes out.
 */
final class DeliveryModel {

    private static final TopicPartition PARTITION = new TopicPartition("telemetry-alerts", 0);
    private static final Duration RESEND = Duration.ofMinutes(1);
    private static final int BATCH = 3;

    /** @param alert null for a tombstone */
    private record Entry(long offset, String fingerprint, TelemetryAlert alert) {}

    /** What a target knows. */
    private static final class Receiver {
        private final Map<String, Notice> last = new HashMap<>();
        private final Map<Long, Integer> firings = new HashMap<>();
        private List<Notice> out = List.of();
    }

    private final List<Entry> log = new ArrayList<>();
    private final List<Entry> written = new ArrayList<>();
    private final Map<String, AlertState> states = new HashMap<>();
    private final List<Receiver> receivers = List.of(new Receiver(), new Receiver());
    private OffsetAndMetadata committed;
    private long end;
    private Instant now = Instant.parse("2026-11-22T12:00:00Z");

    private List<Outbox> outboxes;
    private DeliveryProgress progress;
    private long position;

    /** The newest change of each alert that this instance has read. */
    private Map<String, Long> read;

    private long endAtFirstStart = -1;
    private OffsetAndMetadata committedAtStart;

    DeliveryModel() {
        start();
    }

    void start() {
        ExponentialBackoff backoff = new ExponentialBackoff(1_000, 2, 30_000, 0);
        outboxes = List.of(new Outbox(BATCH, RESEND, backoff), new Outbox(BATCH, null, backoff));
        progress = new DeliveryProgress(outboxes);
        receivers.forEach(receiver -> receiver.out = List.of());
        if (DeliveryProgress.isFirst(committed, end)) {
            committed = DeliveryProgress.beforeFirst(end);
            endAtFirstStart = end;
        }
        committedAtStart = committed;
        progress.assign(PARTITION, committed, end);
        position = 0;
        read = new HashMap<>();
    }

    /** The next state in the life of an alert: it fires, is resolved, waits, or is deleted. */
    void write(int alert, int choice) {
        AlertBuilder builder = anAlert().miner(alert);
        String fingerprint = builder.build().getFingerprint();
        AlertState before = states.get(fingerprint);
        AlertState next;
        if (before == AlertState.FIRING) {
            next = choice % 3 == 0 ? AlertState.FIRING : AlertState.RESOLVED;
        } else {
            next = choice % 4 == 0 ? AlertState.PENDING : choice % 4 == 1 ? null : AlertState.FIRING;
        }
        states.put(fingerprint, next);
        TelemetryAlert value = next == null
                ? null
                : next == AlertState.RESOLVED
                        ? builder.resolvedAt(now).build()
                        : builder.state(next).build();
        // A transaction's marker takes an offset, too.
        end += choice % 2;
        Entry entry = new Entry(end++, fingerprint, value);
        log.add(entry);
        written.add(entry);
    }

    /** Kafka removes what newer records of the same alert replace, but not of the newest segment. */
    void compact() {
        log.removeIf(entry -> entry.offset < committed.offset()
                && log.stream()
                        .anyMatch(other -> other.offset > entry.offset && other.fingerprint.equals(entry.fingerprint)));
    }

    void read(int records) {
        for (int i = 0; i < records; i++) {
            Entry next = log.stream()
                    .filter(entry -> entry.offset >= position)
                    .findFirst()
                    .orElse(null);
            if (next == null) {
                position = end;
                break;
            }
            read.put(next.fingerprint, next.offset);
            progress.read(PARTITION, next.offset, next.fingerprint, next.alert, now);
            position = next.offset + 1;
        }
        progress.reached(PARTITION, position);
    }

    void pass(int seconds) {
        now = now.plusSeconds(seconds);
    }

    void send(int target) {
        Receiver receiver = receivers.get(target);
        List<Notice> batch = outboxes.get(target).next(now);
        if (batch.isEmpty()) {
            return;
        }
        assertThat(batch).hasSizeLessThanOrEqualTo(BATCH);
        for (Notice notice : batch) {
            // Where Kafka removed a resolution between two reads, a record after it stands for it.
            assertThat(notice.offset())
                    .as("nothing outdated goes out: %s", notice)
                    .isGreaterThanOrEqualTo(newestToTell(notice.fingerprint()));
            if (!notice.isFiring()) {
                assertThat(notice.offset()).as("history is no news").isGreaterThanOrEqualTo(endAtFirstStart);
            } else if (target == 1) {
                assertThat(notice.offset())
                        .as("what was delivered does not fire again")
                        .isGreaterThanOrEqualTo(committedAtStart.offset());
            }
        }
        receiver.out = batch;
    }

    /** Offset of the last record that this instance read of an alert, unless that tells nothing new. */
    private long newestToTell(String fingerprint) {
        long newest = read.get(fingerprint);
        List<Entry> told = written.stream()
                .filter(entry -> entry.fingerprint.equals(fingerprint) && entry.offset <= newest)
                .filter(entry -> entry.alert != null && entry.alert.getState() != AlertState.PENDING)
                .toList();
        // The end of an alert that was pending when the delivery started may be told in vain: better than not at all.
        return told.isEmpty() ? 0 : told.get(told.size() - 1).offset;
    }

    /** The target gets the batch that is out; @param answered whether we hear of it */
    void arrive(int target, boolean answered) {
        Receiver receiver = receivers.get(target);
        if (receiver.out.isEmpty()) {
            return;
        }
        for (Notice notice : receiver.out) {
            receiver.last.put(notice.fingerprint(), notice);
            if (notice.isFiring()) {
                receiver.firings.merge(notice.offset(), 1, Integer::sum);
            }
        }
        if (answered) {
            outboxes.get(target).taken(now);
        } else {
            outboxes.get(target).failed(now);
        }
        receiver.out = List.of();
    }

    void fail(int target) {
        if (!receivers.get(target).out.isEmpty()) {
            outboxes.get(target).failed(now);
            receivers.get(target).out = List.of();
        }
    }

    void commit() {
        Map<TopicPartition, OffsetAndMetadata> offsets = progress.toCommit();
        if (!offsets.isEmpty()) {
            assertThat(offsets.get(PARTITION).offset()).isGreaterThan(committed.offset());
            committed = offsets.get(PARTITION);
            progress.committed(offsets);
        }
    }

    /** Everything is read and delivered; then all targets know what the topic says. */
    void settle() {
        read(Integer.MAX_VALUE);
        IntStream.range(0, 2).forEach(target -> arrive(target, true));
        while (outboxes.stream().anyMatch(outbox -> outbox.pending() > 0)) {
            pass(60);
            for (int target = 0; target < 2; target++) {
                send(target);
                arrive(target, true);
            }
        }
        commit();

        assertThat(committed.offset()).isEqualTo(end);
        states.forEach((fingerprint, state) -> {
            for (Receiver receiver : receivers) {
                Notice last = receiver.last.get(fingerprint);
                if (state == AlertState.FIRING) {
                    assertThat(last).as("%s fires", fingerprint).isNotNull();
                    assertThat(last.isFiring()).as("%s fires", fingerprint).isTrue();
                } else {
                    assertThat(last == null || !last.isFiring())
                            .as("%s does not fire: %s", fingerprint, last)
                            .isTrue();
                }
            }
        });
    }

    /** How often a target was told that alerts fire, at most, of one change. */
    int mostFirings(int target) {
        return receivers.get(target).firings.values().stream()
                .mapToInt(Integer::intValue)
                .max()
                .orElse(0);
    }
}

package io.minerstream.validator.delivery;

import io.minerstream.avro.TelemetryAlert;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;

/**
 * What this instance has read of its partitions, what it gave to the outboxes, and what it may commit. Not thread-safe.
 *
 * <p>All targets have taken the changes before the committed offset. A partition is read from its beginning, since the alerts that
 * fire are there; nothing goes out before the reader has reached the end, since it would be outdated.
 */
final class DeliveryProgress {

    private static final Pattern HISTORY = Pattern.compile("history=(\\d{1,18})");

    private final List<Outbox> outboxes;
    private final Map<TopicPartition, Part> parts = new HashMap<>();

    DeliveryProgress(List<Outbox> outboxes) {
        this.outboxes = outboxes;
    }

    /** Mutable state of a partition. */
    private static final class Part {

        /** Last notice of each alert: of firing ones; until the end is reached, of others, too. */
        private final Map<String, Notice> notices = new HashMap<>();

        /** Alerts that never fired since targets were last told that they do not, as far as is sure: their end is no news. */
        private final Set<String> pending = new HashSet<>();

        private final long history;
        private final long end;
        private long committed;
        private long position;
        private boolean current;

        Part(long committed, long history, long end) {
            this.committed = committed;
            this.history = history;
            this.end = end;
        }

        /** Before this offset, the delivery may have told the targets of nothing: a resolution there is none to them. */
        boolean isNews(Notice notice) {
            return notice.offset() >= committed && (notice.isFiring() || notice.offset() >= history);
        }

        OffsetAndMetadata commit(long offset) {
            return new OffsetAndMetadata(offset, offset < history ? "history=" + history : "");
        }
    }

    /** Whether nothing of a partition was ever delivered; also when the topic was deleted and created again. */
    static boolean isFirst(OffsetAndMetadata committed, long end) {
        return committed == null || committed.offset() > end;
    }

    /** What is committed before the first delivery: what was resolved before this end is no news. */
    static OffsetAndMetadata beforeFirst(long end) {
        return new Part(0, end, end).commit(0);
    }

    /**
     * A partition that this instance has now; it must be read from its beginning.
     *
     * @param end of the partition
     */
    void assign(TopicPartition partition, OffsetAndMetadata committed, long end) {
        Matcher history = HISTORY.matcher(committed.metadata());
        long historyEnd = history.matches() ? Long.parseLong(history.group(1)) : 0;
        parts.put(partition, new Part(committed.offset(), historyEnd, end));
    }

    /** Other instances have these partitions now. */
    void revoke(Collection<TopicPartition> partitions) {
        parts.keySet().removeAll(partitions);
        outboxes.forEach(outbox -> outbox.forget(partitions));
    }

    /** Whether a partition was assigned. */
    boolean has(TopicPartition partition) {
        return parts.containsKey(partition);
    }

    /**
     * A record was read.
     *
     * @param alert null for a tombstone
     */
    void read(TopicPartition partition, long offset, String fingerprint, TelemetryAlert alert, Instant time) {
        Part part = parts.get(partition);
        boolean wasPending = part.pending.remove(fingerprint);
        Optional<Notice> before = Optional.ofNullable(part.notices.get(fingerprint));
        Optional<Notice> notice = Notice.of(before, partition, offset, alert, time);
        if (notice.isEmpty()) {
            // Before the end is reached, Kafka may compact a record away, even between two reads, which says that it
            // fired.
            if (alert != null && part.current) {
                part.pending.add(fingerprint);
            }
            return;
        }
        if (wasPending && !notice.get().isFiring()) {
            return;
        }
        if (part.current) {
            outboxes.forEach(outbox -> outbox.add(notice.get()));
        }
        if (part.current && !notice.get().isFiring()) {
            part.notices.remove(fingerprint);
        } else {
            part.notices.put(fingerprint, notice.get());
        }
    }

    /**
     * All records before this offset were read.
     *
     * @return whether that may be more than before
     */
    boolean reached(TopicPartition partition, long position) {
        Part part = parts.get(partition);
        boolean moved = part.position != position;
        part.position = position;
        if (part.current || position < part.end) {
            return moved;
        }
        part.current = true;
        part.notices.values().stream()
                .sorted(Comparator.comparingLong(Notice::offset))
                .forEach(notice -> {
                    if (part.isNews(notice)) {
                        outboxes.forEach(outbox -> outbox.add(notice));
                    } else if (notice.isFiring()) {
                        outboxes.forEach(outbox -> outbox.addTaken(notice));
                    }
                });
        part.notices.values().removeIf(notice -> !notice.isFiring());
        return true;
    }

    /** Offsets that advanced: all targets have taken what is before them. */
    Map<TopicPartition, OffsetAndMetadata> toCommit() {
        Map<TopicPartition, OffsetAndMetadata> commits = new HashMap<>();
        parts.forEach((partition, part) -> {
            long offset = outboxes.stream()
                    .mapToLong(outbox -> outbox.firstPending(partition).orElse(part.position))
                    .min()
                    .orElse(part.position);
            if (part.current && offset > part.committed) {
                commits.put(partition, part.commit(offset));
            }
        });
        return commits;
    }

    /** These offsets were committed. */
    void committed(Map<TopicPartition, OffsetAndMetadata> offsets) {
        offsets.forEach((partition, offset) -> {
            Part part = parts.get(partition);
            if (part != null) {
                part.committed = offset.offset();
            }
        });
    }
}

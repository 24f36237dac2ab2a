package io.minerstream.validator.delivery;

import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.stream.Stream;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.utils.ExponentialBackoff;

/**
 * What one target must still be told: the newest change of each alert until the target has taken it, and firing alerts again and
 * again where the target forgets them otherwise. At most one batch is out. Knows neither clock nor network. Not thread-safe.
 */
@SuppressWarnings("ReferenceEquality") // Of two equal notices, only the one that was sent is done.
final class Outbox {

    private final int batchSize;
    private final Duration resendInterval;
    private final ExponentialBackoff backoff;

    /** By fingerprint, the oldest first. */
    private final Map<String, Notice> changes = new LinkedHashMap<>();

    /** Firing alerts that the target has taken, by fingerprint. */
    private final Map<String, Notice> taken = new HashMap<>();
    /** When they are sent again. */
    private final Map<String, Instant> due = new HashMap<>();

    private Instant nextDue = Instant.MAX;

    private List<Notice> out = List.of();
    private int limit;
    private int failures;
    private Instant notBefore = Instant.MIN;

    /**
     * @param batchSize most alerts of a batch, at least 1
     * @param resendInterval after which a firing alert is sent again; null for never
     * @param backoff between attempts, in milliseconds
     */
    Outbox(int batchSize, Duration resendInterval, ExponentialBackoff backoff) {
        this.batchSize = batchSize;
        this.limit = batchSize;
        this.resendInterval = resendInterval;
        this.backoff = backoff;
    }

    /** The target must be told. Replaces an older change of the same alert. */
    void add(Notice change) {
        String alert = change.fingerprint();
        taken.remove(alert);
        due.remove(alert);
        // To the end: the order of the map is that of offsets.
        changes.remove(alert);
        changes.put(alert, change);
    }

    /** The target was told before that this alert fires, and is told again soon if it forgets. */
    void addTaken(Notice firing) {
        resend(firing, Instant.MIN);
    }

    private void resend(Notice firing, Instant when) {
        if (resendInterval != null) {
            taken.put(firing.fingerprint(), firing);
            due.put(firing.fingerprint(), when);
            nextDue = when.isBefore(nextDue) ? when : nextDue;
        }
    }

    /** Another instance tells the target about these partitions from now on. */
    void forget(Collection<TopicPartition> partitions) {
        changes.values().removeIf(notice -> partitions.contains(notice.partition()));
        taken.values().removeIf(notice -> partitions.contains(notice.partition()));
        due.keySet().retainAll(taken.keySet());
    }

    /**
     * The next batch; it is out until one of {@link #taken}, {@link #failed} and {@link #refused} is called.
     *
     * @return empty when nothing is to be sent now
     */
    List<Notice> next(Instant now) {
        if (!out.isEmpty() || now.isBefore(notBefore)) {
            return List.of();
        }
        // Many changes must not let firing alerts expire at the target, and firing alerts must not delay changes for
        // ever.
        List<Notice> again = due(now, limit - Math.min(changes.size(), limit - limit / 2));
        out = Stream.concat(again.stream(), changes.values().stream().limit(limit - again.size()))
                .toList();
        return out;
    }

    /** Firing alerts that are due, at most so many. */
    private List<Notice> due(Instant now, int most) {
        if (now.isBefore(nextDue)) {
            return List.of();
        }
        List<Notice> found = due.entrySet().stream()
                .filter(alert -> !now.isBefore(alert.getValue()))
                .limit(most)
                .map(alert -> taken.get(alert.getKey()))
                .toList();
        nextDue = found.isEmpty() && most > 0 ? earliestDue() : nextDue;
        return found;
    }

    private Instant earliestDue() {
        return due.isEmpty() ? Instant.MAX : Collections.min(due.values());
    }

    /** The target took the batch. */
    void taken(Instant now) {
        for (Notice notice : out) {
            String alert = notice.fingerprint();
            boolean current = changes.get(alert) == notice || taken.get(alert) == notice;
            if (current && notice.isFiring() && resendInterval != null) {
                resend(notice, now.plus(resendInterval));
            }
            removeChange(notice);
        }
        out = List.of();
        limit = Math.min(batchSize, limit * 2);
        failures = 0;
    }

    /** The target did not answer, or refused without regard to the alerts. */
    void failed(Instant now) {
        notBefore = now.plusMillis(backoff.backoff(failures++));
        out = List.of();
    }

    /**
     * The target refused the batch for an alert in it. The next batch is smaller; an alert that is refused alone is dropped.
     *
     * @return the dropped ones
     */
    List<Notice> refused() {
        List<Notice> refused = out;
        out = List.of();
        if (refused.size() > 1) {
            limit = refused.size() / 2;
            return List.of();
        }
        for (Notice notice : refused) {
            removeChange(notice);
            if (taken.get(notice.fingerprint()) == notice) {
                taken.remove(notice.fingerprint());
                due.remove(notice.fingerprint());
            }
        }
        limit = Math.min(batchSize, limit * 2);
        return refused;
    }

    /** Unless a newer one has replaced it, or its partition is another instance's. */
    private void removeChange(Notice change) {
        if (changes.get(change.fingerprint()) == change) {
            changes.remove(change.fingerprint());
        }
    }

    /** From when on {@link #next} has something, once no batch is out. */
    Instant nextAttempt() {
        Instant wanted = changes.isEmpty() ? nextDue : Instant.MIN;
        return wanted.isBefore(notBefore) ? notBefore : wanted;
    }

    /** Changes that the target has not taken. */
    int pending() {
        return changes.size();
    }

    /** Offset of the first change of a partition that the target has not taken. */
    OptionalLong firstPending(TopicPartition partition) {
        return changes.values().stream()
                .filter(notice -> notice.partition().equals(partition))
                .mapToLong(Notice::offset)
                .min();
    }
}

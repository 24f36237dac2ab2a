package io.minerstream.validator.delivery;

import io.minerstream.avro.AlertState;
import io.minerstream.avro.TelemetryAlert;
import java.time.Instant;
import java.util.Optional;
import org.apache.kafka.common.TopicPartition;

/**
 * What targets are told of an alert: that it fires, or that it does no longer.
 *
 * @param partition where the change of state is
 * @param offset of the change
 * @param alert the newest record that says what the alert is about
 * @param endedAt since when it does not fire, maybe in the future; null while it fires
 */
record Notice(TopicPartition partition, long offset, TelemetryAlert alert, Instant endedAt) {

    /**
     * What a record of the topic changes.
     *
     * @param before the last notice of this alert, if it is known
     * @param alert null for a tombstone
     * @param time of the record
     * @return empty when targets need not be told: a pending alert, or the deletion of one that does not fire
     */
    static Optional<Notice> of(
            Optional<Notice> before, TopicPartition partition, long offset, TelemetryAlert alert, Instant time) {
        if (alert != null && alert.getState() == AlertState.FIRING) {
            return Optional.of(new Notice(partition, offset, alert, null));
        }
        if (alert != null && alert.getState() == AlertState.RESOLVED) {
            Instant end = alert.getResolvedAt() != null ? alert.getResolvedAt() : alert.getRaisedAt();
            return Optional.of(new Notice(partition, offset, alert, end));
        }
        return before.filter(Notice::isFiring).map(fired -> new Notice(partition, offset, fired.alert, time));
    }

    String fingerprint() {
        return alert.getFingerprint();
    }

    boolean isFiring() {
        return endedAt == null;
    }

    /** Not in the future, which neither Alertmanager nor people expect, though readings may be ahead of the clock. */
    Instant startedAt(Instant now) {
        Instant start = alert.getStartsAt() != null ? alert.getStartsAt() : alert.getRaisedAt();
        return start.isAfter(now) ? now : start;
    }

    /** Neither in the future nor before the start. */
    Instant endedAt(Instant now) {
        Instant start = startedAt(now);
        Instant end = endedAt.isAfter(now) ? now : endedAt;
        return end.isBefore(start) ? start : end;
    }
}

package io.minerstream.connect.copy.offsets;

import org.apache.kafka.connect.sink.SinkRecord;

/**
 * How far a batch takes a partition. Not thread-safe: a batch belongs to one thread at a time.
 */
public final class Advance {

    private final ClaimedPartition claim;
    private final Long from;
    private SinkRecord last;

    /** @param from offset at which the batch begins; null when nothing was handed over before */
    public Advance(ClaimedPartition claim, Long from, SinkRecord last) {
        this.claim = claim;
        this.from = from;
        this.last = last;
    }

    public ClaimedPartition claim() {
        return claim;
    }

    Long from() {
        return from;
    }

    SinkRecord last() {
        return last;
    }

    public void last(SinkRecord record) {
        last = record;
    }

    /** Offset after the batch. */
    public long next() {
        return last.originalKafkaOffset() + 1;
    }
}

package io.minerstream.connect.copy.offsets;

import org.apache.kafka.common.TopicPartition;

/**
 * A partition as long as this task has it. The task's thread hands its records over, the writer's says what became of them; another
 * claim of the same partition is another object, so that neither can mistake one for the other.
 */
public final class ClaimedPartition {

    private final TopicPartition partition;
    private final long fence;
    private final Long stored;
    private final String lastRecord;
    private Long position;
    private boolean seeking;
    private volatile Long landed;
    private volatile boolean fenced;

    /**
     * @param fence of this claim
     * @param stored offset of the next record by the offsets table; null when none has landed
     * @param lastRecord fingerprint of the last record that landed; null when unknown
     */
    ClaimedPartition(TopicPartition partition, long fence, Long stored, String lastRecord) {
        this.partition = partition;
        this.fence = fence;
        this.stored = stored;
        this.lastRecord = lastRecord;
        this.position = stored;
        this.landed = stored;
    }

    public TopicPartition partition() {
        return partition;
    }

    long fence() {
        return fence;
    }

    String lastRecord() {
        return lastRecord;
    }

    /** Offset of the next record by the offsets table at the claim; null when none had landed. */
    Long stored() {
        return stored;
    }

    /** Where the consumer must go on; null for where it is. One record back, if that record can be compared with the one that landed. */
    Long seekTo() {
        return stored == null || lastRecord == null || stored == 0 ? stored : Long.valueOf(stored - 1);
    }

    /** Offset after the last record that was handed over; null when there was none. */
    public Long position() {
        return position;
    }

    void position(long next) {
        position = next;
    }

    /** Whether the consumer has not been told yet where to go on. */
    boolean seeking() {
        return seeking;
    }

    void seeking(boolean seeking) {
        this.seeking = seeking;
    }

    /** Offset after the last record that has landed; null when none has. */
    public Long landed() {
        return landed;
    }

    public void landed(long next) {
        landed = next;
    }

    /** Whether everything that was handed over has landed. */
    public boolean isSettled() {
        return position == null || position.equals(landed);
    }

    /** Whether another task has claimed it since. */
    public boolean isFenced() {
        return fenced;
    }

    public void markFenced() {
        fenced = true;
    }
}

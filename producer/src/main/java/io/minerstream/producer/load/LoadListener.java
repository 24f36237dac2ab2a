package io.minerstream.producer.load;

/**
 * Told about each reading of a load. Times are those of the sender's clock, in nanoseconds. Methods must return quickly and not throw.
 */
public interface LoadListener {

    /**
     * The first reading is due. Called by the sending thread.
     *
     * @param nanos then
     * @param history what was sent before: of these readings, only {@link #readable} is told
     */
    void started(long nanos, History history);

    /**
     * Readings that were sent as fast as possible.
     *
     * @param readings how many
     * @param nanos how long it took until the brokers had them
     */
    record History(long readings, long nanos) {}

    /**
     * A reading was handed to Kafka's client. Called by the sending thread.
     *
     * @param intendedNanos when it was due
     * @param sentNanos when the client was called, not before it was due
     * @param returnedNanos when the client had taken it; later than {@code sentNanos} when its buffer was full
     */
    void sent(long intendedNanos, long sentNanos, long returnedNanos);

    /**
     * The brokers have a reading. Called by one thread at a time.
     *
     * @param sentNanos as in {@link #sent}
     */
    void acknowledged(long sentNanos, long acknowledgedNanos);

    /**
     * Consumers can read a reading: its transaction is committed, or it was acknowledged and is in none. Within a partition in the order of
     * offsets. Called by one thread at a time.
     */
    void readable(int partition, long offset, long intendedNanos, long readableNanos);

    /** A transaction was committed, which put a marker into each of the partitions. Called by the sending thread. */
    void committed(int partitions);
}

package io.minerstream.pipeline.load.lag;

import io.minerstream.producer.load.LoadListener;
import java.time.Duration;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
import org.HdrHistogram.ConcurrentHistogram;

/** Measures the load itself: the generator and the brokers. Thread-safe. */
public final class LoadMeter implements LoadListener {

    private static final int SIGNIFICANT_DIGITS = 3;

    private final ReadableReadings readings;
    private final LongAdder sent = new LongAdder();
    private final LongAdder acknowledged = new LongAdder();
    private final LongAdder markers = new LongAdder();
    private final LongAdder blockedNanos = new LongAdder();
    private volatile OptionalLong start = OptionalLong.empty();
    private volatile History history = new History(0, 0);
    /** Of the reading that was sent last. */
    private final AtomicLong lastLateNanos = new AtomicLong();

    private final ConcurrentHistogram sendLateness = new ConcurrentHistogram(SIGNIFICANT_DIGITS);
    private final ConcurrentHistogram acknowledgement = new ConcurrentHistogram(SIGNIFICANT_DIGITS);

    /** @param readings takes those that can be read */
    public LoadMeter(ReadableReadings readings) {
        this.readings = readings;
    }

    /**
     * The load so far.
     *
     * @param sent readings that were handed to Kafka's client
     * @param acknowledged readings that the brokers have
     * @param readable readings that consumers can read
     * @param markers of transactions, in all partitions
     * @param lateNow how late the last reading was sent
     * @param blocked time for which the sender waited for Kafka's client to take a reading: its buffer was full
     */
    public record Snapshot(
            long sent, long acknowledged, long readable, long markers, Duration lateNow, Duration blocked) {

        /** This load and one after it. */
        public Snapshot plus(Snapshot later) {
            return new Snapshot(
                    sent + later.sent,
                    acknowledged + later.acknowledged,
                    readable + later.readable,
                    markers + later.markers,
                    later.lateNow,
                    blocked.plus(later.blocked));
        }
    }

    @Override
    public void started(long nanos, History sentBefore) {
        history = sentBefore;
        start = OptionalLong.of(nanos);
    }

    @Override
    public void sent(long intendedNanos, long sentNanos, long returnedNanos) {
        long late = Math.max(0, sentNanos - intendedNanos);
        lastLateNanos.set(late);
        sendLateness.recordValue(late);
        blockedNanos.add(returnedNanos - sentNanos);
        sent.increment();
    }

    @Override
    public void acknowledged(long sentNanos, long acknowledgedNanos) {
        acknowledgement.recordValue(Math.max(0, acknowledgedNanos - sentNanos));
        acknowledged.increment();
    }

    @Override
    public void readable(int partition, long offset, long intendedNanos, long readableNanos) {
        readings.add(partition, offset, intendedNanos, readableNanos);
    }

    @Override
    public void committed(int partitions) {
        markers.add(partitions);
    }

    /** When the first reading was due, on the clock of the sender; empty before. */
    public OptionalLong startNanos() {
        return start;
    }

    /** What was sent before the load. */
    public History history() {
        return history;
    }

    /** What is known now. */
    public Snapshot snapshot() {
        return new Snapshot(
                sent.sum(),
                acknowledged.sum(),
                readings.total(),
                markers.sum(),
                Duration.ofNanos(lastLateNanos.get()),
                Duration.ofNanos(blockedNanos.sum()));
    }

    /** How late readings were sent, against their intended times. */
    public Percentiles sendLateness() {
        return Percentiles.of(sendLateness);
    }

    /** How long the brokers took to acknowledge readings, from the time that these were sent. */
    public Percentiles acknowledgement() {
        return Percentiles.of(acknowledgement);
    }
}

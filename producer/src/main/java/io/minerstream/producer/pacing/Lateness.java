package io.minerstream.producer.pacing;

import java.time.Duration;
import org.HdrHistogram.Histogram;

/**
 * How late records are sent, each against its intended time. The lateness of a record includes the time that it waited for earlier
 * ones, so that no correction for coordinated omission is needed. Durations of any length are recorded, and are at most 0.1 %
 * too long. Thread-safe.
 */
public final class Lateness {

    private static final int SIGNIFICANT_DIGITS = 3;

    /** Resizes itself for any value. */
    private final Histogram nanos = new Histogram(SIGNIFICANT_DIGITS);

    private long maxNanos;

    /**
     * The lateness of all records.
     *
     * @param records number of records
     * @param p50 median
     * @param p99 99th percentile
     * @param max largest lateness, exact
     */
    public record Summary(long records, Duration p50, Duration p99, Duration max) {}

    /**
     * Records the lateness of a record.
     *
     * @param latenessNanos what {@link Pacer#awaitDue} returns, from 0
     * @throws IllegalArgumentException when it is negative: no record may be sent before it is due
     */
    public synchronized void record(long latenessNanos) {
        SendSchedule.requireNotNegative("latenessNanos", latenessNanos);
        nanos.recordValue(latenessNanos);
        maxNanos = Math.max(maxNanos, latenessNanos);
    }

    /** The summary so far; all 0 without records. */
    public synchronized Summary summary() {
        return new Summary(nanos.getTotalCount(), percentile(50), percentile(99), Duration.ofNanos(maxNanos));
    }

    /** The upper end of a bucket may exceed its largest value, but not the maximum. */
    private Duration percentile(double percentile) {
        return Duration.ofNanos(Math.min(maxNanos, nanos.getValueAtPercentile(percentile)));
    }
}

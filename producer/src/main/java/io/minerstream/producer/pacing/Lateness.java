package io.minerstream.producer.pacing;

import java.time.Duration;
import org.HdrHistogram.Histogram;

/**
 * How late records are sent, each against the time that it was meant for. As the lateness of each record contains the waiting
 * behind those before it, there is nothing to correct for coordinated omission. Durations are at most 0.1 % too long; none is
 * too long to be counted. Safe for several threads.
 */
public final class Lateness {

    private static final int SIGNIFICANT_DIGITS = 3;

    /** Grows with what it is given, and so takes any value. */
    private final Histogram nanos = new Histogram(SIGNIFICANT_DIGITS);

    private long maxNanos;

    /**
     * What was recorded.
     *
     * @param records number of records
     * @param p50 lateness that half of them did not exceed
     * @param p99 lateness that 99 of 100 did not exceed
     * @param max lateness of the latest, exactly
     */
    public record Summary(long records, Duration p50, Duration p99, Duration max) {}

    /**
     * Counts a record.
     *
     * @param latenessNanos what {@link Pacer#awaitDue} returns, from 0
     * @throws IllegalArgumentException when it is negative: no record may be sent before it is due
     */
    public synchronized void record(long latenessNanos) {
        PiecewiseSchedule.requireNotNegative("latenessNanos", latenessNanos);
        nanos.recordValue(latenessNanos);
        maxNanos = Math.max(maxNanos, latenessNanos);
    }

    /** What was recorded so far; all 0 when nothing was. */
    public synchronized Summary summary() {
        return new Summary(nanos.getTotalCount(), percentile(50), percentile(99), Duration.ofNanos(maxNanos));
    }

    /** A bucket reaches beyond the largest value in it; nothing was later than the latest. */
    private Duration percentile(double percentile) {
        return Duration.ofNanos(Math.min(maxNanos, nanos.getValueAtPercentile(percentile)));
    }
}

package io.minerstream.pipeline.load.lag;

import java.time.Duration;
import org.HdrHistogram.AbstractHistogram;

/**
 * A distribution of lengths of time, each at most 0.1 % too long.
 *
 * @param readings how many there are; without any, all lengths are zero
 */
public record Percentiles(long readings, Duration p50, Duration p90, Duration p99, Duration p999, Duration max) {

    /** The distribution of a histogram of nanoseconds. */
    static Percentiles of(AbstractHistogram nanos) {
        return new Percentiles(
                nanos.getTotalCount(),
                at(nanos, 50),
                at(nanos, 90),
                at(nanos, 99),
                at(nanos, 99.9),
                Duration.ofNanos(nanos.getMaxValue()));
    }

    /** All readings of two distributions, each percentile the higher one: at most too high. */
    Percentiles and(Percentiles other) {
        return new Percentiles(
                readings + other.readings,
                longer(p50, other.p50),
                longer(p90, other.p90),
                longer(p99, other.p99),
                longer(p999, other.p999),
                longer(max, other.max));
    }

    static Duration longer(Duration one, Duration other) {
        return one.compareTo(other) > 0 ? one : other;
    }

    /** The upper end of a bucket may exceed the greatest value. */
    private static Duration at(AbstractHistogram nanos, double percentile) {
        return Duration.ofNanos(Math.min(nanos.getMaxValue(), nanos.getValueAtPercentile(percentile)));
    }
}

package io.minerstream.validator.rule;

import io.minerstream.avro.MetricSummary;

/**
 * Count, sum, smallest and largest of one metric. Mutable, not thread-safe.
 *
 * <p>The sum is kept in hundredths (readings have two decimals): a sum of doubles would depend on the order of its terms. In
 * the sum, values are limited to the magnitude {@link #LARGEST}; larger ones break RANGE anyway. Values that are not finite are
 * left out.
 */
public final class MetricTally {

    /** Largest magnitude of a term: sums stay exact for 90 million records. */
    static final double LARGEST = 1e9;

    private static final double HUNDREDTHS = 100.0;

    private long count;
    private long sumHundredths;
    private double min;
    private double max;

    public MetricTally() {}

    /** Restores a tally from its four fields. */
    public MetricTally(long count, long sumHundredths, double min, double max) {
        this.count = count;
        this.sumHundredths = sumHundredths;
        this.min = min;
        this.max = max;
    }

    public void add(double value) {
        if (!Double.isFinite(value)) {
            return;
        }
        double bounded = Math.max(-LARGEST, Math.min(LARGEST, value));
        merge(1, Math.round(bounded * HUNDREDTHS), value, value);
    }

    public void add(MetricTally other) {
        merge(other.count, other.sumHundredths, other.min, other.max);
    }

    public void add(MetricSummary other) {
        merge(other.getCount(), Math.round(other.getSum() * HUNDREDTHS), other.getMin(), other.getMax());
    }

    private void merge(long otherCount, long otherSum, double otherMin, double otherMax) {
        if (otherCount == 0) {
            return;
        }
        min = count == 0 ? otherMin : Math.min(min, otherMin);
        max = count == 0 ? otherMax : Math.max(max, otherMax);
        count += otherCount;
        sumHundredths += otherSum;
    }

    public long count() {
        return count;
    }

    public long sumHundredths() {
        return sumHundredths;
    }

    public double min() {
        return min;
    }

    public double max() {
        return max;
    }

    public MetricSummary toSummary() {
        return new MetricSummary(count, sumHundredths / HUNDREDTHS, min, max);
    }
}

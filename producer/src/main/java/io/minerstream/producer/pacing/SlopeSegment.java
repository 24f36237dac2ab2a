package io.minerstream.producer.pacing;

/**
 * A segment of linear rate, computed in doubles.
 *
 * @param firstMillirate thousandths of a record per second at the beginning, from 0
 * @param lastMillirate the same at the end
 * @param nanos length
 */
record SlopeSegment(long firstMillirate, long lastMillirate, long nanos) implements Segment {

    @Override
    public long units() {
        return Segment.units(firstMillirate, lastMillirate, nanos);
    }

    /**
     * Solves a t + s t^2 / 2 = n as t = 2 n / (a + sqrt(a^2 + 2 s n)): the textbook's form loses precision for small slopes by
     * cancellation, and divides by 0 without a slope.
     */
    @Override
    public long nanosUntil(long units) {
        if (units == 0) {
            return 0;
        }
        double records = (double) units / UNITS;
        double first = firstMillirate * PER_NANO;
        double slope = (lastMillirate - firstMillirate) * PER_NANO / nanos;
        double discriminant = Math.max(0, first * first + 2 * slope * records);
        double t = 2 * records / (first + Math.sqrt(discriminant));
        return Math.min(nanos, Segment.firstNanoFrom(t));
    }
}

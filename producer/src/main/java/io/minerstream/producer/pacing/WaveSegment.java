package io.minerstream.producer.pacing;

/**
 * One period of a sine, from trough to trough: rate(t) = mean - amplitude cos(2 pi t / T). The integral, mean t - amplitude
 * T / (2 pi) sin(2 pi t / T), has no inverse in closed form. It is solved numerically, to an eighth of a nanosecond and the precision of a double.
 *
 * @param minMillirate thousandths of a record per second at the trough, from 0
 * @param maxMillirate the same at the crest, more than {@code minMillirate}
 * @param nanos period, at most 2^52, so that doubles distinguish its nanoseconds
 */
record WaveSegment(long minMillirate, long maxMillirate, long nanos) implements Segment {

    /** Enough for a bracket of 2^52 ns, which is halved at least every second step until it is 2^-3 ns. */
    private static final int MOST_STEPS = 2 * (52 + 3);

    private static final double CLOSE_NANOS = 0.125;

    @Override
    public long units() {
        return Segment.units(minMillirate, maxMillirate, nanos);
    }

    /** Solves for the rising half; the falling half is its mirror image. */
    @Override
    public long nanosUntil(long units) {
        if (units == 0) {
            return 0;
        }
        long total = units();
        if (units == total) {
            return nanos;
        }
        double t = units <= total / 2 ? solve((double) units / UNITS) : nanos - solve((double) (total - units) / UNITS);
        return Math.min(nanos, Segment.firstNanoFrom(t));
    }

    /**
     * Newton's method with bisection every second step, and whenever a step would leave the bracket. Newton alone is slow or leaves
     * the bracket at a trough with rate 0, where the sine is flat.
     */
    private double solve(double records) {
        double low = 0;
        double high = nanos / 2.0;
        double t = high / 2;
        for (int step = 0; step < MOST_STEPS && high - low > CLOSE_NANOS; step++) {
            double excess = recordsAt(t) - records;
            if (excess >= 0) {
                high = t;
            } else {
                low = t;
            }
            double move = excess / rateAt(t);
            if (Math.abs(move) < CLOSE_NANOS / 8) {
                return t - move;
            }
            double newton = t - move;
            boolean halve = step % 2 == 1 || !(newton > low && newton < high);
            t = halve ? (low + high) / 2 : newton;
        }
        return high;
    }

    private double recordsAt(double t) {
        double turns = t / nanos;
        return (mean() * t - amplitude() * nanos / (2 * Math.PI) * Math.sin(2 * Math.PI * turns)) * PER_NANO;
    }

    private double rateAt(double t) {
        return (mean() - amplitude() * Math.cos(2 * Math.PI * (t / nanos))) * PER_NANO;
    }

    private double mean() {
        return (minMillirate + maxMillirate) / 2.0;
    }

    private double amplitude() {
        return (maxMillirate - minMillirate) / 2.0;
    }
}

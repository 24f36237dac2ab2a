package io.minerstream.benchmarks.turn;

import java.util.List;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;

/** Quantiles of figures, and of ratios within a round: the speed of a machine changes from one round to the next. */
public final class Quantile {

    private static final double HALF = 0.5;

    private Quantile() {}

    /**
     * Between two values, the mean of them by their distance.
     *
     * @param values at least one
     * @param share 0 for the smallest, 1 for the largest
     */
    public static double of(DoubleStream values, double share) {
        double[] sorted = values.sorted().toArray();
        double position = share * (sorted.length - 1);
        int below = (int) position;
        int above = Math.min(below + 1, sorted.length - 1);
        return sorted[below] + (sorted[above] - sorted[below]) * (position - below);
    }

    public static double median(List<Double> values) {
        return of(values.stream().mapToDouble(Double::doubleValue), HALF);
    }

    /** The ratio of each round, in their order. */
    public static DoubleStream ratios(List<Double> values, List<Double> others) {
        return IntStream.range(0, values.size()).mapToDouble(round -> values.get(round) / others.get(round));
    }

    /** Median of the ratios of each round. */
    public static double medianRatio(List<Double> values, List<Double> others) {
        return of(ratios(values, others), HALF);
    }
}

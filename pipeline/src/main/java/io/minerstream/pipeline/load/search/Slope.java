package io.minerstream.pipeline.load.search;

import java.util.Arrays;

/**
 * A robust slope of points, Theil and Sen's median of the slopes of all pairs: up to 29 % of the points may be anything. With its interval of
 * 99 % confidence, Sen's by Kendall's variance.
 *
 * @param value the slope
 * @param low lower end of the interval
 * @param high upper end of the interval
 */
public record Slope(double value, double low, double high) {

    /** Of the normal distribution, for 99 % on both sides. */
    private static final double QUANTILE = 2.576;

    /** One point more than make an interval. */
    static final int FEWEST_POINTS = 6;

    /**
     * The slope of points.
     *
     * @param x ascending, at least {@value #FEWEST_POINTS} values
     * @param y as many
     */
    static Slope of(double[] x, double[] y) {
        int n = x.length;
        if (n < FEWEST_POINTS || y.length != n) {
            throw new IllegalArgumentException(
                    "points: must be at least %s, got %s and %s".formatted(FEWEST_POINTS, n, y.length));
        }
        double[] slopes = new double[n * (n - 1) / 2];
        int count = 0;
        for (int i = 0; i < n; i++) {
            for (int j = i + 1; j < n; j++) {
                slopes[count++] = (y[j] - y[i]) / (x[j] - x[i]);
            }
        }
        Arrays.sort(slopes);
        double variance = n * (n - 1.0) * (2.0 * n + 5) / 18;
        double spread = QUANTILE * Math.sqrt(variance);
        int low = (int) Math.max(0, Math.floor((count - spread) / 2));
        int high = (int) Math.min(count - 1.0, Math.ceil((count + spread) / 2));
        double median = count % 2 == 1 ? slopes[count / 2] : (slopes[count / 2 - 1] + slopes[count / 2]) / 2;
        return new Slope(median, slopes[low], slopes[high]);
    }
}

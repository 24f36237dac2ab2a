package io.minerstream.producer.signal;

import static org.assertj.core.api.Assertions.assertThat;

import io.minerstream.schemas.miner.Baseline;
import io.minerstream.schemas.miner.MinerStatus;
import io.minerstream.schemas.miner.OperatingRange;
import io.minerstream.schemas.miner.OperatingRanges;
import java.util.Arrays;
import java.util.function.Consumer;
import java.util.function.ToDoubleFunction;
import org.apache.commons.math3.distribution.UniformRealDistribution;
import org.apache.commons.math3.stat.inference.ChiSquareTest;
import org.apache.commons.math3.stat.inference.KolmogorovSmirnovTest;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The measured values follow their uniform laws: chi-square over equally likely cells and Kolmogorov-Smirnov, at a
 * significance of 0.1 %, with fixed seeds and so without flakiness.
 */
final class ReferenceSignalDistributionTest {

    private static final int CELLS = 100;
    private static final double SIGNIFICANCE = 0.001;
    /** Decimals such as 65.20 lie on edges of cells and are not exact in binary. */
    private static final double EDGE = 1e-6;

    private static final int MINERS = 1_000;
    private static final int HOURS = 240;

    /** Large, so that rounding to two decimals does not show in the cells. */
    private static final Baseline BASELINE = new Baseline(1e6, 1e6);

    private final Signal signal = new ReferenceSignal();

    @ParameterizedTest
    @CsvSource({"42,ACTIVE", "43,ACTIVE", "0,ACTIVE", "42,MAINTENANCE", "-1,MAINTENANCE"})
    void shouldSpreadEachMetricEvenly(long seed, MinerStatus status) {
        assertUniform(
                seed,
                status,
                GeneratedReading::hashrateTh,
                OperatingRanges.hashrateFactor(status).times(BASELINE.hashrateTh()));
        assertUniform(
                seed,
                status,
                GeneratedReading::powerW,
                OperatingRanges.powerFactor(status).times(BASELINE.powerW()));
        assertUniform(seed, status, GeneratedReading::temperatureC, OperatingRanges.temperatureC(status));
    }

    /** Sees what cells hide: shifts within a cell, and steps that are too coarse. */
    @ParameterizedTest
    @CsvSource({"42,ACTIVE", "43,ACTIVE", "0,MAINTENANCE", "-1,MAINTENANCE"})
    void shouldFollowTheUniformDistributionFunction(long seed, MinerStatus status) {
        assertThat(kolmogorovSmirnov(
                        seed,
                        status,
                        GeneratedReading::hashrateTh,
                        OperatingRanges.hashrateFactor(status).times(BASELINE.hashrateTh())))
                .isGreaterThan(SIGNIFICANCE);
        assertThat(kolmogorovSmirnov(
                        seed,
                        status,
                        GeneratedReading::powerW,
                        OperatingRanges.powerFactor(status).times(BASELINE.powerW())))
                .isGreaterThan(SIGNIFICANCE);
    }

    /** Cells of whole numbers: 2001 speeds are 29 cells of 69, and each of the 4001 others is a cell of its own. */
    @ParameterizedTest
    @CsvSource({"42,ACTIVE,29,69", "7,ACTIVE,29,69", "42,MAINTENANCE,4001,1"})
    void shouldGiveEachFanSpeedTheSameChance(long seed, MinerStatus status, int cells, int speedsPerCell) {
        OperatingRange range = OperatingRanges.fanRpm(status);
        assertThat(cells * speedsPerCell).isEqualTo((int) (range.max() - range.min()) + 1);
        long[] counts = new long[cells];
        forEach(seed, status, reading -> counts[(reading.fanRpm() - (int) range.min()) / speedsPerCell]++);

        assertThat(chiSquareTest(counts)).isGreaterThan(SIGNIFICANCE);
    }

    /** Neighbours of the counter must be unrelated: metric to metric, hour to hour, miner to miner, seed to seed. */
    @ParameterizedTest
    @CsvSource({"0,0,0", "0,0,1", "0,1,0", "1,0,0"})
    void shouldNotCorrelateNeighbours(long seedStep, int minerStep, int hourStep) {
        double sum = 0;
        for (int miner = 0; miner < MINERS; miner++) {
            for (int hour = 0; hour < HOURS; hour++) {
                GeneratedReading one = read(42, miner, hour, MinerStatus.ACTIVE);
                GeneratedReading next = read(42 + seedStep, miner + minerStep, hour + hourStep, MinerStatus.ACTIVE);
                sum += (one.hashrateTh() / 1e6 - 1) / 0.1 * ((next.temperatureC() - 75) / 10);
            }
        }
        // Each product has mean 0 and variance 1/9 when independent: four standard errors.
        double records = (double) MINERS * HOURS;
        assertThat(Math.abs(sum / records)).isLessThan(4 / 3.0 / Math.sqrt(records));
    }

    private void assertUniform(
            long seed, MinerStatus status, ToDoubleFunction<GeneratedReading> metric, OperatingRange range) {
        long[] counts = new long[CELLS];
        forEach(seed, status, reading -> {
            double share = (metric.applyAsDouble(reading) - range.min()) / (range.max() - range.min());
            counts[Math.min(CELLS - 1, Math.max(0, (int) (share * CELLS + EDGE)))]++;
        });

        assertThat(chiSquareTest(counts)).isGreaterThan(SIGNIFICANCE);
    }

    private void forEach(long seed, MinerStatus status, Consumer<GeneratedReading> check) {
        for (int miner = 1; miner <= MINERS; miner++) {
            for (int hour = 0; hour < HOURS; hour++) {
                check.accept(read(seed, miner, hour, status));
            }
        }
    }

    private GeneratedReading read(long seed, int miner, int hour, MinerStatus status) {
        return signal.read(seed, 5, TimePoint.hour(490_000L + hour), miner, status, BASELINE);
    }

    /** Probability of counts at least so uneven when each cell has the same chance. */
    private static double chiSquareTest(long[] counts) {
        double[] expected = new double[counts.length];
        Arrays.fill(expected, (double) MINERS * HOURS / counts.length);
        return new ChiSquareTest().chiSquareTest(expected, counts);
    }

    /** Probability of a distribution function at least so far from that of the uniform law, when the law holds. */
    private double kolmogorovSmirnov(
            long seed, MinerStatus status, ToDoubleFunction<GeneratedReading> metric, OperatingRange range) {
        double[] values = new double[MINERS * HOURS];
        int[] next = new int[1];
        forEach(seed, status, reading -> values[next[0]++] = metric.applyAsDouble(reading));
        return new KolmogorovSmirnovTest()
                .kolmogorovSmirnovTest(new UniformRealDistribution(range.min(), range.max()), values, false);
    }
}

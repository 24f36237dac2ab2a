package io.minerstream.producer.signal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.minerstream.schemas.miner.Baseline;
import io.minerstream.schemas.miner.MinerStatus;
import java.util.Arrays;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;
import org.apache.commons.math3.stat.correlation.PearsonsCorrelation;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How the metrics move together and in time: the figures of docs/signals.md, with room for other seeds and sites. */
final class RealisticSignalDistributionTest {

    private static final Baseline S21 = new Baseline(200, 3500);
    private static final int MINERS = 200;
    private static final int HOURS = 60 * 24;
    private static final long FIRST_HOUR = 490_000;
    private static final PearsonsCorrelation PEARSON = new PearsonsCorrelation();

    @ParameterizedTest
    @CsvSource({
        "42, 5, ACTIVE, 1, 0.85, 0.90",
        "43, 1, ACTIVE, 1, 0.85, 0.90",
        "42, 5, ACTIVE, 24, 0.15, 0.35",
        "42, 5, ACTIVE, 336, -0.20, 0.10",
        "42, 5, MAINTENANCE, 1, 0.80, 0.86",
        "42, 5, MAINTENANCE, 24, -0.05, 0.10"
    })
    void shouldDriftSlowlyInHashrate(long seed, int site, MinerStatus status, int lag, double least, double most) {
        assertThat(meanOverMiners(history(seed, site, status), miner -> {
                    double[] hashrates = metric(miner, GeneratedReading::hashrateTh);
                    return PEARSON.correlation(
                            Arrays.copyOf(hashrates, HOURS - lag), Arrays.copyOfRange(hashrates, lag, HOURS));
                }))
                .isBetween(least, most);
    }

    @ParameterizedTest
    @CsvSource({
        "42, 5, ACTIVE, 0.96, 0.99",
        "43, 1, ACTIVE, 0.96, 0.99",
        "42, 5, MAINTENANCE, 0.98, 1.00",
    })
    void shouldDrawPowerByHashrate(long seed, int site, MinerStatus status, double least, double most) {
        assertThat(meanOverMiners(
                        history(seed, site, status),
                        correlation(GeneratedReading::hashrateTh, GeneratedReading::powerW)))
                .isBetween(least, most);
    }

    @ParameterizedTest
    @CsvSource({
        "42, 5, ACTIVE, 0.92, 0.98",
        "43, 1, ACTIVE, 0.92, 0.98",
        "42, 5, MAINTENANCE, 0.94, 0.98",
    })
    void shouldTurnFansByTemperature(long seed, int site, MinerStatus status, double least, double most) {
        assertThat(meanOverMiners(
                        history(seed, site, status),
                        correlation(GeneratedReading::temperatureC, GeneratedReading::fanRpm)))
                .isBetween(least, most);
    }

    /** Over miners at one time: units differ in efficiency and place, so that correlations are lower than over time. */
    @Test
    void shouldCorrelateAcrossTheFleetAtOneTime() {
        Signal.Frame frame = SignalProfile.REALISTIC.signal().at(42, 5, TimePoint.hour(FIRST_HOUR));
        GeneratedReading[] readings = IntStream.rangeClosed(1, 20_000)
                .mapToObj(miner -> frame.read(miner, MinerStatus.ACTIVE, S21))
                .toArray(GeneratedReading[]::new);

        assertThat(correlation(GeneratedReading::hashrateTh, GeneratedReading::powerW)
                        .applyAsDouble(readings))
                .isBetween(0.80, 0.86);
        assertThat(correlation(GeneratedReading::temperatureC, GeneratedReading::fanRpm)
                        .applyAsDouble(readings))
                .isBetween(0.80, 0.95);
    }

    /** Amplitude and phase at one cycle a day stand out among all periods of eight hours to three days. */
    @ParameterizedTest
    @CsvSource({"42,5", "43,5", "42,1", "42,9"})
    void shouldShowTheDailyCurveOfTheSiteInTemperature(long seed, int site) {
        SiteClimate climate = SiteClimate.of(site);
        double[] temperatures = IntStream.range(0, HOURS)
                .mapToDouble(hour -> SignalProfile.REALISTIC
                        .signal()
                        .read(seed, site, TimePoint.hour(FIRST_HOUR + hour), 1, MinerStatus.ACTIVE, S21)
                        .temperatureC())
                .toArray();
        int days = HOURS / 24;
        double daily = amplitude(temperatures, days);

        assertThat(daily).isCloseTo(0.25 * climate.dailyC(), within(0.15));
        for (int cycles = days / 3; cycles <= 3 * days; cycles++) {
            if (cycles != days) {
                assertThat(amplitude(temperatures, cycles))
                        .as("%s cycles", cycles)
                        .isLessThan(daily / 2);
            }
        }
        double warmest = Math.floorMod(
                Math.round(phase(temperatures, days) / (2 * Math.PI) * 86_400) + FIRST_HOUR * 3_600, 86_400);
        double off = Math.abs(warmest - climate.warmestSecond());
        assertThat(Math.min(off, 86_400 - off)).isLessThan(3_600);
    }

    /** Standardised by the formula's mean, counts have mean 0 and variance 1: four standard errors of each. */
    @ParameterizedTest
    @CsvSource({
        "65536, 3600, ACTIVE", // mean 2,558
        "65536, 300, ACTIVE", // 213
        "65536, 3600, MAINTENANCE", // 320
        "65536, 10, ACTIVE", // 7.1
        "65536, 1, MAINTENANCE", // 0.09
        "16, 3600, ACTIVE" // 10,478,000
    })
    void shouldCountSharesAsAPoissonProcessOfTheHashrate(double difficulty, int seconds, MinerStatus status) {
        ShareRate shares = new ShareRate(difficulty);
        Signal signal = new RealisticSignal(shares);
        int readings = 100_000;
        double sum = 0;
        double squares = 0;
        double fourth = 0;
        for (int i = 0; i < readings; i++) {
            GeneratedReading reading =
                    signal.read(42, 5, new TimePoint(1_764_000_000L / seconds + i / 100, seconds), i, status, S21);
            double mean = shares.expected(reading.hashrateTh(), seconds);
            double z = (reading.acceptedShares() + reading.rejectedShares() - mean) / Math.sqrt(mean);
            sum += z;
            squares += z * z;
            fourth += z * z * z * z;
        }
        double variance = squares / readings;

        assertThat(sum / readings).isCloseTo(0, within(4 / Math.sqrt(readings)));
        assertThat(variance).isCloseTo(1, within(4 * Math.sqrt((fourth / readings - variance * variance) / readings)));
    }

    /** Each miner has a rate of its own in the band, the same a year later; easy shares show it to a percent. */
    @Test
    void shouldRejectSharesAtARateOfTheMiner() {
        Signal signal = new RealisticSignal(new ShareRate(256));
        double[] rates = IntStream.rangeClosed(1, 300)
                .mapToDouble(miner -> rejectRate(signal, miner, FIRST_HOUR))
                .toArray();
        double[] later = IntStream.rangeClosed(1, 300)
                .mapToDouble(miner -> rejectRate(signal, miner, FIRST_HOUR + 24 * 365))
                .toArray();

        assertThat(Arrays.stream(rates).min().orElseThrow()).isBetween(0.00038, 0.0007);
        assertThat(Arrays.stream(rates).max().orElseThrow()).isBetween(0.0053, 0.00565);
        assertThat(Arrays.stream(rates).average().orElseThrow()).isCloseTo(0.003, within(4 * 0.0015 / Math.sqrt(300)));
        assertThat(PEARSON.correlation(rates, later)).isGreaterThan(0.999);
    }

    private static double rejectRate(Signal signal, int miner, long firstHour) {
        long accepted = 0;
        long rejected = 0;
        for (int hour = 0; hour < 50; hour++) {
            GeneratedReading reading =
                    signal.read(42, 5, TimePoint.hour(firstHour + hour), miner, MinerStatus.ACTIVE, S21);
            accepted += reading.acceptedShares();
            rejected += reading.rejectedShares();
        }
        return (double) rejected / (accepted + rejected);
    }

    /** Readings by miner and hour. */
    private static GeneratedReading[][] history(long seed, int site, MinerStatus status) {
        GeneratedReading[][] readings = new GeneratedReading[MINERS][HOURS];
        for (int hour = 0; hour < HOURS; hour++) {
            Signal.Frame frame = SignalProfile.REALISTIC.signal().at(seed, site, TimePoint.hour(FIRST_HOUR + hour));
            for (int miner = 0; miner < MINERS; miner++) {
                readings[miner][hour] = frame.read(miner, status, S21);
            }
        }
        return readings;
    }

    private static double meanOverMiners(GeneratedReading[][] history, ToDoubleFunction<GeneratedReading[]> statistic) {
        return Arrays.stream(history).mapToDouble(statistic).average().orElseThrow();
    }

    private static ToDoubleFunction<GeneratedReading[]> correlation(
            ToDoubleFunction<GeneratedReading> one, ToDoubleFunction<GeneratedReading> other) {
        return readings -> PEARSON.correlation(metric(readings, one), metric(readings, other));
    }

    private static double[] metric(GeneratedReading[] readings, ToDoubleFunction<GeneratedReading> metric) {
        return Arrays.stream(readings).mapToDouble(metric).toArray();
    }

    private static double amplitude(double[] values, int cycles) {
        return 2 * Math.hypot(cosine(values, cycles), sine(values, cycles)) / values.length;
    }

    /** Angle at which the wave is highest, from the first value. */
    private static double phase(double[] values, int cycles) {
        return Math.atan2(sine(values, cycles), cosine(values, cycles));
    }

    private static double cosine(double[] values, int cycles) {
        return IntStream.range(0, values.length)
                .mapToDouble(i -> values[i] * Math.cos(2 * Math.PI * cycles * i / values.length))
                .sum();
    }

    private static double sine(double[] values, int cycles) {
        return IntStream.range(0, values.length)
                .mapToDouble(i -> values[i] * Math.sin(2 * Math.PI * cycles * i / values.length))
                .sum();
    }
}

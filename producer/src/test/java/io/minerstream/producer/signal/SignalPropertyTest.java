package io.minerstream.producer.signal;

import static org.assertj.core.api.Assertions.assertThat;

import io.minerstream.schemas.miner.Baseline;
import io.minerstream.schemas.miner.MinerStatus;
import io.minerstream.schemas.miner.OperatingRange;
import io.minerstream.schemas.miner.OperatingRanges;
import java.math.BigDecimal;
import java.math.RoundingMode;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;

/** What holds for every profile. */
final class SignalPropertyTest {

    private static final double ROUNDING = 0.005 + 1e-9;

    @Property
    void shouldStayInTheRangeOfTheStatus(
            @ForAll SignalProfile profile,
            @ForAll long seed,
            @ForAll int siteId,
            @ForAll int minerId,
            @ForAll("timePoints") TimePoint timePoint,
            @ForAll("running") MinerStatus status,
            @ForAll("baselines") Baseline baseline) {
        GeneratedReading reading = profile.signal().read(seed, siteId, timePoint, minerId, status, baseline);

        assertThat(reading.minerId()).isEqualTo(minerId);
        assertWithin(
                reading.hashrateTh(), OperatingRanges.hashrateFactor(status).times(baseline.hashrateTh()));
        assertWithin(reading.powerW(), OperatingRanges.powerFactor(status).times(baseline.powerW()));
        assertWithin(reading.temperatureC(), OperatingRanges.temperatureC(status));
        OperatingRange fan = OperatingRanges.fanRpm(status);
        assertThat((double) reading.fanRpm()).isBetween(fan.min(), fan.max());
        assertThat(reading.acceptedShares()).isNotNegative();
        assertThat(reading.rejectedShares()).isNotNegative();
    }

    /** The promise of the realistic profile; a baseline of a few hundredths may leave no number of two decimals at all. */
    @Property
    void shouldStayInTheRangeAfterRoundingToo(
            @ForAll long seed,
            @ForAll("timePoints") TimePoint timePoint,
            @ForAll("running") MinerStatus status,
            @ForAll @DoubleRange(min = 0.01, max = 0.3) double hashrateTh,
            @ForAll @DoubleRange(min = 0.01, max = 0.3) double powerW) {
        GeneratedReading reading =
                SignalProfile.REALISTIC.signal().read(seed, 5, timePoint, 1, status, new Baseline(hashrateTh, powerW));

        assertInside(
                reading.hashrateTh(), OperatingRanges.hashrateFactor(status).times(hashrateTh));
        assertInside(reading.powerW(), OperatingRanges.powerFactor(status).times(powerW));
        assertInside(reading.temperatureC(), OperatingRanges.temperatureC(status));
    }

    @Property
    void shouldHaveAtMostTwoDecimals(
            @ForAll SignalProfile profile,
            @ForAll long seed,
            @ForAll int minerId,
            @ForAll("baselines") Baseline baseline) {
        GeneratedReading reading =
                profile.signal().read(seed, 5, TimePoint.hour(490_000), minerId, MinerStatus.MAINTENANCE, baseline);

        assertThat(decimals(reading.hashrateTh())).isLessThanOrEqualTo(2);
        assertThat(decimals(reading.powerW())).isLessThanOrEqualTo(2);
        assertThat(decimals(reading.temperatureC())).isLessThanOrEqualTo(2);
    }

    @Property
    void shouldReportZerosAndNullsWhenMinerDoesNotRun(
            @ForAll SignalProfile profile,
            @ForAll long seed,
            @ForAll int minerId,
            @ForAll("stopped") MinerStatus status,
            @ForAll("baselines") Baseline baseline) {
        assertThat(profile.signal().read(seed, 5, TimePoint.hour(490_000), minerId, status, baseline))
                .isEqualTo(new GeneratedReading(minerId, 0, 0, null, null, 0, 0));
    }

    @Property
    void shouldDependOnNothingButItsParameters(
            @ForAll SignalProfile profile,
            @ForAll long seed,
            @ForAll int siteId,
            @ForAll int minerId,
            @ForAll("timePoints") TimePoint timePoint,
            @ForAll MinerStatus status) {
        Baseline baseline = new Baseline(110, 3250);
        Signal signal = profile.signal();
        GeneratedReading first = signal.read(seed, siteId, timePoint, minerId, status, baseline);
        Signal.Frame frame = signal.at(seed, siteId, timePoint);
        frame.read(minerId + 1, MinerStatus.ACTIVE, baseline);
        signal.read(seed + 1, siteId + 1, timePoint, minerId + 1, MinerStatus.ACTIVE, baseline);

        assertThat(frame.read(minerId, status, baseline)).isEqualTo(first);
        assertThat(profile.signal().read(seed, siteId, timePoint, minerId, status, baseline))
                .isEqualTo(first);
    }

    @Property(tries = 100)
    void shouldGiveAnHourAloneAsItIsInTheRun(
            @ForAll SignalProfile profile,
            @ForAll long seed,
            @ForAll @IntRange(min = 0, max = 99) int miner,
            @ForAll @IntRange(min = 0, max = 23) int hour) {
        Signal signal = profile.signal();
        GeneratedReading[][] run = new GeneratedReading[24][100];
        for (int h = 0; h < 24; h++) {
            Signal.Frame frame = signal.at(seed, 5, TimePoint.hour(490_000L + h));
            for (int m = 0; m < 100; m++) {
                run[h][m] = frame.read(m, MinerStatus.ACTIVE, new Baseline(100 + m, 3250));
            }
        }

        assertThat(signal.read(
                        seed,
                        5,
                        TimePoint.hour(490_000L + hour),
                        miner,
                        MinerStatus.ACTIVE,
                        new Baseline(100 + miner, 3250)))
                .isEqualTo(run[hour][miner]);
    }

    @Property
    void shouldNotExceedTheEndsOfAnInterval(
            @ForAll long bits,
            @ForAll @DoubleRange(min = 0, max = 1e6) double min,
            @ForAll @DoubleRange(min = 0, max = 1e6) double width) {
        assertThat(CounterRandom.uniform(bits, min, min + width)).isBetween(min, min + width);
    }

    @Provide
    Arbitrary<MinerStatus> running() {
        return Arbitraries.of(MinerStatus.class).filter(MinerStatus::isRunning);
    }

    @Provide
    Arbitrary<MinerStatus> stopped() {
        return Arbitraries.of(MinerStatus.class).filter(status -> !status.isRunning());
    }

    @Provide
    Arbitrary<TimePoint> timePoints() {
        return Combinators.combine(
                        Arbitraries.longs().between(-1_000_000_000L, 1_000_000_000L),
                        Arbitraries.integers().between(1, 86_400))
                .as(TimePoint::new);
    }

    @Provide
    Arbitrary<Baseline> baselines() {
        Arbitrary<Double> values = Arbitraries.doubles().between(0.01, 1e7);
        return values.flatMap(hashrate -> values.map(power -> new Baseline(hashrate, power)));
    }

    private static void assertWithin(double value, OperatingRange range) {
        assertThat(value).isBetween(range.min() - ROUNDING, range.max() + ROUNDING);
    }

    private static void assertInside(double value, OperatingRange range) {
        double lowest =
                new BigDecimal(range.min()).setScale(2, RoundingMode.CEILING).doubleValue();
        if (lowest <= range.max()) {
            assertThat(value).isBetween(range.min(), range.max());
        } else {
            assertWithin(value, range);
        }
    }

    private static int decimals(double value) {
        return new BigDecimal(Double.toString(value)).stripTrailingZeros().scale();
    }
}

package io.minerstream.producer.signal;

import static org.assertj.core.api.Assertions.assertThat;

import io.minerstream.schemas.miner.Baseline;
import io.minerstream.schemas.miner.MinerStatus;
import io.minerstream.schemas.miner.OperatingRange;
import io.minerstream.schemas.miner.OperatingRanges;
import java.math.BigDecimal;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;

final class ReferenceSignalPropertyTest {

    private static final double ROUNDING = 0.005 + 1e-9;

    private final Signal signal = new ReferenceSignal();

    @Property
    void shouldStayInTheRangeOfTheStatus(
            @ForAll long seed,
            @ForAll @IntRange(min = 1) int minerId,
            @ForAll @LongRange(min = 0, max = 1_000_000_000L) long hour,
            @ForAll("running") MinerStatus status,
            @ForAll("baselines") Baseline baseline) {
        Reading reading = signal.read(seed, minerId, hour, status, baseline);

        assertThat(reading.minerId()).isEqualTo(minerId);
        assertWithin(
                reading.hashrateTh(), OperatingRanges.hashrateFactor(status).times(baseline.hashrateTh()));
        assertWithin(reading.powerW(), OperatingRanges.powerFactor(status).times(baseline.powerW()));
        assertWithin(reading.temperatureC(), OperatingRanges.temperatureC(status));
        assertThat(OperatingRanges.fanRpm(status).contains(reading.fanRpm())).isTrue();
        assertThat(reading.acceptedShares()).isZero();
        assertThat(reading.rejectedShares()).isZero();
    }

    @Property
    void shouldHaveAtMostTwoDecimals(@ForAll long seed, @ForAll int minerId, @ForAll("baselines") Baseline baseline) {
        Reading reading = signal.read(seed, minerId, 490_000, MinerStatus.MAINTENANCE, baseline);

        assertThat(decimals(reading.hashrateTh())).isLessThanOrEqualTo(2);
        assertThat(decimals(reading.powerW())).isLessThanOrEqualTo(2);
        assertThat(decimals(reading.temperatureC())).isLessThanOrEqualTo(2);
    }

    @Property
    void shouldDependOnNothingButItsParameters(
            @ForAll long seed, @ForAll int minerId, @ForAll long interval, @ForAll MinerStatus status) {
        Baseline baseline = new Baseline(110, 3250);
        Reading first = signal.read(seed, minerId, interval, status, baseline);
        signal.read(seed + 1, minerId + 1, interval + 1, MinerStatus.ACTIVE, baseline);

        assertThat(new ReferenceSignal().read(seed, minerId, interval, status, baseline))
                .isEqualTo(first);
    }

    @Property(tries = 100)
    void shouldGiveAnHourAloneAsItIsInTheRun(
            @ForAll long seed,
            @ForAll @IntRange(min = 0, max = 99) int miner,
            @ForAll @IntRange(min = 0, max = 23) int hour) {
        Reading[][] run = new Reading[24][100];
        for (int h = 0; h < 24; h++) {
            for (int m = 0; m < 100; m++) {
                run[h][m] = read(seed, m, h);
            }
        }

        assertThat(read(seed, miner, hour)).isEqualTo(run[hour][miner]);
    }

    @Provide
    Arbitrary<MinerStatus> running() {
        return Arbitraries.of(MinerStatus.ACTIVE, MinerStatus.MAINTENANCE);
    }

    @Provide
    Arbitrary<Baseline> baselines() {
        Arbitrary<Double> values = Arbitraries.doubles().between(0.01, 1e7);
        return values.flatMap(hashrate -> values.map(power -> new Baseline(hashrate, power)));
    }

    @Property
    void shouldNotExceedTheEndsOfAnInterval(
            @ForAll long bits,
            @ForAll @DoubleRange(min = 0, max = 1e6) double min,
            @ForAll @DoubleRange(min = 0, max = 1e6) double width) {
        assertThat(CounterRandom.uniform(bits, min, min + width)).isBetween(min, min + width);
    }

    private Reading read(long seed, int miner, int hour) {
        return signal.read(seed, miner, 490_000L + hour, MinerStatus.ACTIVE, new Baseline(100 + miner, 3250));
    }

    private static void assertWithin(double value, OperatingRange range) {
        assertThat(value).isBetween(range.min() - ROUNDING, range.max() + ROUNDING);
    }

    private static int decimals(double value) {
        return new BigDecimal(Double.toString(value)).stripTrailingZeros().scale();
    }
}

package io.minerstream.validator.rule;

import static org.assertj.core.api.Assertions.assertThat;

import io.minerstream.avro.Rule;
import io.minerstream.schemas.miner.Baseline;
import io.minerstream.schemas.miner.Metric;
import io.minerstream.schemas.run.Interval;
import io.minerstream.validator.policy.MinerPolicy;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.List;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;

class ReadingRulesPropertyTest {

    @Property
    void shouldAcceptWhatTheReferenceGeneratesAfterRounding(
            @ForAll @DoubleRange(min = 0.01, max = 100_000) double baseTh,
            @ForAll @DoubleRange(min = 0.01, max = 100_000) double baseW,
            @ForAll @DoubleRange(min = -0.10, max = 0.10) double hashrate,
            @ForAll @DoubleRange(min = -0.08, max = 0.08) double power) {
        RosteredMiner miner =
                new RosteredMiner(5, "active", new Baseline(baseTh, baseW), "Antminer S19", MinerPolicy.DEFAULT);
        ReceivedReading reading = reading(rounded(baseTh * (1 + hashrate)), rounded(baseW * (1 + power)), 65.0, 4000);

        assertThat(ReadingRules.check(miner, reading)).isEmpty();
    }

    @Property
    void shouldRefuseAHundredthBeyondTheTolerance(
            @ForAll @DoubleRange(min = 1, max = 100_000) double baseTh, @ForAll boolean above) {
        RosteredMiner miner =
                new RosteredMiner(5, "active", new Baseline(baseTh, 3000), "Antminer S19", MinerPolicy.DEFAULT);
        double value = above ? baseTh * 1.1 + 0.0051 : baseTh * 0.9 - 0.0051;

        assertThat(ReadingRules.check(miner, reading(value, 3000, 75.0, 5000)))
                .extracting(Breach::fingerprint)
                .containsExactly("range/hashrate/miner/17");
    }

    @Example
    void shouldTreatUnknownStatusLikeOffline() {
        RosteredMiner miner =
                new RosteredMiner(5, "retired", new Baseline(110, 3000), "Antminer S19", MinerPolicy.DEFAULT);

        assertThat(ReadingRules.check(miner, reading(0, 0, null, null))).isEmpty();
        List<Breach> breaches = ReadingRules.check(miner, reading(0.01, 0, 20.0, null));
        assertThat(breaches).extracting(Breach::rule).containsExactly(Rule.RANGE, Rule.NULLABILITY);
        assertThat(breaches).extracting(Breach::metric).containsExactly(Metric.HASHRATE, Metric.TEMPERATURE);
        assertThat(breaches.get(0).message())
                .isEqualTo("miner 17: hashrate must be 0 to 0 TH/s while retired, got 0.01 at 2026-11-22T05:00:00Z");
    }

    private static ReceivedReading reading(double hashrate, double power, Double temperature, Integer fan) {
        return new ReceivedReading(17, 1, Interval.HOURLY, 1_795_323_600_000L, hashrate, power, temperature, fan, 0, 0);
    }

    private static double rounded(double value) {
        return new BigDecimal(value).setScale(2, RoundingMode.HALF_UP).doubleValue();
    }
}

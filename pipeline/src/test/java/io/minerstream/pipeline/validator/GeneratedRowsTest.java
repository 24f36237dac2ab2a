package io.minerstream.pipeline.validator;

import static org.assertj.core.api.Assertions.assertThat;

import io.minerstream.avro.Rule;
import io.minerstream.producer.signal.Signal;
import io.minerstream.producer.signal.SignalProfile;
import io.minerstream.producer.signal.TimePoint;
import io.minerstream.schemas.miner.Baseline;
import io.minerstream.schemas.miner.MinerStatus;
import io.minerstream.validator.policy.MinerPolicy;
import io.minerstream.validator.rule.FrozenValue;
import io.minerstream.validator.rule.RosteredMiner;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The generator does not break FROZEN_VALUE, not even with the smallest miners that the rule judges. */
class GeneratedRowsTest {

    private static final int FROZEN =
            (int) MinerPolicy.DEFAULT.of(Rule.FROZEN_VALUE).parameter();
    private static final int MINERS = 100;
    private static final int POINTS = 10_000;

    /** Of a row that begins at a given reading: a million miners take longer than a century for one, at an interval of an hour. */
    private static final double UNLIKELY = 1e-11;

    @ParameterizedTest
    @CsvSource({
        "realistic, active, 50, 1",
        "realistic, active, 50, 3600",
        "realistic, maintenance, 66.7, 1",
        "realistic, maintenance, 66.7, 3600",
        "reference, active, 50, 3600",
        "reference, maintenance, 66.7, 3600"
    })
    void shouldNotRepeatAHashrateOftenEnough(String profile, String status, double hashrateTh, int seconds) {
        RosteredMiner miner = new RosteredMiner(5, status, new Baseline(hashrateTh, 3000), "", MinerPolicy.DEFAULT);
        assertThat(FrozenValue.isPossible(miner, hashrateTh)).isTrue();
        Signal signal = SignalProfile.named(profile).signal();
        double[] before = new double[MINERS];
        int[] rows = new int[MINERS];
        int equal = 0;
        int longest = 0;
        for (int point = 0; point < POINTS; point++) {
            Signal.Frame frame = signal.at(42, 5, new TimePoint(500_000L + point, seconds));
            for (int i = 0; i < MINERS; i++) {
                double hashrate =
                        frame.read(i, MinerStatus.of(status), miner.baseline()).hashrateTh();
                boolean same = hashrate == before[i];
                rows[i] = same ? rows[i] + 1 : 1;
                before[i] = hashrate;
                equal += same ? 1 : 0;
                longest = Math.max(longest, rows[i]);
            }
        }

        double chance = (double) equal / (MINERS * POINTS);
        assertThat(Math.pow(chance, FROZEN - 1)).isLessThan(UNLIKELY);
        assertThat(longest).isLessThan(FROZEN);
    }
}

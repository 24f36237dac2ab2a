package io.minerstream.producer.strategy;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.tuple;

import io.minerstream.avro.CurtailmentStrategy;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class StrategySetTest {

    @Test
    void shouldHaveTheDefaultsOfTheBatchTools() {
        assertThat(StrategySet.defaults(5).strategies())
                .extracting(
                        CurtailmentStrategy::getSiteId,
                        CurtailmentStrategy::getName,
                        CurtailmentStrategy::getStrategyType,
                        CurtailmentStrategy::getPerformanceWeight,
                        CurtailmentStrategy::getPowerEfficiencyWeight,
                        CurtailmentStrategy::getUptimeWeight,
                        CurtailmentStrategy::getVipCustomerProtection,
                        CurtailmentStrategy::getMinUptimeThreshold,
                        CurtailmentStrategy::getIsActive)
                .containsExactly(
                        tuple(
                                5,
                                "Performance Priority - MegaFarm",
                                "performance_priority",
                                0.70,
                                0.20,
                                0.10,
                                false,
                                0.80,
                                true),
                        tuple(
                                5,
                                "Customer Priority - MegaFarm",
                                "customer_priority",
                                0.40,
                                0.20,
                                0.40,
                                true,
                                0.85,
                                true),
                        tuple(
                                5,
                                "Fair Distribution - MegaFarm",
                                "fair_distribution",
                                0.33,
                                0.33,
                                0.34,
                                false,
                                0.75,
                                true),
                        tuple(5, "Custom Rules - MegaFarm", "custom", 0.50, 0.30, 0.20, false, 0.80, true));
    }

    @Test
    void shouldNameEverythingThatIsWrong() {
        CurtailmentStrategy first = StrategyType.CUSTOM.defaultFor(6);
        first.setName(" ");
        first.setPerformanceWeight(Double.NaN);
        CurtailmentStrategy second = StrategyType.CUSTOM.defaultFor(5);
        second.setUptimeWeight(0.5);
        second.setMinUptimeThreshold(-0.1);

        assertThatIllegalArgumentException()
                .isThrownBy(() -> new StrategySet(5, List.of(first, second)))
                .withMessage(
                        """
                        strategy custom: name: must be a text of 1 to 200 characters without control characters, got ' '
                        strategy custom: performance_weight: must be a number from 0 to 1, got NaN
                        strategy custom: site_id: must be that of the set, 5, got 6
                        strategy custom: min_uptime_threshold: must be a number from 0 to 1, got -0.1
                        strategy custom: weights: must sum to 1.0 within 0.01, got 1.3
                        strategy custom: must be there once in a site, got it again""");
    }

    @Test
    void shouldNotBeEmpty() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new StrategySet(0, List.of()))
                .withMessage("site id: must be a whole number from 1 to 2147483647, got 0\n"
                        + "strategies: must be at least one, got none");
    }

    @ParameterizedTest
    @CsvSource({"0.33, 0.33, 0.35, true", "0.33, 0.33, 0.33, true", "0.33, 0.33, 0.351, false", "0.3, 0.3, 0.389, false"
    })
    void shouldAddWeightsUpInDecimals(double performance, double powerEfficiency, double uptime, boolean valid) {
        assertThat(StrategyRules.sumFinding(performance, powerEfficiency, uptime) == null)
                .isEqualTo(valid);
    }

    @ParameterizedTest
    @CsvSource({"5:custom, 5, custom", "5:a:b, 5, a:b", "2147483647:x, 2147483647, x"})
    void shouldReadKeysAsTheyAreWritten(String text, int siteId, String type) {
        StrategyKey key = new StrategyKey(siteId, type);

        assertThat(StrategyKey.parse(text.getBytes(UTF_8))).contains(key);
        assertThat(key.bytes()).isEqualTo(text.getBytes(UTF_8));
    }

    @ParameterizedTest
    @CsvSource({"''", "5", "5:", "05:custom", "0:custom", "-1:custom", "2147483648:custom", "x:custom"})
    void shouldRefuseOtherKeys(String text) {
        assertThat(StrategyKey.parse(text.getBytes(UTF_8))).isEmpty();
    }
}

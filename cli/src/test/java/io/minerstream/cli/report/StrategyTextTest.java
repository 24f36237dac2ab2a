package io.minerstream.cli.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.minerstream.avro.CurtailmentStrategy;
import io.minerstream.pipeline.strategy.StrategyLanding;
import io.minerstream.pipeline.strategy.StrategyOutcome;
import io.minerstream.producer.strategy.SeedResult;
import io.minerstream.producer.strategy.StrategyReport;
import io.minerstream.producer.strategy.StrategySet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class StrategyTextTest {

    private static final List<CurtailmentStrategy> FOUR =
            StrategySet.defaults(5).strategies();

    @Test
    void shouldSayInChineseWhatTheReferenceSays() {
        StrategyOutcome outcome = new StrategyOutcome(
                Optional.of(new SeedResult(0, 0, 0, 4)),
                new StrategyReport(5, FOUR, 4, List.of(), List.of(), List.of()),
                new StrategyLanding(StrategyLanding.State.EQUAL, 4, List.of()));

        assertThat(String.join("\n", new StrategyText(new Messages(Locale.SIMPLIFIED_CHINESE)).lines(outcome)))
                .isEqualTo(
                        """
                        站点 5 的限电策略
                          已有策略，跳过

                          站点  类型                  名称                             性能  能效  在线率  合计  VIP 保护  最低在线率  启用
                          5     performance_priority  Performance Priority - MegaFarm  0.70  0.20    0.10  1.00        否        0.80    是
                          5     customer_priority     Customer Priority - MegaFarm     0.40  0.20    0.40  1.00        是        0.85    是
                          5     fair_distribution     Fair Distribution - MegaFarm     0.33  0.33    0.34  1.00        否        0.75    是
                          5     custom                Custom Rules - MegaFarm          0.50  0.30    0.20  1.00        否        0.80    是

                          ✅ PASS：共 4 个策略，四种类型齐全
                          ✅ 已启用：4/4
                          ✅ PASS：每个策略的权重之和为 1.0（误差 0.01 以内）
                          ✅ PASS：curtailment_strategies 有 4 行，与主题一致""");
    }

    @Test
    void shouldNameEverythingThatIsWrong() {
        CurtailmentStrategy odd = StrategySet.defaults(5).strategies().get(3);
        odd.setUptimeWeight(Double.NaN);
        odd.setPowerEfficiencyWeight(0.1234);
        StrategyOutcome outcome = new StrategyOutcome(
                Optional.of(new SeedResult(0, 1, 2, 3)),
                new StrategyReport(
                        5, List.of(odd), 2, List.of("fair_distribution"), List.of("greedy"), List.of("greedy: is odd")),
                new StrategyLanding(
                        StrategyLanding.State.DIFFERENT, 1, List.of("custom: is in the table, not in the topic")));

        assertThat(outcome.passed()).isFalse();
        assertThat(String.join("\n", new StrategyText(new Messages(Locale.ENGLISH)).lines(outcome)))
                .isEqualTo(
                        """
                        Curtailment strategies of site 5
                          strategies: 0 created, 1 replaced, 2 removed

                          site  type    name                     performance   power  uptime  sum  VIP  min uptime  active
                          5     custom  Custom Rules - MegaFarm         0.50  0.1234     NaN  NaN   no        0.80     yes

                          ❌ FAIL: 2 strategies, not one of each type
                             missing: fair_distribution
                             extra: greedy
                          ✅ active: 1/2
                          ❌ FAIL: strategies break rules
                             greedy: is odd
                          ❌ FAIL: 1 rows in curtailment_strategies, not equal to the topic
                             custom: is in the table, not in the topic""");
    }

    @Test
    void shouldSayWhyNothingWasCompared() {
        StrategyReport none = new StrategyReport(5, List.of(), 0, List.of("custom"), List.of(), List.of());
        StrategyText text = new StrategyText(new Messages(Locale.ENGLISH));

        assertThat(text.checks(new StrategyOutcome(
                        Optional.empty(), none, new StrategyLanding(StrategyLanding.State.NOT_DEPLOYED, 0, List.of()))))
                .containsExactly(
                        "❌ FAIL: site 5 has no strategy",
                        "rows were not compared: no connector fills curtailment_strategies; run `minerstream sink deploy`");
        assertThat(text.checks(new StrategyOutcome(
                        Optional.empty(), none, new StrategyLanding(StrategyLanding.State.NO_WAREHOUSE, 0, List.of()))))
                .contains("rows were not compared: no warehouse is known; give --database-url and --connect-url");
    }
}

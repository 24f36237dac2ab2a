package io.minerstream.validator.rule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.minerstream.avro.MetricSummary;
import io.minerstream.avro.Rule;
import io.minerstream.avro.RuleFailures;
import io.minerstream.avro.StatusSummary;
import io.minerstream.avro.WindowVerdict;
import io.minerstream.validator.VerdictBuilder;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class VerdictsPropertyTest {

    @Provide
    Arbitrary<WindowVerdict> verdicts() {
        Arbitrary<RuleFailures> failures = Combinators.combine(
                        Arbitraries.of(Rule.values()),
                        Arbitraries.integers()
                                .between(1, 500)
                                .set()
                                .ofMinSize(1)
                                .ofMaxSize(10))
                .as((rule, examples) -> new RuleFailures(
                        rule, examples.size(), examples.stream().sorted().toList()));
        Arbitrary<StatusSummary> statuses = Combinators.combine(
                        Arbitraries.of("active", "maintenance", "offline"), metric(), metric(), metric())
                .as((status, hashrate, power, temperature) ->
                        new StatusSummary(status, 3, 72L, hashrate, power, temperature));
        return Combinators.combine(
                        Arbitraries.integers().between(0, 1000),
                        failures.list().ofMaxSize(4).uniqueElements(RuleFailures::getRule),
                        statuses.list().ofMaxSize(3).uniqueElements(StatusSummary::getStatus))
                .as((miners, broken, byStatus) -> VerdictBuilder.aVerdict()
                        .miners(miners)
                        .failed(
                                broken.isEmpty() ? 0 : 1,
                                broken.stream()
                                        .sorted((a, b) -> a.getRule().compareTo(b.getRule()))
                                        .toList())
                        .statuses(byStatus.stream()
                                .sorted((a, b) -> a.getStatus().compareTo(b.getStatus()))
                                .toList())
                        .build());
    }

    private static Arbitrary<MetricSummary> metric() {
        return Arbitraries.integers().between(0, 400_000_00).list().ofMaxSize(5).map(hundredths -> {
            MetricTally tally = new MetricTally();
            hundredths.forEach(value -> tally.add(value / 100.0));
            return tally.toSummary();
        });
    }

    @Property
    void shouldMergeInAnyOrder(@ForAll("verdicts") WindowVerdict left, @ForAll("verdicts") WindowVerdict right) {
        assertThat(Verdicts.merge(left, right)).isEqualTo(Verdicts.merge(right, left));
    }

    @Property
    void shouldMergeInAnyGrouping(
            @ForAll("verdicts") WindowVerdict a,
            @ForAll("verdicts") WindowVerdict b,
            @ForAll("verdicts") WindowVerdict c) {
        assertThat(Verdicts.merge(Verdicts.merge(a, b), c)).isEqualTo(Verdicts.merge(a, Verdicts.merge(b, c)));
    }

    @Property
    void shouldSumStatisticsExactlyWhateverTheOrder(@ForAll List<Double> values) {
        MetricTally forwards = new MetricTally();
        values.forEach(forwards::add);
        MetricTally backwards = new MetricTally();
        for (int i = values.size() - 1; i >= 0; i--) {
            backwards.add(values.get(i));
        }

        assertThat(forwards.toSummary()).isEqualTo(backwards.toSummary());
    }

    @Example
    void shouldRefuseToMergeVerdictsOfTwoRuns() {
        WindowVerdict left = VerdictBuilder.aVerdict().build();
        WindowVerdict right = VerdictBuilder.aVerdict().run("run00002").build();

        assertThatThrownBy(() -> Verdicts.merge(left, right))
                .hasMessage(
                        "verdicts to merge: must have one subject, got 5:2026-11-22T00:00:00Z/2026-11-23T00:00:00Z of run run00001 and 5:2026-11-22T00:00:00Z/2026-11-23T00:00:00Z of run run00002");
    }

    @Example
    void shouldKeepTheTenSmallestIdsAsExamples() {
        Failures failures = new Failures();
        for (int miner = 30; miner > 0; miner--) {
            failures.add(Rule.GAP, miner);
        }

        assertThat(failures.toList())
                .containsExactly(new RuleFailures(Rule.GAP, 30, List.of(1, 2, 3, 4, 5, 6, 7, 8, 9, 10)));
    }
}

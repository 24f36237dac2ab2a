package io.minerstream.validator.alert;

import static org.assertj.core.api.Assertions.assertThat;

import io.minerstream.validator.rule.RuleSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.From;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import net.jqwik.api.constraints.Size;

class MinerRulesPropertyTest {

    private record Put(int miner, int rules) {}

    @Provide
    Arbitrary<Put> puts() {
        Arbitrary<Integer> miners = Arbitraries.frequencyOf(
                Tuple.of(5, Arbitraries.integers().between(-50, 150)), Tuple.of(1, Arbitraries.integers()));
        return Combinators.combine(miners, Arbitraries.of(RuleSet.NONE, 1, 2, 255))
                .as(Put::new);
    }

    @Property(tries = 500)
    void shouldHoldWhatAMapHolds(@ForAll @Size(max = 1000) List<@From("puts") Put> puts) {
        MinerRules rules = new MinerRules();
        Map<Integer, Integer> map = new HashMap<>();
        for (Put put : puts) {
            rules.put(put.miner, put.rules);
            map.put(put.miner, put.rules);
        }

        assertThat(map)
                .allSatisfy((miner, expected) -> assertThat(rules.get(miner)).isEqualTo(expected));
        for (int miner = -60; miner < 160; miner++) {
            assertThat(rules.get(miner)).isEqualTo(map.getOrDefault(miner, RuleSet.NONE));
        }
    }
}

package io.minerstream.validator.rule;

import static org.assertj.core.api.Assertions.assertThat;

import io.minerstream.avro.Rule;
import io.minerstream.schemas.run.Interval;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Set;
import java.util.stream.LongStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;

class RunWindowsPropertyTest {

    @Property(tries = 200)
    void shouldPutEveryTimePointOfTheRunIntoExactlyOneWindow(
            @ForAll @LongRange(min = 0, max = 250_000_000_000L) long from,
            @ForAll @IntRange(min = 1, max = 400) int points,
            @ForAll @IntRange(min = 1, max = 200) int pointsPerWindow) {
        RunWindows windows = new RunWindows(new Interval(1), from, from + points, pointsPerWindow);
        long next = from;
        for (int index = 0; index < windows.count(); index++) {
            TimeWindow window = windows.window(index);
            assertThat(window.from()).isEqualTo(next);
            assertThat(window.points()).isLessThanOrEqualTo(pointsPerWindow);
            assertThat(LongStream.range(window.from(), window.to())
                            .mapToInt(windows::indexOf)
                            .distinct())
                    .containsExactly(index);
            next = window.to();
        }
        assertThat(next).isEqualTo(from + points);
    }

    @Property(tries = 200)
    void shouldGiveEachRuleABitOfItsOwn(@ForAll Set<Rule> rules) {
        int bits = rules.stream().mapToInt(RuleSet::bit).reduce(RuleSet.NONE, (a, b) -> a | b);

        assertThat(RuleSet.of(bits)).isEqualTo(rules.isEmpty() ? EnumSet.noneOf(Rule.class) : EnumSet.copyOf(rules));
        assertThat(Arrays.stream(Rule.values()).mapToInt(RuleSet::bit).distinct())
                .hasSize(Rule.values().length);
    }
}

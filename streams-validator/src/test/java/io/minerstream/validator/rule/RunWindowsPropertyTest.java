package io.minerstream.validator.rule;

import static org.assertj.core.api.Assertions.assertThat;

import io.minerstream.avro.Rule;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Set;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

class RunWindowsPropertyTest {

    @Property(tries = 200)
    void shouldPutEveryHourOfTheRunIntoExactlyOneWindow(
            @ForAll @IntRange(min = 0, max = 600_000) int from,
            @ForAll @IntRange(min = 1, max = 400) int hours,
            @ForAll @IntRange(min = 1, max = 200) int windowHours) {
        RunWindows windows = new RunWindows(from, from + hours, windowHours);
        int next = from;
        for (int index = 0; index < windows.count(); index++) {
            HourWindow window = windows.window(index);
            assertThat(window.fromHour()).isEqualTo(next);
            assertThat(window.hours()).isLessThanOrEqualTo(windowHours);
            assertThat(IntStream.range(window.fromHour(), window.toHour())
                            .map(windows::indexOf)
                            .distinct())
                    .containsExactly(index);
            next = window.toHour();
        }
        assertThat(next).isEqualTo(from + hours);
    }

    @Property(tries = 200)
    void shouldGiveEachRuleABitOfItsOwn(@ForAll Set<Rule> rules) {
        int bits = rules.stream().mapToInt(RuleSet::bit).reduce(RuleSet.NONE, (a, b) -> a | b);

        assertThat(RuleSet.of(bits)).isEqualTo(rules.isEmpty() ? EnumSet.noneOf(Rule.class) : EnumSet.copyOf(rules));
        assertThat(Arrays.stream(Rule.values()).mapToInt(RuleSet::bit).distinct())
                .hasSize(Rule.values().length);
    }
}

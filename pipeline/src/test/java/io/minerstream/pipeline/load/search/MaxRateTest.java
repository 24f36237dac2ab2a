package io.minerstream.pipeline.load.search;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.util.function.LongFunction;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.assertj.core.data.Percentage;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The found rate is the one that the consumers are known to bear, in each of ten searches. */
class MaxRateTest {

    private static final int RUNS = 10;
    private static final double MS = 0.001;

    static Stream<Arguments> groups() {
        return Stream.of(
                group("one member", 1_000, seed -> new SimulatedGroup(seed, 6, 1, MS)),
                group("two members", 2_000, seed -> new SimulatedGroup(seed, 6, 2, MS)),
                group("one member, two probes with a rebalance", 1_000, seed -> new SimulatedGroup(seed, 6, 1, MS)
                        .rebalancing(2)),
                group("three members", 3_000, seed -> new SimulatedGroup(seed, 6, 3, MS)),
                group("slower than the first rate", 40, seed -> new SimulatedGroup(seed, 6, 1, 25 * MS)),
                group("a slow partition", 900, seed -> new SimulatedGroup(seed, 6, 6, MS)
                        .withSlowPartition(2, 6.0 / 900)),
                group("5 s of pause a minute", 1_000 * 55 / 60.0, seed -> new SimulatedGroup(seed, 6, 1, MS)
                        .pausingEachMinute(5)),
                group("a commit in 5 s", 1_000, seed -> new SimulatedGroup(seed, 6, 1, MS).committingEvery(5)),
                group("three members, a commit in 5 s", 3_000, seed -> new SimulatedGroup(seed, 6, 3, MS)
                        .committingEvery(5)));
    }

    private static Arguments group(String name, double bears, LongFunction<SimulatedGroup> groups) {
        return arguments(name, bears, groups);
    }

    /** Each commit is seen a little later after it than the one before: the lag seems to grow, by less than the distance of two looks. */
    @ParameterizedTest
    @ValueSource(doubles = {5.03, 5.06, 5.1, 5.15, 5.2})
    void shouldNotTakeTheTimeOfLooksForLag(double commitSeconds) {
        assertThat(LongStream.range(0, RUNS).boxed()).allSatisfy(seed -> {
            MaxRate found = new SimulatedGroup(seed, 6, 1, 20 * MS)
                    .committingEvery(commitSeconds)
                    .search(18);

            assertThat(found.ratePerSecond())
                    .as("seed %s: %s", seed, found)
                    .isCloseTo(50, Percentage.withPercentage(10));
        });
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("groups")
    void shouldFindWhatAGroupBears(String name, double bears, LongFunction<SimulatedGroup> groups) {
        assertThat(LongStream.range(0, RUNS).boxed()).allSatisfy(seed -> {
            MaxRate found = groups.apply(seed).search(500);

            assertThat(found.confirmed()).isTrue();
            assertThat(found.ratePerSecond())
                    .as("seed %s: %s", seed, found)
                    .isCloseTo(bears, Percentage.withPercentage(10));
        });
    }
}

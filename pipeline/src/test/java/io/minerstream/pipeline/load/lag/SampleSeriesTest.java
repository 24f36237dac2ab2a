package io.minerstream.pipeline.load.lag;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SampleSeriesTest {

    private static final int MOST = SampleSeries.MOST;

    private final SampleSeries series = new SampleSeries();

    /** A look whose lags and percentiles are those of its second, in ms; partition 1 has lag in odd seconds, partition 0 in even ones. */
    private static LoadSample look(long second, int members, boolean rebalanced) {
        Duration length = Duration.ofMillis(second);
        boolean odd = second % 2 == 1;
        return new LoadSample(
                Duration.ofSeconds(second),
                10 * second,
                new LoadMeter.Snapshot(9 * second, 8 * second, 8 * second, 0, Duration.ZERO, Duration.ZERO),
                List.of(new GroupSample(
                        "a",
                        odd ? "Stable" : "PreparingRebalance",
                        members,
                        rebalanced,
                        List.of(
                                new PartitionLag(
                                        0, OptionalLong.of(second), odd ? 0 : second, odd ? Duration.ZERO : length),
                                new PartitionLag(
                                        1, OptionalLong.empty(), odd ? second : 0, odd ? length : Duration.ZERO)))),
                Map.of("a", new Percentiles(5, length, length, length, length, length)));
    }

    private void add(long looks) {
        LongStream.rangeClosed(1, looks).forEach(second -> series.add(look(second, 3, false)));
    }

    @Test
    void shouldKeepEachLookOfAnHour() {
        add(MOST);

        assertThat(series.samples())
                .hasSize(MOST)
                .extracting(LoadSample::at)
                .startsWith(Duration.ofSeconds(1), Duration.ofSeconds(2))
                .endsWith(Duration.ofSeconds(MOST));
    }

    @ParameterizedTest
    @CsvSource({
        "3601, 1801, 2, 3601",
        "3603, 1802, 2, 3603",
        "7200, 3600, 2, 7200",
        "7201, 1801, 4, 7201",
        "86400, 2700, 32, 86400"
    })
    void shouldHalveTheSamplesWhenThereAreTooMany(long looks, int samples, long firstAt, long lastAt) {
        add(looks);

        assertThat(series.samples()).hasSize(samples);
        assertThat(series.samples().get(0).at()).isEqualTo(Duration.ofSeconds(firstAt));
        assertThat(series.samples().get(samples - 1).at()).isEqualTo(Duration.ofSeconds(lastAt));
    }

    @Test
    void shouldShowTheStateAfterAllLooksOfASampleAndTheWorstOfThem() {
        series.add(look(1, 2, true));
        LongStream.rangeClosed(2, MOST + 1).forEach(second -> series.add(look(second, 3, false)));

        LoadSample first = series.samples().get(0);

        assertThat(first.intended()).isEqualTo(20);
        assertThat(first.load().sent()).isEqualTo(18);
        assertThat(first.groups())
                .containsExactly(new GroupSample(
                        "a",
                        "PreparingRebalance",
                        2,
                        true,
                        List.of(
                                new PartitionLag(0, OptionalLong.of(2), 2, Duration.ofMillis(2)),
                                new PartitionLag(1, OptionalLong.empty(), 1, Duration.ofMillis(1)))));
        Duration worst = Duration.ofMillis(2);
        assertThat(first.lateness()).isEqualTo(Map.of("a", new Percentiles(10, worst, worst, worst, worst, worst)));
    }

    @Test
    void shouldKeepGroupsThatOneOfTheLooksLacks() {
        LoadSample begin = new LoadSample(Duration.ZERO, 0, look(1, 1, false).load(), List.of(), Map.of());

        assertThat(begin.and(look(1, 1, false))).isEqualTo(look(1, 1, false));
        assertThat(look(1, 1, false).and(begin).groups())
                .isEqualTo(look(1, 1, false).groups());
    }
}

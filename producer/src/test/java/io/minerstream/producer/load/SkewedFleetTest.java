package io.minerstream.producer.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.minerstream.producer.fleet.Fleet;
import io.minerstream.producer.fleet.SyntheticFleet;
import io.minerstream.producer.fleet.schedule.StatusSchedule;
import io.minerstream.producer.record.MinerKeys;
import io.minerstream.producer.run.Shard;
import java.time.Instant;
import java.util.Arrays;
import java.util.stream.IntStream;
import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SkewedFleetTest {

    private static final int PARTITIONS = 6;
    private static final Instant CHANGE = Instant.parse("2026-11-24T00:00:00Z");
    private static final Fleet FLEET = new SyntheticFleet(3_000, 5, 42).load();

    private static long[] miners(Fleet fleet) {
        return new MinerKeys(fleet, PARTITIONS, Shard.ALL).minersPerPartition();
    }

    @ParameterizedTest
    @ValueSource(doubles = {0.25, 0.5, 0.9, 1})
    void shouldGiveOnePartitionTheShareAndTheOthersTheRestEvenly(double share) {
        long[] miners = miners(SkewedFleet.of(FLEET, PARTITIONS, share));

        long all = Arrays.stream(miners).sum();
        long busiest = Arrays.stream(miners).max().orElseThrow();
        assertThat(busiest).isEqualTo(Arrays.stream(miners(FLEET)).max().orElseThrow());
        assertThat((double) busiest / all).isCloseTo(share, Percentage.withPercentage(0.3));
        Arrays.sort(miners);
        assertThat(miners[4] - miners[0]).isLessThan(Math.max(2, all / 15));
    }

    @Test
    void shouldSpreadTheOthersOverTheFleet() {
        Fleet skewed = SkewedFleet.of(FLEET, PARTITIONS, 0.5);
        MinerKeys keys = new MinerKeys(skewed, PARTITIONS, Shard.ALL);
        long[] all = keys.minersPerPartition();
        int busiest = IntStream.range(0, PARTITIONS)
                .boxed()
                .max((a, b) -> Long.compare(all[a], all[b]))
                .orElseThrow();

        // Each hundred miners in a row, as they are sent.
        for (int from = 0; from + 100 <= skewed.size(); from += 100) {
            assertThat(IntStream.range(from, from + 100)
                            .filter(i -> keys.partition(i) == busiest)
                            .count())
                    .isBetween(30L, 70L);
        }
    }

    @Test
    void shouldKeepWhatItsMinersAre() {
        StatusSchedule.Builder changes = StatusSchedule.builder();
        for (int i = 0; i < FLEET.size(); i++) {
            changes.add(FLEET.minerId(i), CHANGE, "offline");
        }
        Fleet whole = FLEET.withSchedule(changes.build());

        Fleet skewed = SkewedFleet.of(whole, PARTITIONS, 0.5);

        assertThat(skewed.schedule().size()).isEqualTo(skewed.size());
        assertThat(IntStream.range(0, skewed.size()).boxed()).allSatisfy(i -> {
            int before = whole.indexOf(skewed.minerId(i));
            assertThat(skewed.hostingMiner(i)).isEqualTo(whole.hostingMiner(before));
            assertThat(skewed.statusAt(i, CHANGE)).isEqualTo(whole.statusAt(before, CHANGE));
        });
    }

    @Test
    void shouldSayWhichShareThereIsAnyway() {
        assertThatThrownBy(() -> SkewedFleet.of(FLEET, PARTITIONS, 0.1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageMatching(
                        "must be at least 0\\.1\\d\\d, which the busiest of 6 partitions has anyway, got 0\\.1");
    }
}

package io.minerstream.pipeline.load.lag;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class GroupProgressTest {

    private static final long MS = TimeUnit.MILLISECONDS.toNanos(1);

    private final ReadableReadings readings = new ReadableReadings(2);
    private final GroupProgress group = new GroupProgress(readings);

    /** Readings of partition 0 at each offset of a range, due and readable every 10 ms. */
    private void tenMillisecondsApart(int from, int to) {
        for (int i = from; i < to; i++) {
            readings.add(0, i, 10 * i * MS, 10 * i * MS + 2 * MS);
        }
    }

    @Test
    void shouldCountWhatIsNotCommittedAndHowLongItIsReadable() {
        tenMillisecondsApart(0, 100);

        assertThat(group.look(1_000 * MS, Map.of(0, 40L)))
                .containsExactly(
                        new PartitionLag(0, OptionalLong.of(40), 60, Duration.ofMillis(1_000 - 402)),
                        new PartitionLag(1, OptionalLong.empty(), 0, Duration.ZERO));
    }

    @Test
    void shouldMeasureLatenessFromTheIntendedTimeToTheLook() {
        tenMillisecondsApart(0, 100);
        group.look(500 * MS, Map.of(0, 50L));

        group.look(2_000 * MS, Map.of(0, 100L));

        // Of the first look 10 to 500 ms late, of the second 1,010 to 1,500 ms.
        assertThat(group.lateness().readings()).isEqualTo(100);
        assertThat(group.lateness().max()).isBetween(Duration.ofMillis(1_500), Duration.ofMillis(1_502));
        assertThat(group.lateness().p50()).isBetween(Duration.ofMillis(500), Duration.ofMillis(501));
        assertThat(group.recentLateness().readings()).isEqualTo(50);
        assertThat(group.recentLateness().p50()).isBetween(Duration.ofMillis(1_240), Duration.ofMillis(1_262));
    }

    /** A reading that was sent late, because a broker stood still, is late by all of it. */
    @Test
    void shouldNotOmitWhatWaitedBeforeItWasSent() {
        readings.add(0, 0, 0, 5_000 * MS);

        group.look(5_001 * MS, Map.of(0, 1L));

        assertThat(group.lateness().max()).isGreaterThanOrEqualTo(Duration.ofMillis(5_001));
    }

    @Test
    void shouldLookPastTransactionMarkersAndRecordsOfOthers() {
        // Offsets 2 and 5 to 9 are of others.
        for (long offset : new long[] {0, 1, 3, 4, 10}) {
            readings.add(0, offset, offset * 100 * MS, offset * 100 * MS);
        }

        assertThat(group.look(2_000 * MS, Map.of(0, 3L)).get(0).readings()).isEqualTo(3);
        assertThat(group.look(2_000 * MS, Map.of(0, 7L)).get(0).readings()).isEqualTo(1);
        assertThat(group.look(2_000 * MS, Map.of(0, 12L)).get(0))
                .isEqualTo(new PartitionLag(0, OptionalLong.of(12), 0, Duration.ZERO));
    }

    @Test
    void shouldCountReadingsThatAreSentTogetherOneByOne() {
        for (int i = 0; i < 1_000; i++) {
            readings.add(1, i, i * MS / 1_000, MS);
        }

        assertThat(group.look(10 * MS, Map.of(1, 333L)).get(1).readings()).isEqualTo(667);

        for (int i = 1_000; i < 1_500; i++) {
            readings.add(1, i, i * MS / 1_000, MS);
        }
        assertThat(group.look(20 * MS, Map.of(1, 1_100L)).get(1).readings()).isEqualTo(400);
        assertThat(group.lateness().readings()).isEqualTo(1_100);
    }

    @Test
    void shouldCountEachReadingOnceWhenAGroupGoesBack() {
        tenMillisecondsApart(0, 100);
        group.look(1_000 * MS, Map.of(0, 80L));

        group.look(1_100 * MS, Map.of(0, 20L));
        group.look(1_200 * MS, Map.of(0, 100L));

        assertThat(group.lateness().readings()).isEqualTo(100);
    }

    /** Each group has its own place, and the slowest one keeps what it needs. */
    @Test
    void shouldFollowAGroupThatIsFarBehindAnother() {
        GroupProgress slow = new GroupProgress(readings);
        for (int second = 0; second < 20; second++) {
            tenMillisecondsApart(second * 100, second * 100 + 100);
            group.look((second + 1) * 1_000 * MS, Map.of(0, second * 100L + 100));
        }

        assertThat(slow.look(20_000 * MS, Map.of(0, 5L)).get(0))
                .isEqualTo(new PartitionLag(0, OptionalLong.of(5), 1_995, Duration.ofMillis(20_000 - 52)));
        assertThat(slow.look(20_000 * MS, Map.of(0, 1_999L)).get(0))
                .isEqualTo(new PartitionLag(0, OptionalLong.of(1_999), 1, Duration.ofMillis(8)));
        assertThat(group.lateness().readings()).isEqualTo(2_000);
    }
}

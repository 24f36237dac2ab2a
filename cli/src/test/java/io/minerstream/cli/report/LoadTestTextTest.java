package io.minerstream.cli.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Locale;
import org.junit.jupiter.api.Test;

class LoadTestTextTest {

    private final LoadTestText english = new LoadTestText(new Messages(Locale.ENGLISH));

    @Test
    void shouldSayWhichLimitAGroupBrokeWhenAndByHowMuch() {
        assertThat(english.lines(LoadTestSamples.failed()))
                .containsSequence(
                        "MinerStream load test: constant:5000 for 1 min 00 s into topic miner-telemetry, run 6vj7qhw8",
                        "",
                        "History: 1,000,000 readings in 4.1 s, before the load",
                        "Load: 300,000 readings were due, 300,000 sent, 299,000 acknowledged",
                        "  sent after they were due: p50 1.0 ms, p90 2.0 ms, p99 3.0 ms, p99.9 4.0 ms, max 5.0 ms",
                        "  acknowledged after they were sent: p50 10.0 ms, p90 20.0 ms, p99 30.0 ms, p99.9 40.0 ms, max 50.0 ms",
                        "  other shards: 100,000 readings were due, 99,000 arrived",
                        "  others wrote 7 records into the topic meanwhile: the groups had to read them, too",
                        "",
                        "❌ Group billing did not keep up",
                        "  lag: at most 1 min 01 s and 149,500 readings, apart from what is between two commits (every 5.0 s)",
                        "  lateness of 149,500 committed readings, from when they were due: p50 0.4 s, p90 0.8 s, p99 1.2 s, p99.9 1.6 s, max 2.0 s",
                        "  members: at least 2; rebalances: 1",
                        "  did not catch up with the history",
                        "  did not commit 149,500 readings in time",
                        "  ❌ --max-lag 2.0 s: broken at 9.0 s, for 52.0 s; worst at 1 min 01 s: 1 min 01 s in partition 1, 149,500 readings in all",
                        "  ❌ --max-lag-records 10000: broken at 5.0 s, for 56.0 s; worst at 1 min 01 s: 1 min 01 s in partition 1, 149,500 readings in all");
    }

    @Test
    void shouldShowEachPartition() {
        assertThat(english.lines(LoadTestSamples.failed()).stream().skip(17).map(line -> line.strip()
                        .replaceAll("  +", " | ")))
                .satisfiesExactly(
                        line -> assertThat(line)
                                .isEqualTo("partition | committed | unread | greatest lag | most unread"),
                        line -> assertThat(line).isEqualTo("0 | 149,500 | 500 | 0.09 s | 500"),
                        line -> assertThat(line).isEqualTo("1 | nothing committed | 149,000 | 1 min 01 s | 149,000"));
    }

    @Test
    void shouldSayThatAGroupKeptUp() {
        assertThat(english.lines(LoadTestSamples.passed()))
                .contains(
                        "✅ Group billing kept up",
                        "  caught up with the history 35.0 s after the load began; limits hold from then on",
                        "  committed everything 0.9 s after the load");
    }

    @Test
    void shouldDecideNothingByALoadThatWasNotAskedFor() {
        assertThat(english.lines(LoadTestSamples.undecided()))
                .contains(
                        "  ended early: this is what was seen until then",
                        "  ❌ this generator was too slow, so this was not the load that was asked for, and says little"
                                + " about the groups; give it more processor time, or ask for less",
                        "Group billing kept up as far as can be said");
    }

    @Test
    void shouldShowWhatWasTriedAndFound() {
        assertThat(new LoadSearchText(new Messages(Locale.ENGLISH)).lines(LoadTestSamples.found()))
                .containsExactly(
                        "MinerStream load test: the highest rate of billing, topic miner-telemetry, found in 7 min 01 s",
                        "",
                        "   rate  step                load  lag grows   99 % interval  result",
                        "  200/s  doubling          25.0 s  0.250 s/s  0.125 to 0.500  too much",
                        "  190/s  confirmation  1 min 35 s                             sustained",
                        "",
                        "✅ highest sustained rate: 190/s, within 5 %, confirmed",
                        "  what limits: group billing in partition 1 alone",
                        "  spike of 381/s for 1 min 00 s: lag up to 30.5 s; not everything was committed within --drain after it");
    }

    @Test
    void shouldSpeakChinese() {
        assertThat(new LoadTestText(new Messages(Locale.SIMPLIFIED_CHINESE)).lines(LoadTestSamples.failed()))
                .contains("❌ 消费者组 billing 跟不上", "  有 149,500 条读数未及时提交");
    }
}

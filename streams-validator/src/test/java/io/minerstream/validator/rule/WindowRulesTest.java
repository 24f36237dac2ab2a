package io.minerstream.validator.rule;

import static org.assertj.core.api.Assertions.assertThat;

import io.minerstream.avro.Rule;
import io.minerstream.schemas.run.Interval;
import java.time.Instant;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import org.junit.jupiter.api.Test;

class WindowRulesTest {

    private static final long MIDNIGHT = Interval.HOURLY.floor(Instant.parse("2026-11-22T00:00:00Z"));
    private static final TimeWindow DAY = new TimeWindow(Interval.HOURLY, MIDNIGHT, MIDNIGHT + 24);
    private static final Interval FIVE_MINUTES = new Interval(300);
    private static final TimeWindow DAY_OF_FIVE_MINUTES =
            new TimeWindow(FIVE_MINUTES, 12 * MIDNIGHT, 12 * MIDNIGHT + 288);

    @Test
    void shouldFindNothingInCompleteWindow() {
        assertThat(WindowRules.check(17, sent())).isEmpty();
    }

    /** 86,400 of them took 600 kB. */
    @Test
    void shouldKeepTheFirstTimePointsOfLongGaps() {
        Interval second = new Interval(1);
        BitSet seen = new BitSet();
        seen.set(0);
        seen.set(86_399);

        List<Breach> breaches = WindowRules.check(
                17,
                new MinerWindow(new TimeWindow(second, 0, 86_400), seen, new BitSet(), 0, 0, RuleSet.NONE, List.of()));

        assertThat(breaches).extracting(Breach::rule).containsExactly(Rule.COUNT, Rule.GAP);
        assertThat(breaches).allSatisfy(breach -> assertThat(breach.timePoints())
                .hasSize(10_000)
                .startsWith(Instant.ofEpochSecond(1))
                .endsWith(Instant.ofEpochSecond(10_000)));
    }

    @Test
    void shouldNameFiveTimePointsAndCountTheRest() {
        List<Breach> breaches = WindowRules.check(17, sent(1, 2, 3, 7, 8, 12, 13));

        assertThat(breaches).extracting(Breach::rule).containsExactly(Rule.COUNT, Rule.GAP);
        assertThat(breaches.get(0).message())
                .isEqualTo(
                        "miner 17: must have 24 records in 2026-11-22T00:00:00Z/2026-11-23T00:00:00Z, got 17; missing "
                                + "2026-11-22T01:00:00Z 2026-11-22T02:00:00Z 2026-11-22T03:00:00Z 2026-11-22T07:00:00Z "
                                + "2026-11-22T08:00:00Z and 2 more");
        assertThat(breaches.get(1).message())
                .isEqualTo("miner 17: records must be 1 h apart, got 4 h between 2026-11-22T00:00:00Z and "
                        + "2026-11-22T04:00:00Z; 7 time points missing in between in all");
        assertThat(breaches.get(1).timePoints()).hasSize(7);
        assertThat(breaches.get(1).observed()).isEqualTo(4.0);
    }

    @Test
    void shouldCountOffHourRecordsAsTheSqlCheckDoes() {
        MinerWindow sent = new MinerWindow(DAY, sent(0).seen(), new BitSet(), 0, 1, 0, List.of());

        assertThat(WindowRules.check(17, sent)).isEmpty();
    }

    @Test
    void shouldNameTheIntervalOfTheRun() {
        List<Breach> breaches = WindowRules.check(17, sent(DAY_OF_FIVE_MINUTES, 1, 2, 3, 5));

        assertThat(breaches)
                .extracting(Breach::message)
                .containsExactly(
                        "miner 17: must have 288 records in 2026-11-22T00:00:00Z/2026-11-23T00:00:00Z, got 284; missing "
                                + "2026-11-22T00:05:00Z 2026-11-22T00:10:00Z 2026-11-22T00:15:00Z 2026-11-22T00:25:00Z",
                        "miner 17: records must be 5 min apart, got 20 min between 2026-11-22T00:00:00Z and "
                                + "2026-11-22T00:20:00Z; 4 time points missing in between in all");
        assertThat(breaches.get(1).expected()).isEqualTo(5.0 / 60);
        assertThat(breaches.get(1).observed()).isEqualTo(20.0 / 60);
    }

    @Test
    void shouldNameTheIntervalWhenRecordsAreOffIt() {
        MinerWindow all = sent(DAY_OF_FIVE_MINUTES);
        MinerWindow sent = new MinerWindow(DAY_OF_FIVE_MINUTES, all.seen(), new BitSet(), 0, 2, 0, List.of());

        assertThat(WindowRules.check(17, sent))
                .extracting(Breach::message)
                .containsExactly("miner 17: must have 288 records in 2026-11-22T00:00:00Z/2026-11-23T00:00:00Z, got "
                        + "290; not at a whole multiple of 5 min: 2");
    }

    private static MinerWindow sent(int... missing) {
        return sent(DAY, missing);
    }

    private static MinerWindow sent(TimeWindow window, int... missing) {
        BitSet seen = new BitSet();
        seen.set(0, window.points());
        Arrays.stream(missing).forEach(seen::clear);
        return new MinerWindow(window, seen, new BitSet(), 0, 0, 0, List.of());
    }
}

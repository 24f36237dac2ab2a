package io.minerstream.validator.rule;

import static org.assertj.core.api.Assertions.assertThat;

import io.minerstream.avro.Rule;
import java.time.Instant;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import org.junit.jupiter.api.Test;

class WindowRulesTest {

    private static final int MIDNIGHT = Hours.floor(Instant.parse("2026-11-22T00:00:00Z"));
    private static final HourWindow DAY = new HourWindow(MIDNIGHT, MIDNIGHT + 24);

    @Test
    void shouldFindNothingInCompleteWindow() {
        assertThat(WindowRules.check(17, sent())).isEmpty();
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
        MinerWindow sent = new MinerWindow(DAY, sent(0).seen(), new BitSet(), 0, 1, 0);

        assertThat(WindowRules.check(17, sent)).isEmpty();
    }

    private static MinerWindow sent(int... missing) {
        BitSet seen = new BitSet();
        seen.set(0, DAY.hours());
        Arrays.stream(missing).forEach(seen::clear);
        return new MinerWindow(DAY, seen, new BitSet(), 0, 0, 0);
    }
}

package io.minerstream.validator.rule;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class StatusTallyTest {

    @Test
    void shouldTellSixteenStatusesApart() {
        Map<String, StatusTally> tallies = new TreeMap<>();
        for (int i = 0; i < 100; i++) {
            StatusTally.of("status " + i, tallies).addMiner();
            StatusTally.of("status 15", tallies).addMiner();
        }

        assertThat(tallies).hasSize(17).containsKeys("status 0", "status 15", "other");
        assertThat(tallies.get("other").toSummary("other").getMiners()).isEqualTo(84);
        assertThat(tallies.get("status 15").toSummary("status 15").getMiners()).isEqualTo(101);
    }
}

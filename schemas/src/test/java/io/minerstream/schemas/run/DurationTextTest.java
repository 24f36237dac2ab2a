package io.minerstream.schemas.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DurationTextTest {

    @ParameterizedTest
    @CsvSource({"0, 0 s, 0s", "1, 1 s, 1s", "90, 90 s, 90s", "3900, 65 min, 65m", "7200, 2 h, 2h", "86400, 24 h, 24h"})
    void shouldUseTheLargestUnitThatDivides(long seconds, String text, String option) {
        assertThat(DurationText.exact(Duration.ofSeconds(seconds))).isEqualTo(text);
        assertThat(DurationText.option(Duration.ofSeconds(seconds))).isEqualTo(option);
    }

    @ParameterizedTest
    @CsvSource({"PT47H59M, 47 hours", "PT48H, 2 days", "P10DT23H, 10 days", "PT2H, 2 hours", "PT1H59M59S, 7199 s"})
    void shouldRoundDown(Duration length, String text) {
        assertThat(DurationText.rounded(length)).isEqualTo(text);
    }

    @ParameterizedTest
    @CsvSource({"PT0.024S, 0.02 s", "PT1.94S, 1.9 s", "PT59.9S, 59.9 s", "PT2M5.9S, 2 min 05 s", "PT1H, 60 min 00 s"})
    void shouldSayHowLongSomethingTook(Duration length, String text) {
        assertThat(DurationText.elapsed(length)).isEqualTo(text);
    }
}

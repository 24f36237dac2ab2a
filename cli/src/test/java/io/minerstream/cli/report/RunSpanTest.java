package io.minerstream.cli.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.minerstream.schemas.run.TimeRange;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RunSpanTest {

    @ParameterizedTest
    @CsvSource({
        "en, PT1H, 24 h, 2026-11-01T00:00:00Z to 2026-11-01T23:00:00Z",
        "zh, PT1H, 24 小时, 2026-11-01T00:00:00Z 至 2026-11-01T23:00:00Z",
        "en, PT5M, 288 x 5 min, '2026-11-01T00:00:00Z to 2026-11-01T23:55:00Z, every 5 min'",
        "zh, PT5M, 288 x 5 分钟, 2026-11-01T00:00:00Z 至 2026-11-01T23:55:00Z，每 5 分钟",
        "en, PT30S, '2,880 x 30 s', '2026-11-01T00:00:00Z to 2026-11-01T23:59:30Z, every 30 s'",
        "en, PT6H, 4 x 6 h, '2026-11-01T00:00:00Z to 2026-11-01T18:00:00Z, every 6 h'",
    })
    void shouldSayTimePointsInBothLanguages(String language, Duration interval, String length, String bounds) {
        TimeRange day =
                new TimeRange(Instant.parse("2026-11-01T00:00:00Z"), Instant.parse("2026-11-02T00:00:00Z"), interval);

        RunSpan span = new RunSpan(day, new Messages(Locale.forLanguageTag(language)));

        assertThat(span.length()).isEqualTo(length);
        assertThat(span.bounds()).isEqualTo(bounds);
    }
}

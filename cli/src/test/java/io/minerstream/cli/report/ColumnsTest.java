package io.minerstream.cli.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.minerstream.schemas.run.DurationText;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ColumnsTest {

    @ParameterizedTest
    @CsvSource({"abc, 3", "记录数, 6", "算力 TH/s, 9", "（是、否）, 10", "✅, 1"})
    void shouldCountTwoColumnsForAChineseCharacter(String text, int columns) {
        assertThat(Columns.width(text)).isEqualTo(columns);
    }

    @ParameterizedTest
    @CsvSource({"abc, 3, abc", "abcd, 3, abc", "记录数, 5, 记录", "记录数, 6, 记录数", "算力 TH/s, 6, 算力 T"})
    void shouldCutBetweenCharacters(String text, int columns, String beginning) {
        assertThat(Columns.cut(text, columns)).isEqualTo(beginning);
    }

    @Test
    void shouldAlignToTheRight() {
        assertThat(Columns.right("耗时", 6)).isEqualTo("  耗时");
        assertThat(Columns.right("too long for it", 3)).isEqualTo(" too long for it");
    }

    @ParameterizedTest
    @CsvSource({"12, 0.01 s", "1940, 1.9 s", "59940, 59.9 s", "125000, 2 min 05 s"})
    void shouldWriteDurationsForPeople(long millis, String text) {
        assertThat(DurationText.elapsed(Duration.ofMillis(millis))).isEqualTo(text);
    }
}

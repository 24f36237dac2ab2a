package io.minerstream.schemas.miner;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

class MinerStatusTest {

    @ParameterizedTest
    @CsvSource({"active, ACTIVE", "maintenance, MAINTENANCE", "offline, OFFLINE", "error, ERROR"})
    void shouldParseWordsOfTheDatabase(String word, MinerStatus status) {
        assertThat(MinerStatus.of(word)).isEqualTo(status);
        assertThat(status.word()).isEqualTo(word);
    }

    @ParameterizedTest
    @ValueSource(strings = {"Active", "ACTIVE", " active", "active\n"})
    void shouldIgnoreCaseAndSurroundingSpace(String text) {
        assertThat(MinerStatus.of(text)).isEqualTo(MinerStatus.ACTIVE);
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(strings = {"", " ", "retired", "activ", "active!", "other"})
    void shouldTakeAnyOtherTextForOther(String text) {
        assertThat(MinerStatus.of(text)).isEqualTo(MinerStatus.OTHER);
    }

    @Test
    void shouldNotDependOnTheLocaleOfTheMachine() {
        Locale before = Locale.getDefault();
        Locale.setDefault(new Locale("tr", "TR"));
        try {
            // In Turkish the lower case of I is a dotless i.
            assertThat(MinerStatus.of("OFFLINE")).isEqualTo(MinerStatus.OFFLINE);
            assertThat(MinerStatus.ACTIVE.word()).isEqualTo("active");
        } finally {
            Locale.setDefault(before);
        }
    }

    @ParameterizedTest
    @EnumSource(MinerStatus.class)
    void shouldRunOnlyWhenActiveOrInMaintenance(MinerStatus status) {
        assertThat(status.isRunning()).isEqualTo(status == MinerStatus.ACTIVE || status == MinerStatus.MAINTENANCE);
    }
}

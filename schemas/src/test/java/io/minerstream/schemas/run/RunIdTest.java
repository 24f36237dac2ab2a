package io.minerstream.schemas.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RunIdTest {

    @ParameterizedTest
    @ValueSource(
            strings = {"", "0", "abcdefg", "abcdefghi", "ABCDEFGH", "abc-defg", "abcdefg ", "abcdefgé", "０1234567"})
    void shouldRefuseTextThatIsNotEightLettersAndDigits(String text) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new RunId(text))
                .withMessage("run id: must be 8 characters of 0-9 and a-z, got '" + text + "'");
    }

    @Test
    void shouldRefuseNull() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new RunId(null))
                .withMessage("run id: must be 8 characters of 0-9 and a-z, got null");
    }

    @Test
    void shouldPackTheCharactersBigEndian() {
        assertThat(new RunId("0az19zzq").packed()).isEqualTo(0x30_61_7a_31_39_7a_7a_71L);
        assertThat(RunId.unpack(0x30_61_7a_31_39_7a_7a_71L)).isEqualTo(new RunId("0az19zzq"));
    }

    @Test
    void shouldRefuseToUnpackWhatIsNoRunId() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> RunId.unpack(0))
                .withMessage("run id: must be 8 characters of 0-9 and a-z, got '\0\0\0\0\0\0\0\0'");
        assertThatIllegalArgumentException().isThrownBy(() -> RunId.unpack(-1L));
    }

    @Test
    void shouldPrintAsItsText() {
        assertThat(new RunId("k3x0pq9a")).hasToString("k3x0pq9a");
    }
}

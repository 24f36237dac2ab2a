package io.minerstream.schemas.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.Random;
import java.util.Set;
import org.apache.kafka.common.header.internals.RecordHeaders;
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
    void shouldTravelInTheHeader() {
        RunId run = new RunId("k3x0pq9a");
        RecordHeaders headers = new RecordHeaders();
        headers.add("run", run.headerValue());

        assertThat(RunId.fromHeaders(headers)).contains(run);
        assertThat(run.headerValue())
                .isEqualTo("k3x0pq9a".getBytes(StandardCharsets.US_ASCII))
                .isEqualTo(ByteBuffer.allocate(8).putLong(run.packed()).array());
    }

    @Test
    void shouldTakeTheLastHeader() {
        RecordHeaders headers = new RecordHeaders();
        headers.add(RunId.HEADER, new RunId("aaaaaaaa").headerValue());
        headers.add(RunId.HEADER, new RunId("bbbbbbbb").headerValue());

        assertThat(RunId.fromHeaders(headers)).contains(new RunId("bbbbbbbb"));
    }

    @Test
    void shouldFindNoRunWhenThereIsNoHeader() {
        assertThat(RunId.fromHeaders(new RecordHeaders())).isEmpty();
    }

    @Test
    void shouldFindNoRunWhenHeaderIsNull() {
        RecordHeaders headers = new RecordHeaders();
        headers.add(RunId.HEADER, null);

        assertThat(RunId.fromHeaders(headers)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "abcdefg", "abcdefghi", "ABCDEFGH", "abcdefé"})
    void shouldFindNoRunWhenHeaderIsSomeoneElses(String value) {
        RecordHeaders headers = new RecordHeaders();
        headers.add(RunId.HEADER, value.getBytes(StandardCharsets.UTF_8));

        assertThat(RunId.fromHeaders(headers)).isEmpty();
    }

    @Test
    void shouldDrawFromTheWholeAlphabetAtEveryPlace() {
        Random random = new Random(42);
        Set<String> seen = new HashSet<>();
        for (int i = 0; i < 2_000; i++) {
            String text = RunId.random(random).text();
            for (int place = 0; place < RunId.LENGTH; place++) {
                seen.add(place + ":" + text.charAt(place));
            }
        }

        assertThat(seen).hasSize(36 * RunId.LENGTH);
    }

    @Test
    void shouldPrintAsItsText() {
        assertThat(new RunId("k3x0pq9a")).hasToString("k3x0pq9a");
    }
}

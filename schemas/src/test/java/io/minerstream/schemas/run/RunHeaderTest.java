package io.minerstream.schemas.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RunHeaderTest {

    private static final RunId RUN = new RunId("6vj7qhw8");

    @ParameterizedTest
    @CsvSource({
        "PT1H, 6vj7qhw8",
        "PT1S, 6vj7qhw8/1",
        "PT5M, 6vj7qhw8/300",
        "PT30M, 6vj7qhw8/1800",
        "PT2H, 6vj7qhw8/7200",
        "PT24H, 6vj7qhw8/86400"
    })
    void shouldTravelWithTheRecord(Duration interval, String text) {
        RunHeader header = new RunHeader(RUN, interval);

        assertThat(header).hasToString(text);
        assertThat(header.bytes()).isEqualTo(text.getBytes(StandardCharsets.US_ASCII));
        assertThat(RunHeader.parse(header.bytes())).contains(header);
    }

    @Test
    void shouldBeHourlyWhenItIsTheIdAlone() {
        assertThat(RunHeader.parse(ascii("6vj7qhw8"))).contains(RunHeader.hourly(RUN));
    }

    @ParameterizedTest
    @ValueSource(strings = {"PT0S", "PT-5M", "PT7S", "PT0.5S", "PT1M0.000000001S", "PT90M", "PT5H", "PT48H"})
    void shouldRefuseAnIntervalThatNoRunMayHave(Duration interval) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new RunHeader(RUN, interval))
                .withMessage(
                        "interval: must be whole seconds that divide an hour or whole hours that divide a day, got "
                                + interval);
    }

    @ParameterizedTest
    @ValueSource(strings = {"6vj7qhw8/0", "6vj7qhw8/0300", "6vj7qhw8/7", "6vj7qhw8/5400", "6vj7qhw8/999999999"})
    void shouldRefuseHeadersWithAnIntervalThatNoRunMayHave(String text) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> RunHeader.parse(ascii(text)))
                .withMessage(
                        "header run: must give whole seconds that divide an hour or whole hours that divide a day, got "
                                + text);
    }

    @Test
    void shouldRefuseASecondFormOfTheHourlyHeader() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> RunHeader.parse(ascii("6vj7qhw8/3600")))
                .withMessage("header run: must be the id alone, 6vj7qhw8, for an hourly run, got 6vj7qhw8/3600");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "abcdefg",
                "abcdefghi",
                "ABCDEFGH",
                "abcdefé",
                "abcdefgh/",
                "abcdefgh/5m",
                "abcdefgh/-60",
                "abcdefgh/1234567890",
                "abcdefgh/60/60",
                "abcdefgh\n"
            })
    void shouldFindNoRunWhenTheHeaderIsSomeoneElses(String value) {
        assertThat(RunHeader.parse(value.getBytes(StandardCharsets.UTF_8))).isEmpty();
    }

    @Test
    void shouldFindNoRunWhenTheHeaderIsNull() {
        assertThat(RunHeader.parse(null)).isEmpty();
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}

package io.minerstream.cli.range;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.minerstream.schemas.run.TimeRange;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.ParameterException;

class RangeOptionsTest {

    private static final Clock NOW = Clock.fixed(Instant.parse("2026-11-23T10:20:30Z"), ZoneOffset.UTC);

    @Command
    private static final class Example {
        @Mixin
        private RangeOptions range;
    }

    private static TimeRange resolve(String options) {
        Example example = new Example();
        new CommandLine(example).parseArgs(options.isEmpty() ? new String[0] : options.split(" "));
        return example.range.resolve(NOW);
    }

    @ParameterizedTest
    @CsvSource({
        "'', 2026-11-22T11:00:00Z, 2026-11-23T11:00:00Z",
        "--hours 2, 2026-11-23T09:00:00Z, 2026-11-23T11:00:00Z",
        "--from 2026-11-23T08:00:00Z, 2026-11-23T08:00:00Z, 2026-11-23T11:00:00Z",
        "--from 2026-11-01 --hours 48, 2026-11-01T00:00:00Z, 2026-11-03T00:00:00Z",
        "--from 2026-11-01T02:00:00+02:00 --to 2026-11-02, 2026-11-01T00:00:00Z, 2026-11-02T00:00:00Z",
        "--to 2026-11-02 --hours 3, 2026-11-01T21:00:00Z, 2026-11-02T00:00:00Z",
        "--to 2026-11-02, 2026-11-01T00:00:00Z, 2026-11-02T00:00:00Z",
    })
    void shouldNameTheHoursThatTheOptionsSay(String options, Instant from, Instant to) {
        assertThat(resolve(options)).isEqualTo(TimeRange.hourly(from, to));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "--hours 0 | --hours: must be at least 1, got 0",
                "--hours -5 | --hours: must be at least 1, got -5",
                "--from 2026-11-01 --to 2026-11-02 --hours 24 | --hours: --from and --to already say how many hours; leave one of "
                        + "the three out",
                "--from 2026-11-01T10:30:00Z | --from: must be a whole hour, got 2026-11-01T10:30:00Z; use 2026-11-01T10:00:00Z",
                "--to 2026-11-01T10:00:01Z | --to: must be a whole hour, got 2026-11-01T10:00:01Z; use 2026-11-01T10:00:00Z",
                "--from 2026-11-02 --to 2026-11-01 | --from: must be before --to (2026-11-01T00:00:00Z), got 2026-11-02T00:00:00Z",
                "--from 2026-11-02 --to 2026-11-02 | --from: must be before --to (2026-11-02T00:00:00Z), got 2026-11-02T00:00:00Z",
                "--from 2027-01-01 | --from: must be before now (2026-11-23T11:00:00Z), got 2027-01-01T00:00:00Z",
            })
    void shouldSayWhatIsWrong(String options, String message) {
        assertThatThrownBy(() -> resolve(options))
                .isInstanceOf(ParameterException.class)
                .hasMessage(message);
    }

    @Test
    void shouldRefuseWhatIsNoTime() {
        assertThatThrownBy(() -> resolve("--from yesterday"))
                .isInstanceOf(ParameterException.class)
                .hasMessage(
                        "Invalid value for option '--from': must be a time in RFC 3339 (2026-11-01T00:00:00Z) or a date "
                                + "(2026-11-01), got 'yesterday'");
    }
}

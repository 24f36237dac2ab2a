package io.minerstream.cli.option;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.minerstream.pipeline.PipelineException;
import io.minerstream.schemas.run.TimeRange;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;

class RangeOptionsTest {

    private static final Clock NOW = Clock.fixed(Instant.parse("2026-11-23T10:20:30Z"), ZoneOffset.UTC);

    @Command
    private static final class Example {
        @Mixin
        private RangeOptions range;
    }

    private static TimeRange resolve(String options) {
        return parse(options).resolve(NOW);
    }

    private static RangeOptions parse(String options) {
        Example example = new Example();
        CommandLine commandLine = new CommandLine(example);
        Converters.install(commandLine);
        ParseResult parsed = commandLine.parseArgs(options.isEmpty() ? new String[0] : options.split(" "));
        OptionBounds.errors(parsed).stream().findFirst().ifPresent(error -> {
            throw error;
        });
        return example.range;
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
    @CsvSource({
        "--interval 5m, PT5M, 2026-11-22T10:25:00Z, 2026-11-23T10:25:00Z",
        "--interval PT5M --hours 1, PT5M, 2026-11-23T09:25:00Z, 2026-11-23T10:25:00Z",
        "--interval 30s --from 2026-11-23T10:19:00Z, PT30S, 2026-11-23T10:19:00Z, 2026-11-23T10:21:00Z",
        "--interval 15m --from 2026-11-01T00:15:00Z --hours 2, PT15M, 2026-11-01T00:15:00Z, 2026-11-01T02:15:00Z",
        "--interval 2h, PT2H, 2026-11-22T12:00:00Z, 2026-11-23T12:00:00Z",
        "--interval 6h --to 2026-11-02 --hours 12, PT6H, 2026-11-01T12:00:00Z, 2026-11-02T00:00:00Z",
        "--interval 1d --from 2026-11-01 --to 2026-11-03, PT24H, 2026-11-01T00:00:00Z, 2026-11-03T00:00:00Z",
        "--interval 60m, PT1H, 2026-11-22T11:00:00Z, 2026-11-23T11:00:00Z",
    })
    void shouldNameTimePointsOfAnyInterval(String options, Duration interval, Instant from, Instant to) {
        assertThat(resolve(options)).isEqualTo(new TimeRange(from, to, interval));
    }

    @Test
    void shouldTakeTheCallersIntervalUnlessOneIsGiven() {
        assertThat(parse("").resolve(NOW, Duration.ofMinutes(5)).interval()).isEqualTo(Duration.ofMinutes(5));
        assertThat(parse("--interval 15m").resolve(NOW, Duration.ofMinutes(5)).interval())
                .isEqualTo(Duration.ofMinutes(15));
    }

    @ParameterizedTest
    @CsvSource({
        "'', true",
        "--hours 3, true",
        "--from 2026-11-01T03:00:00Z, false",
        "--from 2026-11-01T02:00:00Z, true",
        "--to 2026-11-01T02:00:00Z, true",
        "--to 2026-11-01T02:00:00Z --hours 1, true",
        "--to 2026-11-01T01:00:00Z, false",
        "--to 2026-11-01T05:00:00Z --hours 2, false",
        "--from 2026-11-01 --hours 1, false",
        "--from 2026-11-01 --hours 2, true",
    })
    void shouldSayWhetherARunMayBeMeant(String options, boolean touches) {
        Instant start = Instant.parse("2026-11-01T01:00:00Z");

        assertThat(parse(options).mayTouch(start, start.plusSeconds(7200))).isEqualTo(touches);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "--hours 0 | --hours: must be from 1 to 876000, got 0",
                "--hours -5 | --hours: must be from 1 to 876000, got -5",
                "--from 2026-11-01 --to 2026-11-02 --hours 24 | --hours: must not be combined with both --from and --to",
                "--from 2026-11-01T10:30:00Z | --from: must be a whole hour, got 2026-11-01T10:30:00Z; use 2026-11-01T10:00:00Z",
                "--to 2026-11-01T10:00:01Z | --to: must be a whole hour, got 2026-11-01T10:00:01Z; use 2026-11-01T10:00:00Z",
                "--from 2026-11-02 --to 2026-11-01 | --from: must be before --to (2026-11-01T00:00:00Z), got 2026-11-02T00:00:00Z",
                "--from 2026-11-02 --to 2026-11-02 | --from: must be before --to (2026-11-02T00:00:00Z), got 2026-11-02T00:00:00Z",
                "--interval 15m --from 2026-11-01T10:20:00Z | --from: must be a whole multiple of the interval, 15m, got "
                        + "2026-11-01T10:20:00Z; use 2026-11-01T10:15:00Z",
                "--interval 6h --to 2026-11-01T10:00:00Z | --to: must be a whole multiple of the interval, 6h, got "
                        + "2026-11-01T10:00:00Z; use 2026-11-01T06:00:00Z",
                "--interval 2h --hours 3 | --hours: must be a whole number of intervals of 2h, got 3",
                "--interval 1s --from 1970-01-01 --to 2039-01-01 | to: must be at most 2147483647 intervals of PT1S after from "
                        + "(1970-01-01T00:00:00Z), got 2039-01-01T00:00:00Z",
                "--interval 7m | Invalid value for option '--interval': interval: must be whole seconds that divide an hour or "
                        + "whole hours that divide a day, got PT7M",
                "--interval 5h | Invalid value for option '--interval': interval: must be whole seconds that divide an hour or "
                        + "whole hours that divide a day, got PT5H",
                "--interval 90m | Invalid value for option '--interval': interval: must be whole seconds that divide an hour or "
                        + "whole hours that divide a day, got PT1H30M",
                "--interval 2d | Invalid value for option '--interval': interval: must be whole seconds that divide an hour or "
                        + "whole hours that divide a day, got PT48H",
                "--interval 500ms | Invalid value for option '--interval': interval: must be whole seconds that divide an hour or "
                        + "whole hours that divide a day, got PT0.5S",
                "--interval 0s | Invalid value for option '--interval': interval: must be whole seconds that divide an hour or "
                        + "whole hours that divide a day, got PT0S",
                "--interval PT-5M | Invalid value for option '--interval': interval: must be whole seconds that divide an hour or "
                        + "whole hours that divide a day, got PT-5M",
                "--interval hourly | Invalid value for option '--interval': must be a whole number of ms, s, m, h or d, for "
                        + "example 30s or 5m, or ISO 8601 (PT5M), got 'hourly'",
                "--interval 999999999999999999d | Invalid value for option '--interval': must be a whole number of ms, s, m, h or "
                        + "d, for example 30s or 5m, or ISO 8601 (PT5M), got '999999999999999999d'",
                "--from 2027-01-01 | --from: must be before now (2026-11-23T11:00:00Z), got 2027-01-01T00:00:00Z",
            })
    void shouldSayWhatIsWrong(String options, String message) {
        assertThatThrownBy(() -> resolve(options))
                .isInstanceOfAny(ParameterException.class, PipelineException.class)
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

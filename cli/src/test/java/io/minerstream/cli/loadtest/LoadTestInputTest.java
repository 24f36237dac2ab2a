package io.minerstream.cli.loadtest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.minerstream.cli.Main;
import io.minerstream.cli.terminal.ExitCode;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Options that no load test can work with: each has its whole message and exit code 2, and nothing is connected to. */
public class LoadTestInputTest {

    public static Stream<Arguments> badOptions() {
        return Stream.of(
                refused(
                        "load-test",
                        "--group: must be given, the id of the consumer group to watch; --rate: must be given, for"
                                + " example 5000"),
                refused(
                        "load-test --group a --group b --group a --rate max --commit auto",
                        "--group: must name each group once, got [a, b, a]; --rate: must have intended times, which max"
                                + " has not; give readings per second; --commit: must be none, time-point or a number of"
                                + " records, as a group reads nothing before the commit"),
                refused("load-test --group a --rate 5 --spike 1m", "--spike: needs --find-max"),
                refused(
                        "load-test --group a --find-max --duration 1m --rate ramp:1..5/1m --max-lag-records 5",
                        "--duration: must not be combined with --find-max; --max-lag-records: must not be combined with"
                                + " --find-max; --rate: must be constant with --find-max, which begins with it, got"
                                + " ramp:1..5/1m"),
                refused(
                        "load-test --group a --rate sine:1..5/1m --burst-on-the-hour --skew 0",
                        "--rate: must be constant with --burst-on-the-hour, whose mean it is, got sine:1..5/1m; --skew:"
                                + " must be greater than 0, got 0"),
                refused(
                        "load-test --group a --burst-on-the-hour 1/5s --history 9 --find-max",
                        "--history: must not be combined with --find-max; --burst-on-the-hour: must not be combined with --find-max"),
                refused(
                        "load-test --rate 5 --shard 1/2 --history 9 --commit 5",
                        "--at: must be given with --shard, the same time for all shards; --history: must not be combined"
                                + " with --shard; --commit: must be none with --shard"),
                refused(
                        "load-test --group a --shard 0/2 --at 2026-11-01T00:00:00Z --find-max",
                        "--shard: must not be combined with --find-max; --at: must be in the future, got"
                                + " 2026-11-01T00:00:00Z"),
                refused("load-test --group a --rate 5 --skew 2", "--skew: must be from 0 to 1, got 2"),
                refused(
                        "load-test --group a --rate 5 --burst-on-the-hour 5s",
                        "Invalid value for option '--burst-on-the-hour': must be SHARE/LENGTH, for example 0.9/5s, got"
                                + " '5s'"),
                refused("load-test --group a --rate 5 --duration 0s", "--duration: must be from 1s to 30d, got 0s"),
                refused("load-test --group a --rate 5 --drain 2d", "--drain: must be from 0s to 1d, got 2d"),
                refused("load-test --group a --rate 5 --max-lag 2d", "--max-lag: must be from 1s to 1d, got 2d"),
                refused(
                        "load-test --group a --rate 5 --max-lag-records -1",
                        "--max-lag-records: must be from 0 to 9223372036854775807, got -1"));
    }

    private static Arguments refused(String command, String message) {
        return arguments(command, List.of("minerstream load-test: " + message));
    }

    @ParameterizedTest
    @MethodSource("badOptions")
    void shouldExplainWhatIsWrong(String command, List<String> messages) {
        StringWriter err = new StringWriter();

        int exitCode = execute(command, err);

        assertThat(exitCode).isEqualTo(ExitCode.USAGE);
        assertThat(err.toString().lines()).containsExactly(messages.get(0), "Try 'minerstream load-test --help'.");
    }

    @Test
    void shouldRefuseAReportThatCannotBeWrittenBeforeItConnects() {
        StringWriter err = new StringWriter();

        int exitCode =
                execute("load-test --group a --rate 5 --bootstrap-server 127.0.0.1:1 --report absent/a.html", err);

        assertThat(exitCode).isEqualTo(ExitCode.USAGE);
        assertThat(err.toString())
                .startsWith("minerstream load-test: --report: must be a file that can be created, got absent/a.html"
                        + " (java.nio.file.NoSuchFileException: absent/a.html");
    }

    private static int execute(String command, StringWriter err) {
        return Main.commandLine()
                .setOut(new PrintWriter(new StringWriter()))
                .setErr(new PrintWriter(err, true))
                .execute(command.split(" "));
    }
}

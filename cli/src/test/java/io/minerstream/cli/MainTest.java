package io.minerstream.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.minerstream.cli.terminal.ExitCode;
import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

class MainTest {

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    private int run(String arguments) {
        return run(Main.commandLine(arguments.split(" ")), arguments);
    }

    private int run(CommandLine commandLine, String arguments) {
        return commandLine
                .setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(err, true))
                .execute(arguments.isEmpty() ? new String[0] : arguments.split(" "));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "--help",
                "demo --help",
                "up --help",
                "fleet init --help",
                "fleet load --help",
                "fleet list --help",
                "fleet publish --help",
                "generate --help",
                "live --help",
                "validate --help",
                "verify --help",
                "sink deploy --help",
                "sink status --help",
                "sink delete --help",
                "runs list --help",
                "runs show --help",
                "runs abort --help",
                "seed-strategies --help",
                "strategies list --help",
                "strategies export --help",
                "--version"
            })
    void shouldHelpOnStandardOutput(String arguments) {
        assertThat(run(arguments)).isZero();
        assertThat(out.toString()).isNotBlank();
        assertThat(err.toString()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "'' | minerstream: a command must be given",
                "generate --hours 0 | minerstream generate: --hours: must be from 1 to 876000, got 0",
                "generate --hours many | minerstream generate: Invalid value for option '--hours': must be a whole number from -2147483648 to "
                        + "2147483647, got 'many'",
                "generate --batch-size 0 | minerstream generate: --batch-size: must be from 1 to 1000000, got 0",
                "generate --site-id 0 | minerstream generate: --site-id: must be from 1 to 2147483647, got 0",
                "generate --shard 3/2 | minerstream generate: Invalid value for option '--shard': shard: must be i/n with 0 <= i < n and n from 1 to 10000, "
                        + "for example 0/2 and 1/2, got 3/2",
                "generate --shard two | minerstream generate: Invalid value for option '--shard': shard: must be i/n with "
                        + "0 <= i < n and n from 1 to 10000, for example 0/2 and 1/2, got 'two'",
                "generate --commit day | minerstream generate: Invalid value for option '--commit': commit: must be auto, run, time-point, none "
                        + "or a number of records from 1 to 999999999999999999, got 'day'",
                "generate --commit 0 | minerstream generate: Invalid value for option '--commit': commit: must be auto, run, time-point, none "
                        + "or a number of records from 1 to 999999999999999999, got '0'",
                "generate --pool-difficulty 0 | minerstream generate: --pool-difficulty: must be from 0.000001 to 1000000000000000, got 0",
                "generate --pool-difficulty NaN | minerstream generate: Invalid value for option '--pool-difficulty': must be a number, got 'NaN'",
                "generate --profile surreal | minerstream generate: Invalid value for option '--profile': profile: must be one of "
                        + "reference, realistic, got 'surreal'",
                "generate --from 2026-11-02 --to 2026-11-01 | minerstream generate: --from: must be before --to "
                        + "(2026-11-01T00:00:00Z), got 2026-11-02T00:00:00Z",
                "runs show abc | minerstream runs show: run id: must be 8 characters of 0-9 and a-z, got 'abc'",
                "runs abort | minerstream runs abort: Missing required parameter: 'RUN'",
                "generate --rate -5 | minerstream generate: Invalid value for option '--rate': rate: must be greater than 0, got -5",
                "generate --interval 7m | minerstream generate: Invalid value for option '--interval': interval: must be whole "
                        + "seconds that divide an hour or whole hours that divide a day, got PT7M",
                "generate --interval 6h --hours 8 | minerstream generate: --hours: must be a whole number of intervals of 6h, got 8",
                "verify --exact --interval 5m | minerstream verify: --from, --to, --hours, --interval: need --seed; a run has its own range",
                "live --speed 0 | minerstream live: --speed: must be from 0.001 to 1000000, got 0",
                "live --speed NaN | minerstream live: Invalid value for option '--speed': must be a number, got 'NaN'",
                "live --speed fast | minerstream live: Invalid value for option '--speed': must be a number, got 'fast'",
                "live --backfill 30x | minerstream live: Invalid value for option '--backfill': must be a whole number of ms, s, m, h "
                        + "or d, for example 30s or 5m, or ISO 8601 (PT5M), got '30x'",
                "live --backfill 10m | minerstream live: backfill: must be at least one interval, PT1H, got PT10M",
                "live --backfill -PT3H | minerstream live: --backfill: must be from 1s to 36500d, got -PT3H",
                "live --until 2026-11-01T00:30:00Z | minerstream live: until: must be a whole multiple of the interval PT1H, got "
                        + "2026-11-01T00:30:00Z; use 2026-11-01T00:00:00Z",
                "live --hours 0 | minerstream live: --hours: must be from 1 to 876000, got 0",
                "live --hours 3 --until 2026-11-01 | minerstream live: --hours: must not be combined with --until",
                "live --interval 6h --hours 8 | minerstream live: hours: must be a whole number of intervals of PT6H, got 8",
                "live --site-id 0 | minerstream live: --site-id: must be from 1 to 2147483647, got 0",
                "live --shard 2/2 | minerstream live: Invalid value for option '--shard': shard: must be i/n with 0 <= i < n and n from 1 to 10000, for "
                        + "example 0/2 and 1/2, got 2/2",
                "live --commit run | minerstream live: Unknown options: '--commit', 'run'",
                "generate --frobnicate | minerstream generate: Unknown option: '--frobnicate'",
                "generate --output yaml | minerstream generate: Invalid value for option '--output': expected one of [TEXT, JSON] "
                        + "(case-insensitive) but was 'yaml'",
                "generate --topic-prefix a/b | minerstream generate: topic prefix: must be at most 100 letters, digits, dots, "
                        + "underscores and hyphens, got 'a/b'",
                "seed-strategies --site-id 0 | minerstream seed-strategies: --site-id: must be from 1 to 2147483647, got 0",
                "seed-strategies --verify-only --force | minerstream seed-strategies: --verify-only: must not be combined with --force",
                "seed-strategies --verify-only --file x | minerstream seed-strategies: --verify-only: must not be combined with --file",
                "seed-strategies --file none.yaml | minerstream seed-strategies: strategy file none.yaml: must be a readable file, "
                        + "got java.nio.file.NoSuchFileException: none.yaml; nothing was written",
                "strategies export --format xml | minerstream strategies export: Invalid value for option '--format': expected one "
                        + "of [YAML, JSON] (case-insensitive) but was 'xml'",
                "fleet load | minerstream fleet load: --file, --fleet-url, --schedule: at least one must be given, got none",
                "fleet load --file none.csv --site-id 0 | minerstream fleet load: --site-id: must be from 1 to 2147483647, got 0",
                "fleet load --file none.csv | minerstream fleet load: fleet file none.csv: must be a readable file, got "
                        + "java.nio.file.NoSuchFileException: none.csv; nothing was loaded",
                "fleet list --site-id 0 | minerstream fleet list: --site-id: must be from 1 to 2147483647, got 0",
                "fleet publish --file x --miners 3 | minerstream fleet publish: --file, --fleet-url: must not be combined with --miners, --mix or --null-baselines",
                "fleet publish --miners 3 --null-baselines 1.5 | minerstream fleet publish: --null-baselines: must be from 0 "
                        + "to 1, got 1.5",
                "fleet publish --valid-from noon | minerstream fleet publish: Invalid value for option '--valid-from': must be a "
                        + "time in RFC 3339 (2026-11-01T00:00:00Z) or a date (2026-11-01), got 'noon'",
                "fleet init --sites 0 | minerstream fleet init: --sites: must be from 1 to 100000, got 0",
                "fleet init --sites 100000 --miners 30000 | minerstream fleet init: --sites: must leave the ids of sites and "
                        + "miners at most 2147483647, got 100000",
                "verify --database-url nonsense | minerstream verify: --database-url: JDBC URL: must look like "
                        + "jdbc:postgresql://host:port/database, got 'nonsense'",
            })
    void shouldExplainBadUsage(String arguments, String message) {
        assertThat(run(arguments)).isEqualTo(ExitCode.USAGE);
        assertThat(out.toString()).isEmpty();
        assertThat(err.toString().lines().findFirst()).hasValue(message);
        assertThat(err.toString()).doesNotContain("\tat ");
    }

    @ParameterizedTest
    @MethodSource("io.minerstream.cli.HelpTest#commands")
    @ValueSource(
            strings = {"help generate", "generate --frobnicate", "generat --help", "fast-insert --hours 0", "demo up"})
    void shouldSayTheSameWithTheSubcommandsThatAreNeededAlone(String arguments) {
        String line = arguments.isEmpty() ? "--version" : arguments.contains(" ") ? arguments : arguments + " --help";
        run(line);
        String expected = out.toString() + err;
        out.getBuffer().setLength(0);
        err.getBuffer().setLength(0);

        run(Main.commandLine(line.split(" ")), line);

        assertThat(out.toString() + err).isEqualTo(expected).isNotEmpty();
    }

    @Test
    void shouldBuildTheSubcommandThatIsGivenAlone() {
        assertThat(Main.commandLine("generate", "--help").getSubcommands()).containsOnlyKeys("generate");
        assertThat(Main.commandLine("--version").getSubcommands()).isEmpty();
    }

    @Test
    void shouldSayThatFastInsertIsDeprecatedAndPassEverythingOn() {
        assertThat(run("fast-insert --hours 0")).isEqualTo(ExitCode.USAGE);
        assertThat(out.toString()).isEmpty();
        assertThat(err.toString().lines())
                .containsExactly(
                        "minerstream fast-insert: is deprecated; use `minerstream generate`",
                        "minerstream generate: --hours: must be from 1 to 876000, got 0",
                        "Try 'minerstream generate --help'.");
    }

    @Test
    void shouldLetFastInsertNameAProfileOfItsOwn() {
        assertThat(run("fast-insert --profile=realistic --hours 0")).isEqualTo(ExitCode.USAGE);
        assertThat(err.toString()).contains("--hours: must be from 1 to 876000, got 0");
    }

    @Test
    void shouldNotShowThePasswordOfAnUrlThatHoldsOne() {
        assertThat(run("verify --database-url jdbc:postgresql://db/mining?user=me&password=sesame"))
                .isEqualTo(ExitCode.USAGE);
        assertThat(err.toString()).contains("must not hold a password").doesNotContain("sesame");
    }
}

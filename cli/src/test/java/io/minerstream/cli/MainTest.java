package io.minerstream.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MainTest {

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    private int run(String arguments) {
        return Main.commandLine()
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
                "generate --help",
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
                "generate --hours 0 | minerstream generate: --hours: must be at least 1, got 0",
                "generate --hours many | minerstream generate: Invalid value for option '--hours': 'many' is not an int",
                "generate --batch-size 0 | minerstream generate: batch size: must be at least 1, got 0",
                "generate --site-id 0 | minerstream generate: site id: must be at least 1, got 0",
                "generate --shard 3/2 | minerstream generate: Invalid value for option '--shard': shard: must be i/n with 0 <= i < n, "
                        + "for example 0/2 and 1/2, got 3/2",
                "generate --shard two | minerstream generate: Invalid value for option '--shard': shard: must be i/n with "
                        + "0 <= i < n, for example 0/2 and 1/2, got 'two'",
                "generate --commit day | minerstream generate: Invalid value for option '--commit': commit: must be auto, run, hour "
                        + "or a number of records from 1, got 'day'",
                "generate --commit 0 | minerstream generate: Invalid value for option '--commit': commit: must be auto, run, hour "
                        + "or a number of records from 1, got '0'",
                "generate --pool-difficulty 0 | minerstream generate: pool difficulty: must be finite and greater than 0, got 0.0",
                "generate --pool-difficulty NaN | minerstream generate: pool difficulty: must be finite and greater than 0, got NaN",
                "generate --profile surreal | minerstream generate: Invalid value for option '--profile': profile: must be one of "
                        + "reference, realistic, got 'surreal'",
                "generate --from 2026-11-02 --to 2026-11-01 | minerstream generate: --from: must be before --to "
                        + "(2026-11-01T00:00:00Z), got 2026-11-02T00:00:00Z",
                "runs show abc | minerstream runs show: run id: must be 8 characters of 0-9 and a-z, got 'abc'",
                "runs abort | minerstream runs abort: Missing required parameter: 'RUN'",
                "generate --frobnicate | minerstream generate: Unknown option: '--frobnicate'",
                "generate --output yaml | minerstream generate: Invalid value for option '--output': expected one of [TEXT, JSON] "
                        + "(case-insensitive) but was 'yaml'",
                "generate --topic-prefix a/b | minerstream generate: topic prefix: must be at most 100 letters, digits, dots, "
                        + "underscores and hyphens, got 'a/b'",
                "seed-strategies --site-id 0 | minerstream seed-strategies: --site-id: must be at least 1, got 0",
                "seed-strategies --verify-only --force | minerstream seed-strategies: --verify-only: must stand alone, since it "
                        + "writes nothing, got --force as well",
                "seed-strategies --verify-only --file x | minerstream seed-strategies: --verify-only: must stand alone, since it "
                        + "writes nothing, got --file as well",
                "seed-strategies --file none.yaml | minerstream seed-strategies: strategy file none.yaml: must be a readable file, "
                        + "got java.nio.file.NoSuchFileException: none.yaml; nothing was written",
                "strategies export --format xml | minerstream strategies export: Invalid value for option '--format': expected one "
                        + "of [YAML, JSON] (case-insensitive) but was 'xml'",
                "verify --database-url nonsense | minerstream verify: --database-url: JDBC URL: must look like "
                        + "jdbc:postgresql://host:port/database, got 'nonsense'",
            })
    void shouldExplainBadUsage(String arguments, String message) {
        assertThat(run(arguments)).isEqualTo(ExitCode.USAGE);
        assertThat(out.toString()).isEmpty();
        assertThat(err.toString().lines().findFirst()).hasValue(message);
        assertThat(err.toString()).doesNotContain("\tat ");
    }

    @Test
    void shouldSayThatFastInsertIsDeprecatedAndPassEverythingOn() {
        assertThat(run("fast-insert --hours 0")).isEqualTo(ExitCode.USAGE);
        assertThat(out.toString()).isEmpty();
        assertThat(err.toString().lines())
                .containsExactly(
                        "minerstream fast-insert: is deprecated and will go; use `minerstream generate`, which this calls",
                        "minerstream generate: --hours: must be at least 1, got 0",
                        "Try 'minerstream generate --help'.");
    }

    @Test
    void shouldNotShowThePasswordOfAnUrlThatHoldsOne() {
        assertThat(run("verify --database-url jdbc:postgresql://db/mining?user=me&password=sesame"))
                .isEqualTo(ExitCode.USAGE);
        assertThat(err.toString()).contains("must not hold a password").doesNotContain("sesame");
    }
}

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
    void shouldNotShowThePasswordOfAnUrlThatHoldsOne() {
        assertThat(run("verify --database-url jdbc:postgresql://db/mining?user=me&password=sesame"))
                .isEqualTo(ExitCode.USAGE);
        assertThat(err.toString()).contains("must not hold a password").doesNotContain("sesame");
    }
}

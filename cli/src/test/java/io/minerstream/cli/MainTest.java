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

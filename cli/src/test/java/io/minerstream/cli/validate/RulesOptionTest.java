package io.minerstream.cli.validate;

import static org.assertj.core.api.Assertions.assertThat;

import io.minerstream.cli.Main;
import io.minerstream.cli.terminal.ExitCode;
import io.minerstream.validator.file.RulesFile;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The rules file is checked before anything is asked or started. Nothing listens at the brokers' address. */
class RulesOptionTest {

    private static final String[] NOBODY = {
        "--bootstrap-server", "127.0.0.1:1", "--schema-registry-url", "http://127.0.0.1:1"
    };

    private static final String BAD =
            """
            limits:
              active: {temperature: [90, 65], hashrate: 1, fan_speed: [x, 1]}
              error: {fan_speed: [0, 0]}
            rules:
              RANGE: {severity: high, enabled: off, for: soon, repeat-every: 1, sevrity: warning}
              GAP: {for: -1h, for: 1h, clear-after: -1 intervals}
              COUNT:
            site-alerts: {share: 2}
            overrides:
              - rules: {}
              - {sites: [0], models: [1]}
              - {sites: [], models: {}}
            """;

    @TempDir
    private Path folder;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    private int run(String... arguments) {
        return Main.commandLine(arguments)
                .setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(err, true))
                .execute(arguments);
    }

    @ParameterizedTest
    @ValueSource(strings = {"validate", "up"})
    void shouldNameAllErrorsAndEndWithTwo(String command) throws IOException {
        Path file = Files.writeString(
                folder.resolve("rules.yaml"), "rules:\n  GAP: {severty: warning}\n  COUNT: {severity: fatal}\n");

        assertThat(run(command, "--rules", file.toString())).isEqualTo(ExitCode.USAGE);

        assertThat(err.toString().lines())
                .containsExactly(
                        "minerstream %s: rules file %s: 2 findings, nothing was started:".formatted(command, file),
                        "  rules.yaml:2:9: rules.GAP: must have no other keys than enabled, severity, for,"
                                + " keep-firing-for, clear-after, repeat-every, got 'severty'; did you mean severity?",
                        "  rules.yaml:3:21: rules.COUNT.severity: must be warning or critical, got 'fatal'");
        assertThat(out.toString()).isEmpty();
    }

    @Test
    void shouldSayItInChinese() throws IOException {
        Path file = Files.writeString(folder.resolve("rules.yaml"), BAD);

        assertThat(run("validate", "--lang", "zh", "--rules", file.toString())).isEqualTo(ExitCode.USAGE);

        assertThat(err.toString().lines()).hasSize(22).allSatisfy(line -> {
            assertThat(line).matches(".*\\p{IsHan}.*");
            assertThat(line.replaceAll("'[^']*'", ""))
                    .doesNotContainPattern("(must|got|[a-z]{2,} [a-z]{2,} [a-z]{2,}) ");
        });
    }

    @Test
    void shouldTakeTheFileThatItPrints() throws IOException {
        assertThat(run("validate", "--print-rules")).isZero();
        assertThat(out.toString()).isEqualTo(RulesFile.defaults());
        Path file = Files.writeString(folder.resolve("rules.yaml"), out.toString());

        assertThat(run("validate", NOBODY[0], NOBODY[1], NOBODY[2], NOBODY[3], "--rules", file.toString()))
                .isEqualTo(ExitCode.UNREACHABLE);
    }

    @Test
    void shouldPrintTheSchema() {
        assertThat(run("validate", "--print-rules-schema")).isZero();
        assertThat(out.toString()).isEqualTo(RulesFile.schema());
    }
}

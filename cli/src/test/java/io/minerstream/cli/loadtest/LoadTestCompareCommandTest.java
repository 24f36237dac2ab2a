package io.minerstream.cli.loadtest;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.minerstream.cli.Main;
import io.minerstream.cli.terminal.ExitCode;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LoadTestCompareCommandTest {

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @TempDir
    private Path folder;

    private Path base;
    private String search;

    @BeforeEach
    void write() throws IOException {
        try (InputStream known = getClass().getResourceAsStream("/io/minerstream/cli/report/json/load-search.json")) {
            search = new String(known.readAllBytes(), StandardCharsets.UTF_8);
        }
        base = file("base.json", search);
    }

    private Path file(String name, String text) throws IOException {
        return Files.writeString(folder.resolve(name), text);
    }

    private int compare(Path current, String... options) {
        List<String> arguments = new ArrayList<>(List.of("load-test", "compare", base.toString(), current.toString()));
        arguments.addAll(List.of(options));
        return Main.commandLine()
                .setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(err, true))
                .execute(arguments.toArray(String[]::new));
    }

    @Test
    void shouldEndWithZeroWhenNothingIsWorse() {
        assertThat(compare(base)).isEqualTo(ExitCode.DONE);
        assertThat(out.toString())
                .contains("highest rate               190.5/s  190.5/s  +0.0 %", "✅ no figure is more than 10 % worse");
    }

    @Test
    void shouldEndWithOneWhenAFigureIsWorse() throws IOException {
        Path slower = file("slower.json", search.replace("190.5", "150.0"));

        assertThat(compare(slower, "--output", "json")).isEqualTo(ExitCode.FAILED);
        JsonNode result = new ObjectMapper().readTree(out.toString());
        assertThat(result.get("passed").booleanValue()).isFalse();
        assertThat(result.get("maxRegressionPercent").doubleValue()).isEqualTo(10);
        assertThat(result.at("/figures/0").toString())
                .isEqualTo("{\"figure\":\"max_rate\",\"unit\":\"readings_per_second\",\"base\":190.5,\"current\":150.0,"
                        + "\"changePercent\":-21.3,\"regressed\":true}");
    }

    @Test
    void shouldAllowAsMuchAsItIsTold() throws IOException {
        Path slower = file("slower.json", search.replace("190.5", "150.0"));

        assertThat(compare(slower, "--max-regression", "22%")).isEqualTo(ExitCode.DONE);
    }

    @Test
    void shouldEndWithTwoWhenResultsCannotBeCompared() throws IOException {
        Path partial = file("partial.json", search.replace("\"complete\": true", "\"complete\": false"));

        assertThat(compare(partial)).isEqualTo(ExitCode.USAGE);
        assertThat(err.toString())
                .startsWith("minerstream load-test compare: the new result: must be of a test that went to its end, was"
                        + " ended early");
    }

    @Test
    void shouldRefuseOtherFiles() throws IOException {
        assertThat(compare(file("other.json", "{\"passed\": true}"))).isEqualTo(ExitCode.USAGE);
        assertThat(compare(file("text.json", "MinerStream load test"))).isEqualTo(ExitCode.USAGE);
        assertThat(compare(folder.resolve("absent.json"))).isEqualTo(ExitCode.USAGE);
        assertThat(compare(base, "--max-regression", "10")).isEqualTo(ExitCode.USAGE);

        assertThat(err.toString())
                .contains(
                        "other.json: must be a result of `minerstream load-test --output json`, got another document",
                        "text.json: must be a result of `minerstream load-test --output json`, got something that is"
                                + " not JSON",
                        "absent.json: must be a readable file, got java.nio.file.NoSuchFileException: ",
                        "percentage: must be from 0% to 1000%, for example 10%, got '10'");
    }
}

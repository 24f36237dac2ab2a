package io.minerstream.cli.failure;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.minerstream.cli.HelpTest;
import io.minerstream.cli.Main;
import io.minerstream.cli.report.FailureDocument.Kind;
import io.minerstream.cli.terminal.ExitCode;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Failures as JSON, of whatever command and reason. */
class FailureHandlerTest {

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    private int run(String... arguments) {
        return Main.commandLine(arguments)
                .setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(err, true))
                .execute(arguments);
    }

    private JsonNode error() throws Exception {
        assertThat(out.toString().lines()).hasSize(1);
        JsonNode document = new ObjectMapper().readTree(out.toString());
        assertThat(document.path("success").isBoolean()).isTrue();
        assertThat(document.path("success").booleanValue()).isFalse();
        return document.path("error");
    }

    static Stream<List<String>> commands() {
        return HelpTest.commands()
                // Of picocli; takes any argument.
                .filter(command -> !command.equals("generate-completion"))
                .map(command -> command.isEmpty() ? List.<String>of() : List.of(command.split(" ")));
    }

    @ParameterizedTest
    @MethodSource("commands")
    void shouldReportBadUsageOfEveryCommandAsJson(List<String> command) throws Exception {
        String[] arguments = Stream.concat(command.stream(), Stream.of("--frobnicate", "--output", "json"))
                .toArray(String[]::new);

        assertThat(run(arguments)).isEqualTo(ExitCode.USAGE);

        JsonNode error = error();
        assertThat(error.path("kind").asText()).isEqualTo("usage");
        assertThat(error.path("exitCode").asInt()).isEqualTo(ExitCode.USAGE);
        assertThat(error.path("message").asText()).isNotEmpty();
        assertThat(error.path("hints")).isNotEmpty();
        assertThat(err.toString()).startsWith("minerstream");
    }

    @Test
    void shouldListEachProblem() throws Exception {
        assertThat(run("generate", "--output=JSON", "--hours", "many", "--shard", "3/2"))
                .isEqualTo(ExitCode.USAGE);

        JsonNode error = error();
        assertThat(error.path("message").asText()).isEqualTo("2 errors");
        assertThat(error.path("problems"))
                .extracting(JsonNode::asText)
                .containsExactly(
                        "Invalid value for option '--hours': must be a whole number from -2147483648 to 2147483647, got 'many'",
                        "Invalid value for option '--shard': shard: must be i/n with 0 <= i < n and n from 1 to 10000, for example 0/2 and 1/2, got 3/2");
        assertThat(error.path("hints"))
                .extracting(JsonNode::asText)
                .containsExactly("Try 'minerstream generate --help'.");
    }

    @Test
    void shouldListTheFindingsOfAFile(@TempDir Path folder) throws Exception {
        Path file = Files.writeString(
                folder.resolve("fleet.csv"),
                "miner_id,serial_number,model,status,actual_hashrate_th,actual_power_w\n1,a,S19,active,x,1\n2,b,S19,active,y,1\n");

        assertThat(run("fleet", "load", "--output", "json", "--file", file.toString()))
                .isEqualTo(ExitCode.USAGE);

        JsonNode error = error();
        assertThat(error.path("message").asText()).endsWith("nothing was loaded");
        assertThat(error.path("problems"))
                .extracting(problem -> problem.asText().substring(0, "fleet.csv:2".length()))
                .containsExactly("fleet.csv:2", "fleet.csv:3");
    }

    @Test
    void shouldReportAStackThatCannotStartAsJson(@TempDir Path folder) throws Exception {
        Path file = Files.createFile(folder.resolve("file"));

        assertThat(run("up", "--output", "json", "--data-dir", file.toString())).isEqualTo(ExitCode.UNREACHABLE);

        JsonNode error = error();
        assertThat(error.path("kind").asText()).isEqualTo("unreachable");
        assertThat(error.path("exitCode").asInt()).isEqualTo(ExitCode.UNREACHABLE);
        assertThat(error.path("message").asText()).startsWith("data directory " + file);
        assertThat(error.path("problems").get(0).asText())
                .isEqualTo(error.path("message").asText());
        assertThat(error.path("hints")).isEmpty();
    }

    @Test
    void shouldPrintNoJsonUnlessAsked() {
        assertThat(run("generate", "--hours", "0", "--output", "text")).isEqualTo(ExitCode.USAGE);
        assertThat(out.toString()).isEmpty();
    }

    @Test
    void shouldReportFailuresOfTheDeprecatedNameOnce() throws Exception {
        assertThat(run("fast-insert", "--hours", "0", "--output", "json")).isEqualTo(ExitCode.USAGE);
        assertThat(error().path("message").asText()).isEqualTo("--hours: must be from 1 to 876000, got 0");
    }

    @Test
    void shouldNotCallADefectWhatASignalCancels() {
        assertThat(Failure.of(new CancellationException("stopped"))).isEqualTo(new Failure(Kind.FAILED, "stopped"));
    }
}

package io.minerstream.it;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.minerstream.cli.Main;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine;

/**
 * Runs a command in this JVM as a user would.
 *
 * @param exitCode of the command
 * @param out its standard output
 * @param err its messages; progress is not among them
 */
record Cli(int exitCode, String out, String err) {

    static Cli run(String... arguments) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        CommandLine command =
                Main.commandLine().setOut(new PrintWriter(out, true)).setErr(new PrintWriter(err, true));
        int exitCode = command.execute(arguments);
        return new Cli(exitCode, out.toString(), err.toString());
    }

    /** A command against the shared pipeline. */
    static Cli onSharedPipeline(String... arguments) {
        List<String> all = new ArrayList<>(List.of(arguments));
        all.addAll(SharedPipeline.options());
        return run(all.toArray(String[]::new));
    }

    JsonNode json() {
        try {
            return new ObjectMapper().readTree(out);
        } catch (JsonProcessingException e) {
            throw new AssertionError("no JSON on standard output: " + out + err, e);
        }
    }
}

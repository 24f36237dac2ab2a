package io.minerstream.it;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.minerstream.cli.Main;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine;

/**
 * Runs a command in this JVM as a user would.
 *
 * @param exitCode of the command
 * @param out its standard output
 * @param err its messages; progress is not among them
 */
record Cli(int exitCode, String out, String err) {

    private static final Duration LONGEST = Duration.ofMinutes(10);

    static Cli run(String... arguments) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        CommandLine command =
                Main.commandLine().setOut(new PrintWriter(out, true)).setErr(new PrintWriter(err, true));
        int exitCode = command.execute(arguments);
        return new Cli(exitCode, out.toString(), err.toString());
    }

    /**
     * A command in a JVM of its own.
     *
     * @param heap the JVM's largest one, for example {@code 256m}
     * @param folder for its output and its temporary files
     */
    static Cli runWithHeap(String heap, Path folder, List<String> arguments) throws IOException, InterruptedException {
        return runInJvm(List.of("-Xmx" + heap, "-XX:+UseSerialGC"), Map.of(), folder, arguments);
    }

    /**
     * A command in a JVM of its own.
     *
     * @param options of the JVM
     * @param environment variables beside those of this JVM
     * @param folder for its output and its temporary files
     */
    static Cli runInJvm(List<String> options, Map<String, String> environment, Path folder, List<String> arguments)
            throws IOException, InterruptedException {
        List<String> command = java(folder, options.toArray(String[]::new));
        command.addAll(arguments);
        Path out = Files.createTempFile(folder, "command", ".out");
        Path err = Files.createTempFile(folder, "command", ".err");
        ProcessBuilder builder =
                new ProcessBuilder(command).redirectOutput(out.toFile()).redirectError(err.toFile());
        builder.environment().putAll(environment);
        Process process = builder.start();
        try {
            if (!process.waitFor(LONGEST.toSeconds(), TimeUnit.SECONDS)) {
                throw new AssertionError("must end within " + LONGEST + ": " + Files.readString(err));
            }
            return new Cli(process.exitValue(), Files.readString(out), Files.readString(err));
        } finally {
            process.destroyForcibly();
        }
    }

    /** The beginning of a command line of ours, see {@link JavaProgram#command}. */
    static List<String> java(Path folder, String... options) {
        return JavaProgram.command(folder, Main.class.getName(), options);
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

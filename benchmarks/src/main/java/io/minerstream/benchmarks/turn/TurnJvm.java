package io.minerstream.benchmarks.turn;

import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A JVM for one turn of a comparison: a new one for each, as a command has. */
public final class TurnJvm {

    private TurnJvm() {}

    /**
     * Runs a main class of this class path to its end.
     *
     * @param options of the JVM
     * @return the last line of its standard output, as options may make a JVM print others; its errors go to this JVM's standard error
     * @throws IllegalStateException when its exit code is not 0
     */
    public static String run(List<String> options, Class<?> main, List<String> arguments)
            throws IOException, InterruptedException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(options);
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), main.getName()));
        command.addAll(arguments);
        Process process =
                new ProcessBuilder(command).redirectError(Redirect.INHERIT).start();
        String printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        int exitCode = process.waitFor();
        if (exitCode != 0) {
            throw new IllegalStateException("%s %s must end with exit code 0, ended with %s; its errors are above"
                    .formatted(main.getSimpleName(), arguments.get(0), exitCode));
        }
        return printed.lines().reduce((before, line) -> line).orElseThrow();
    }
}

package io.minerstream.it;

import io.minerstream.stack.StackParts;
import io.minerstream.stack.process.JavaCommand;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** A program in a JVM of its own. */
final class JavaProgram {

    private JavaProgram() {}

    /**
     * The beginning of its command line, to which arguments can be added: with this JVM's Java and class path.
     *
     * @param folder for temporary files: a JVM that is killed leaves its native libraries there
     * @param main name of the main class, or path of its source
     * @param options of the JVM
     */
    static List<String> command(Path folder, String main, String... options) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.add("-Djava.io.tmpdir=" + folder);
        command.addAll(List.of(options));
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), main));
        return command;
    }

    /** Options of a JVM that starts an embedded stack of its own, with the parts and the cache of this build. */
    static List<String> stackOptions() {
        return Stream.of(StackParts.PROPERTY, "minerstream.cache", JavaCommand.OPTIONS_PROPERTY)
                .filter(property -> System.getProperty(property) != null)
                .map(property -> "-D" + property + "=" + System.getProperty(property))
                .toList();
    }
}

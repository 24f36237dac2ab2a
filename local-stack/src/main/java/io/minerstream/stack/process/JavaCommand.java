package io.minerstream.stack.process;

import io.minerstream.stack.data.DataLayout;
import java.io.File;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/**
 * A child JVM: same Java as ours, bounded heap, its main class behind {@link ParentWatch}.
 *
 * @param layout where logs and temporary files go
 * @param classPath in the JVM's format
 * @param options of the JVM; they may override the common ones
 * @param mainClass its {@code main} runs once the watch is on
 * @param arguments of that main class
 */
public record JavaCommand(
        DataLayout layout, String classPath, List<String> options, String mainClass, List<String> arguments) {

    /** Options for JVMs that run on our class path: warnings and errors to standard output, without secrets. */
    public static final List<String> LOG_OPTIONS = List.of(
            "-Dlog4j2.configurationFile=classpath:io/minerstream/stack/process/child-log4j2.xml",
            "-Dlog4j2.logEventFactory=" + SecretHidingLogEvents.class.getName());

    /**
     * System property: further JVM options for each component, separated by spaces; options of the component override them. The
     * tests use {@code -XX:TieredStopAtLevel=1}, which saves a third of the CPU time of JVMs that live for seconds.
     */
    public static final String OPTIONS_PROPERTY = "minerstream.stack.options";

    public JavaCommand {
        options = List.copyOf(options);
        arguments = List.copyOf(arguments);
    }

    /** The process, not yet started; it runs in the data directory. */
    public ProcessBuilder build() {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of(
                // One collector thread beside several JVMs on few cores; it also starts fastest.
                "-XX:+UseSerialGC",
                // A component without memory must end and be reported.
                "-XX:+ExitOnOutOfMemoryError",
                "-XX:ErrorFile=" + layout.logs().resolve("hs_err_%p.log"),
                "-Djava.io.tmpdir=" + layout.temporaryFiles(),
                "-Djava.awt.headless=true",
                "-Dfile.encoding=UTF-8"));
        command.addAll(furtherOptions());
        command.addAll(options);
        command.addAll(List.of("-cp", classPath, ParentWatch.class.getName(), mainClass));
        command.addAll(arguments);
        return ChildCommand.detached(command, layout.root());
    }

    private static List<String> furtherOptions() {
        String given = System.getProperty(OPTIONS_PROPERTY, "").strip();
        return given.isEmpty() ? List.of() : List.of(given.split(" +", -1));
    }

    /** Our own class path, absolute, because the child runs in another directory. */
    public static String ownClassPath() {
        return absolute(System.getProperty("java.class.path"));
    }

    static String absolute(String classPath) {
        return Arrays.stream(classPath.split(File.pathSeparator, -1))
                .map(entry -> Path.of(entry).toAbsolutePath().toString())
                .collect(Collectors.joining(File.pathSeparator));
    }

    /** The jar or folder that holds {@link ParentWatch}, for third-party programs. */
    public static String watchClassPath() {
        try {
            return Path.of(ParentWatch.class
                            .getProtectionDomain()
                            .getCodeSource()
                            .getLocation()
                            .toURI())
                    .toString();
        } catch (URISyntaxException e) {
            throw new IllegalStateException("our own jar has no file name: " + e.getInput(), e);
        }
    }
}

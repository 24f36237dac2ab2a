package io.minerstream.stack.process;

import io.minerstream.stack.data.DataLayout;
import java.io.File;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/** Builds the commands of child JVMs: same Java as ours, bounded heap, the main class behind {@link ParentWatch}. */
public final class JavaCommand {

    /**
     * System property: further JVM options for each component, separated by spaces; options of the component override them. The
     * tests use {@code -XX:TieredStopAtLevel=1}, which saves a third of the CPU time of JVMs that live for seconds.
     */
    public static final String OPTIONS_PROPERTY = "minerstream.stack.options";

    /** The first compiler only, for a JVM that does little, or little for each record. */
    public static final String FIRST_COMPILER = "-XX:TieredStopAtLevel=1";

    /**
     * The optimizing compiler starts at ten times its default call counts, as in the command (ADR 12). Code that runs for each record
     * reaches them within seconds; optimizing the rest would take a third of the processor time of a JVM that lives for a minute. The
     * first compiler, which takes a quarter of a start, works a fifth less when it inlines small methods alone.
     */
    private static final List<String> COMPILE_LESS = List.of(
            "-XX:C1MaxInlineSize=10",
            "-XX:Tier4InvocationThreshold=50000",
            "-XX:Tier4MinInvocationThreshold=6000",
            "-XX:Tier4CompileThreshold=150000",
            "-XX:Tier4BackEdgeThreshold=400000");

    /** The first Java version with the option; an older one refuses to start with it. */
    private static final int UNSAFE_WARNS = 23;

    private JavaCommand() {}

    /**
     * The process, not yet started; it runs in the data directory.
     *
     * @param layout where logs and temporary files go
     * @param classPath in the JVM's format
     * @param options of the JVM; they may override the common ones
     * @param mainClass its {@code main} runs once the watch is on
     * @param arguments of that main class
     */
    public static ProcessBuilder of(
            DataLayout layout, String classPath, List<String> options, String mainClass, List<String> arguments) {
        List<String> command = new ArrayList<>();
        command.add(ChildCommand.java());
        command.addAll(List.of(
                // One collector thread beside several JVMs on few cores; it also starts fastest.
                "-XX:+UseSerialGC",
                // At the default of 20 MB, classes of a start alone cause two full collections.
                "-XX:MetaspaceSize=128m",
                // A component without memory must end and be reported.
                "-XX:+ExitOnOutOfMemoryError",
                "-XX:ErrorFile=" + layout.logs().resolve("hs_err_%p.log"),
                "-Djava.io.tmpdir=" + layout.temporaryFiles(),
                "-Djava.awt.headless=true",
                // The environment says the same, but macOS asks the user's settings first.
                "-Duser.language=en",
                "-Duser.country=",
                "-Duser.timezone=UTC",
                "-Dfile.encoding=UTF-8",
                // RocksDB, Zstandard and LZ4 are native libraries; newer Java versions warn of each.
                "--enable-native-access=ALL-UNNAMED"));
        command.addAll(COMPILE_LESS);
        if (Runtime.version().feature() >= UNSAFE_WARNS) {
            command.add("--sun-misc-unsafe-memory-access=allow");
        }
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

    /** As {@link #of}, on our own class path and with our own logging. */
    public static ProcessBuilder onOurClassPath(
            DataLayout layout, List<String> options, String mainClass, List<String> arguments) {
        List<String> all = new ArrayList<>(logOptions());
        all.addAll(ClassDataArchive.options());
        all.addAll(options);
        return of(layout, absolute(System.getProperty("java.class.path")), all, mainClass, arguments);
    }

    /** Options for JVMs on our class path: warnings and errors to standard error, without secrets. */
    static List<String> logOptions() {
        List<String> options = new ArrayList<>();
        // The class path of a user's tests may have others.
        options.add("-Dslf4j.provider=org.slf4j.jul.JULServiceProvider");
        // Kafka also asks Log4j's API, whether its loggers can be changed. Without this, it looks for what implements
        // it.
        options.add("-Dlog4j2.loggerContextFactory=org.apache.logging.log4j.simple.SimpleLoggerContextFactory");
        ProcessLog.properties("child-log.properties").forEach((name, value) -> options.add("-D" + name + "=" + value));
        return options;
    }

    /** The class path with absolute entries, because the child runs in another directory. */
    static String absolute(String classPath) {
        return Arrays.stream(classPath.split(File.pathSeparator, -1))
                .map(entry -> Path.of(entry).toAbsolutePath().toString())
                .collect(Collectors.joining(File.pathSeparator));
    }
}

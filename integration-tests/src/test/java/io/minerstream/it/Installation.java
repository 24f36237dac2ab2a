package io.minerstream.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.stream.Stream;

/** An installation with this build's start script and classes, its own cache, and the commands of it that still run. */
final class Installation implements AutoCloseable {

    private static final Path ROOT = Path.of("..");

    private final Path folder;
    private final Path home;
    private final Path cache;
    private final Map<String, String> environment = new HashMap<>();
    private final List<Process> running = new ArrayList<>();
    /** Accepts connections and never answers: commands wait for it. */
    private final ServerSocket silent = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());

    /**
     * @param folder of its own
     * @param libraries as {@link #libraries} makes them
     * @param classes content of the list of classes that an archive holds
     */
    Installation(Path folder, Path libraries, String classes) throws IOException {
        this.folder = folder;
        this.home = Files.createDirectories(folder.resolve("home"));
        this.cache = folder.resolve("cache");
        Files.createSymbolicLink(home.resolve("lib"), libraries);
        Files.copy(
                ROOT.resolve("minerstream"),
                Files.createDirectory(home.resolve("bin")).resolve("minerstream"));
        Files.copy(ROOT.resolve("cli/src/main/dist/jvm.options"), home.resolve("jvm.options"));
        Files.writeString(home.resolve("classes"), classes);
        options("-XX:TieredStopAtLevel=1");
        cacheIn(cache);
    }

    /**
     * Fills {@code folder} with the class path of the tests, as jars: archives hold classes of jars only, and Maven gives the
     * folder of a module that is not packaged yet.
     */
    static Path libraries(Path folder) throws IOException {
        int number = 0;
        for (String entry : System.getProperty("java.class.path").split(File.pathSeparator, -1)) {
            Path library = folder.resolve(number++ + ".jar");
            if (Files.isRegularFile(Path.of(entry))) {
                Files.copy(Path.of(entry), library);
            } else if (Files.isDirectory(Path.of(entry))) {
                pack(Path.of(entry), library);
            }
        }
        return folder;
    }

    /** All classes that an archive of a real installation holds. */
    static String allClasses() throws IOException {
        return Files.readString(ROOT.resolve("cli/src/main/dist/classes"));
    }

    private static void pack(Path classes, Path jar) throws IOException {
        try (OutputStream out = Files.newOutputStream(jar);
                JarOutputStream packed = new JarOutputStream(out);
                Stream<Path> files = Files.walk(classes)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                packed.putNextEntry(
                        new JarEntry(classes.relativize(file).toString().replace(File.separatorChar, '/')));
                Files.copy(file, packed);
            }
        }
    }

    /** In place of what earlier options name. */
    void cacheIn(Path other) {
        options("-Dminerstream.cache=" + other);
    }

    void environment(String variable, String value) {
        environment.put(variable, value);
    }

    /** Further options of the command's JVM. */
    void options(String options) {
        environment.merge("MINERSTREAM_JAVA_OPTS", options, "%s %s"::formatted);
    }

    /** Complete archives of the cache. */
    List<Path> archives() throws IOException {
        return below(cache.resolve("classes"))
                .filter(file -> file.toString().endsWith(".jsa"))
                .toList();
    }

    List<Path> cached() throws IOException {
        return below(cache).toList();
    }

    /** Files of the installation. */
    List<Path> files() throws IOException {
        return below(home).toList();
    }

    private static Stream<Path> below(Path folder) throws IOException {
        if (!Files.exists(folder)) {
            return Stream.of();
        }
        try (Stream<Path> all = Files.walk(folder)) {
            return all.filter(Files::isRegularFile).sorted().toList().stream();
        }
    }

    /** Runs {@code --version}, which must succeed and print nothing else. */
    Version version() throws IOException, InterruptedException {
        Path log = Files.createTempFile(folder, "loaded", ".log");
        Path out = Files.createTempFile(folder, "version", ".out");
        Path err = Files.createTempFile(folder, "version", ".err");
        ProcessBuilder builder =
                command("--version").redirectOutput(out.toFile()).redirectError(err.toFile());
        builder.environment().merge("MINERSTREAM_JAVA_OPTS", "-Xlog:class+load:file=" + log, "%s %s"::formatted);
        Process process = builder.start();
        running.add(process);
        assertThat(process.waitFor(1, TimeUnit.MINUTES)).isTrue();
        assertThat(process.exitValue()).as(() -> read(out) + read(err)).isZero();
        assertThat(read(out)).matches("minerstream .*\\R");
        return new Version(read(log).contains("io.minerstream.cli.Main source: shared objects file"), read(err));
    }

    /** A command that runs until it is killed. */
    Process waiting() throws IOException {
        return start(
                "verify",
                "--database-url",
                "jdbc:postgresql://127.0.0.1:" + silent.getLocalPort() + "/none?loginTimeout=0");
    }

    /** Starts a command, whose output is not kept. */
    Process start(String... arguments) throws IOException {
        return start(Files.createTempFile(folder, "started", ".out"), arguments);
    }

    /**
     * Starts a command.
     *
     * @param output what it prints goes there
     */
    Process start(Path output, String... arguments) throws IOException {
        Process process = command(arguments)
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        running.add(process);
        return process;
    }

    private ProcessBuilder command(String... arguments) {
        List<String> command =
                new ArrayList<>(List.of(home.resolve("bin/minerstream").toString()));
        command.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(command);
        builder.environment().putAll(environment);
        return builder;
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new AssertionError(file + " cannot be read", e);
        }
    }

    @Override
    public void close() throws IOException {
        for (Process process : running) {
            process.destroyForcibly().onExit().join();
        }
        // They may outlive a command that has ended by itself.
        ProcessHandle.allProcesses()
                .filter(process -> process.info().commandLine().orElse("").contains(cache.toString()))
                .forEach(maker -> maker.onExit().join());
        silent.close();
        Files.deleteIfExists(home.resolve("lib"));
    }

    /**
     * One run of {@code --version}.
     *
     * @param fromArchive whether the JVM took the command's main class from an archive
     * @param err standard error
     */
    record Version(boolean fromArchive, String err) {}
}

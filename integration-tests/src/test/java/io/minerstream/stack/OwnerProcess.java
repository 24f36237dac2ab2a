package io.minerstream.stack;

import static org.awaitility.Awaitility.await;

import io.minerstream.stack.process.JavaCommand;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** A {@link StackOwner} as seen from the test. */
final class OwnerProcess implements AutoCloseable {

    static final Duration LIMIT = Duration.ofSeconds(90);

    private final Process process;
    private final Path output;

    private OwnerProcess(Process process, Path output) {
        this.process = process;
        this.output = output;
    }

    /**
     * @param prefix of the command, to run it as another user; may be empty
     * @param classPath that the user can read
     */
    static OwnerProcess start(
            List<String> prefix, String classPath, Path parts, Path cache, Path output, String... arguments)
            throws IOException {
        List<String> command = new ArrayList<>(prefix);
        command.addAll(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx128m",
                "-XX:TieredStopAtLevel=1",
                "-Djava.io.tmpdir=" + output.getParent(),
                "-D" + StackParts.PROPERTY + "=" + parts,
                "-Dminerstream.cache=" + cache,
                // Another user's JVM would leave a folder for its figures in the system's temporary folder.
                "-XX:-UsePerfData",
                "-D" + JavaCommand.OPTIONS_PROPERTY + "=-XX:-UsePerfData "
                        + System.getProperty(JavaCommand.OPTIONS_PROPERTY, ""),
                "-cp",
                classPath,
                StackOwner.class.getName()));
        command.addAll(Arrays.asList(arguments));
        Process process = new ProcessBuilder(command)
                .directory(output.getParent().toFile())
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        return new OwnerProcess(process, output);
    }

    /** As this user, with this build's parts. */
    static OwnerProcess start(Path output, Path dataDirectory, String kind) throws IOException {
        return start(
                List.of(),
                System.getProperty("java.class.path"),
                Path.of(System.getProperty(StackParts.PROPERTY)),
                Path.of(System.getProperty("minerstream.cache")),
                output,
                dataDirectory.toString(),
                kind);
    }

    /** The stack's processes with all that they started, once the stack runs. */
    List<ProcessHandle> awaitReady() {
        String ids = awaitLine(StackOwner.READY);
        List<ProcessHandle> all = new ArrayList<>();
        for (String id : ids.split(" ", -1)) {
            ProcessHandle child = ProcessHandle.of(Long.parseLong(id)).orElseThrow();
            all.add(child);
            child.descendants().forEach(all::add);
        }
        return all;
    }

    /** What follows {@code beginning} in the first line that begins so, and all that follows that line. */
    String awaitLine(String beginning) {
        return await("\"" + beginning + "\" in " + output)
                .atMost(LIMIT)
                .pollInterval(Duration.ofMillis(50))
                .until(() -> find(beginning), Optional::isPresent)
                .orElseThrow();
    }

    private Optional<String> find(String beginning) throws IOException {
        String text = Files.readString(output);
        int at = text.startsWith(beginning) ? 0 : text.indexOf("\n" + beginning) + 1;
        if (!text.startsWith(beginning, at)) {
            if (!process.isAlive()) {
                throw new IllegalStateException("owner ended with exit code " + process.exitValue() + ":\n" + text);
            }
            return Optional.empty();
        }
        return text.endsWith("\n")
                ? Optional.of(text.substring(at + beginning.length()).strip())
                : Optional.empty();
    }

    /** SIGKILL. */
    void kill() {
        process.destroyForcibly();
    }

    /** SIGTERM. */
    void terminate() {
        process.toHandle().destroy();
    }

    int awaitExit() throws InterruptedException {
        return process.waitFor();
    }

    long pid() {
        return process.pid();
    }

    @Override
    public void close() {
        terminate();
        process.onExit().join();
    }
}

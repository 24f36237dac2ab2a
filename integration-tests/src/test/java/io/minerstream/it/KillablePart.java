package io.minerstream.it;

import static org.assertj.core.api.Assertions.fail;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A process of a stack that is killed (-9), stopped (SIGSTOP) and started again by the same command, as a supervisor would. */
final class KillablePart implements AutoCloseable {

    private static final int LAST_MESSAGES = 4000;

    private final List<String> command;
    private final Map<String, String> environment;
    private final File workingDirectory;
    private final File log;
    private ProcessHandle process;

    private KillablePart(
            List<String> command,
            Map<String, String> environment,
            File workingDirectory,
            File log,
            ProcessHandle process) {
        this.command = command;
        this.environment = environment;
        this.workingDirectory = workingDirectory;
        this.log = log;
        this.process = process;
    }

    /** The part that runs as a process, and is still to be told apart by its id. */
    static KillablePart of(long pid, Path log) throws IOException {
        Path proc = Path.of("/proc", Long.toString(pid));
        Map<String, String> environment = strings(proc.resolve("environ")).stream()
                .collect(Collectors.toMap(
                        line -> line.substring(0, line.indexOf('=')), line -> line.substring(line.indexOf('=') + 1)));
        return new KillablePart(
                strings(proc.resolve("cmdline")),
                environment,
                proc.resolve("cwd").toRealPath().toFile(),
                log.toFile(),
                ProcessHandle.of(pid).orElseThrow());
    }

    /** Starts a command of this user, with the environment of this JVM. */
    static KillablePart start(List<String> command, Path log) throws IOException {
        File here = Path.of("").toAbsolutePath().toFile();
        KillablePart part = new KillablePart(command, System.getenv(), here, log.toFile(), null);
        part.start();
        return part;
    }

    /** Another one beside it, of the command with another file in the place of one. */
    KillablePart beside(Path file, Path otherFile) throws IOException {
        List<String> other = command.stream()
                .map(argument -> argument.equals(file.toString()) ? otherFile.toString() : argument)
                .toList();
        KillablePart part = new KillablePart(other, environment, workingDirectory, log, null);
        part.start();
        return part;
    }

    private static List<String> strings(Path file) throws IOException {
        return List.of(new String(Files.readAllBytes(file), StandardCharsets.UTF_8).split("\0"));
    }

    /** Kills it with all that it started; returns when they have gone. */
    void kill() {
        List<ProcessHandle> all =
                Stream.concat(Stream.of(process), process.descendants()).toList();
        all.forEach(ProcessHandle::destroyForcibly);
        all.forEach(one -> one.onExit().join());
    }

    void start() throws IOException {
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(workingDirectory)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log));
        builder.environment().clear();
        builder.environment().putAll(environment);
        process = builder.start().toHandle();
    }

    boolean isAlive() {
        return process.isAlive();
    }

    /** Fails with the last of what it has said when it has ended by itself. */
    void requireAlive() throws IOException {
        if (!isAlive()) {
            String messages = Files.readString(log.toPath());
            fail("must be alive, ended: " + messages.substring(Math.max(0, messages.length() - LAST_MESSAGES)));
        }
    }

    /** @param signal for example {@code STOP} */
    void signal(String signal) throws IOException, InterruptedException {
        List<String> kill = List.of("kill", "-" + signal, Long.toString(process.pid()));
        Process sent = new ProcessBuilder(kill).inheritIO().start();
        if (!sent.waitFor(10, TimeUnit.SECONDS) || sent.exitValue() != 0) {
            throw new IOException(kill + " must end with 0");
        }
    }

    @Override
    public void close() {
        kill();
    }
}

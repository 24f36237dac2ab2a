package io.minerstream.stack.process;

import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A started child. Its standard input is a pipe that this object holds open: the child ends when the pipe does, even when
 * this JVM is killed. Output and errors go to its log. Thread-safe.
 */
public final class ChildProcess {

    private static final Logger LOG = LoggerFactory.getLogger(ChildProcess.class);
    private static final Duration KILL_LIMIT = Duration.ofSeconds(5);

    private final Process process;
    private final Path log;
    private final PidFile pidFile;

    private ChildProcess(Process process, Path log, PidFile pidFile) {
        this.process = process;
        this.log = log;
        this.pidFile = pidFile;
    }

    /**
     * Starts the child and writes its process id to a file, so that the next run finds it if this JVM is killed.
     *
     * @throws IOException when it cannot be started; nothing runs then
     */
    public static ChildProcess start(ProcessBuilder builder, Path log, PidFile pidFile) throws IOException {
        Process process = builder.redirectInput(Redirect.PIPE)
                .redirectErrorStream(true)
                .redirectOutput(Redirect.appendTo(log.toFile()))
                .start();
        ChildProcess child = new ChildProcess(process, log, pidFile);
        try {
            pidFile.write(process.toHandle());
        } catch (IOException e) {
            child.stop(Duration.ZERO);
            throw e;
        }
        return child;
    }

    public Path log() {
        return log;
    }

    public long pid() {
        return process.pid();
    }

    public boolean isAlive() {
        return process.isAlive();
    }

    /** Completes with the exit code; completing or cancelling what is returned has no effect on the child. */
    public CompletableFuture<Integer> exit() {
        return process.onExit().thenApply(Process::exitValue);
    }

    /** Waits for the end, at most {@code limit}; true when it has ended. */
    public boolean awaitExit(Duration limit) throws InterruptedException {
        return process.waitFor(limit.toNanos(), TimeUnit.NANOSECONDS);
    }

    /** Exit code of an ended child; 128 + n after signal n. */
    public int exitCode() {
        return process.exitValue();
    }

    /** Sends SIGTERM and returns. {@link Process#destroy()} would also close the pipe. */
    public void requestStop() {
        process.toHandle().destroy();
    }

    /**
     * Ends the child: sends SIGTERM, waits up to {@code grace}, then kills the child and its descendants. When interrupted it kills
     * without waiting and keeps the interrupt. Does nothing when the child has ended.
     *
     * @throws IllegalStateException when it survives
     */
    public void stop(Duration grace) {
        boolean interrupted = false;
        List<ProcessHandle> descendants = process.descendants().toList();
        requestStop();
        try {
            if (awaitExit(grace)) {
                descendants = List.of();
            }
        } catch (InterruptedException e) {
            interrupted = true;
        }
        process.destroyForcibly();
        descendants.forEach(ProcessHandle::destroyForcibly);
        try {
            process.onExit()
                    .orTimeout(KILL_LIMIT.toMillis(), TimeUnit.MILLISECONDS)
                    .join();
            Files.deleteIfExists(pidFile.path());
        } catch (CompletionException e) {
            throw new IllegalStateException("process " + process.pid() + " is still there after it was killed", e);
        } catch (IOException e) {
            // The next start recognizes by the start time that the process is another one.
            LOG.warn("cannot delete {}: {}", pidFile.path(), e.toString());
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }
}

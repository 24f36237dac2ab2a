package io.minerstream.stack.postgres;

import io.minerstream.stack.process.Exits;
import io.minerstream.stack.process.PidFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Ends a server that an earlier run left, and removes its lock file. */
final class LeftoverServer {

    private static final Duration GRACE = Duration.ofSeconds(15);

    private LeftoverServer() {}

    /**
     * Stops a server that still runs on {@code data}, and removes the lock file. PostgreSQL itself would trust a stale lock file
     * whose process id now belongs to another program.
     *
     * @throws IOException when it cannot be stopped
     */
    static void end(Path data) throws IOException, InterruptedException {
        Path lock = data.resolve("postmaster.pid");
        if (!Files.exists(lock)) {
            return;
        }
        // Line 1: process id. Line 3: when it started, in seconds.
        List<String> lines = Files.readAllLines(lock);
        // A crash of the machine may leave less.
        if (lines.size() >= 3 && isNumber(lines.get(0)) && isNumber(lines.get(2))) {
            long pid = Long.parseLong(lines.get(0).strip());
            long startedMs = Long.parseLong(lines.get(2).strip()) * 1000;
            Optional<ProcessHandle> server = PidFile.liveProcess(pid, startedMs);
            if (server.isPresent()) {
                interrupt(pid);
                Exits.await(server.get(), GRACE);
            }
        }
        Files.deleteIfExists(lock);
    }

    private static boolean isNumber(String line) {
        return line.strip().matches("[0-9]{1,15}");
    }

    /** SIGINT: a fast shutdown. On SIGTERM, the signal that Java sends, PostgreSQL waits for its clients to disconnect. */
    private static void interrupt(long pid) throws IOException, InterruptedException {
        new ProcessBuilder("/bin/sh", "-c", "kill -INT \"$1\"", "interrupt", Long.toString(pid))
                .inheritIO()
                .start()
                .waitFor();
    }
}

package io.minerstream.stack.process;

import io.minerstream.stack.data.PrivateFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Remembers a process across runs: its id and its start time, because ids are reused.
 *
 * @param path the file; absent when there is nothing to remember
 */
public record PidFile(Path path) {

    /** Start times shift when the clock is set; an id is never reused within this time. */
    private static final Duration TOLERANCE = Duration.ofSeconds(2);

    void write(ProcessHandle process) throws IOException {
        Instant started = process.info().startInstant().orElse(Instant.EPOCH);
        PrivateFile.writeProperties(
                path, Map.of("pid", Long.toString(process.pid()), "started", Long.toString(started.toEpochMilli())));
    }

    /**
     * The remembered process where it still lives.
     *
     * @throws IOException when the file cannot be read
     */
    Optional<ProcessHandle> find() throws IOException {
        Map<String, String> content = PrivateFile.readProperties(path);
        if (!content.keySet().containsAll(List.of("pid", "started"))) {
            return Optional.empty();
        }
        return liveProcess(Long.parseLong(content.get("pid")), Long.parseLong(content.get("started")));
    }

    /**
     * The living process with that id, if it is the one that started then.
     *
     * @param startedMs as epoch milliseconds; 0 where the system does not tell start times
     */
    public static Optional<ProcessHandle> liveProcess(long pid, long startedMs) {
        return ProcessHandle.of(pid).filter(ProcessHandle::isAlive).filter(process -> {
            long actualMs = process.info().startInstant().orElse(Instant.EPOCH).toEpochMilli();
            return Math.abs(actualMs - startedMs) <= TOLERANCE.toMillis();
        });
    }

    /**
     * Ends the children of a killed owner. They notice its end and exit by themselves; those that take longer than {@code grace}
     * are killed.
     *
     * @throws IOException when a file cannot be read or deleted
     */
    public static void endLeftovers(Path folder, Duration grace) throws IOException, InterruptedException {
        try (var files = Files.newDirectoryStream(folder, "*.pid")) {
            for (Path file : files) {
                Optional<ProcessHandle> leftover = new PidFile(file).find();
                if (leftover.isPresent()) {
                    Exits.await(leftover.get(), grace);
                }
                Files.delete(file);
            }
        }
    }
}

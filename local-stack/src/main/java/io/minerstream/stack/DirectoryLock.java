package io.minerstream.stack;

import io.minerstream.schemas.wait.Deadline;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;

/** Gives a data directory one owner. The operating system releases the lock when the process ends, even by a kill. */
final class DirectoryLock implements AutoCloseable {

    /**
     * Locks of this process; checked before the file is opened, because closing any channel on a locked file releases the lock
     * of the process (POSIX). Also the monitor under which files are opened and closed.
     */
    private static final Set<Path> HELD_HERE = new HashSet<>();

    /** Others hold the lock for a moment to see whether it is free. */
    private static final Duration LOCK_LIMIT = Duration.ofMillis(500);

    private static final Duration POLL = Duration.ofMillis(20);

    private final Path key;
    private final FileChannel channel;

    private DirectoryLock(Path key, FileChannel channel) {
        this.key = key;
        this.channel = channel;
    }

    /**
     * Takes the lock.
     *
     * @throws StackStartException naming the owner when another stack has it
     */
    static DirectoryLock acquire(Path file) throws IOException, StackStartException {
        Path key = key(file);
        synchronized (HELD_HERE) {
            if (HELD_HERE.contains(key)) {
                throw held(file, Long.toString(ProcessHandle.current().pid()));
            }
            FileChannel channel = open(file);
            try {
                if (!Deadline.in(LOCK_LIMIT).await(POLL, () -> channel.tryLock() != null)) {
                    throw held(file, Files.readString(file).strip());
                }
                channel.truncate(0);
                channel.write(ByteBuffer.wrap((ProcessHandle.current().pid() + "\n").getBytes(StandardCharsets.UTF_8)));
                HELD_HERE.add(key);
                return new DirectoryLock(key, channel);
            } finally {
                if (!HELD_HERE.contains(key)) {
                    channel.close();
                }
            }
        }
    }

    /** Whether a process, maybe this one, holds the lock. */
    static boolean isHeld(Path file) throws IOException {
        synchronized (HELD_HERE) {
            if (HELD_HERE.contains(key(file))) {
                return true;
            }
            if (!Files.exists(file)) {
                return false;
            }
            try (FileChannel channel = open(file)) {
                return channel.tryLock() == null;
            }
        }
    }

    @Override
    public void close() throws IOException {
        synchronized (HELD_HERE) {
            HELD_HERE.remove(key);
            channel.close();
        }
    }

    private static FileChannel open(Path file) throws IOException {
        return FileChannel.open(
                file,
                Set.of(StandardOpenOption.CREATE, StandardOpenOption.WRITE),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    }

    private static Path key(Path file) throws IOException {
        return file.getParent().toRealPath().resolve(file.getFileName());
    }

    private static StackStartException held(Path file, String pid) {
        return new StackStartException("data directory " + file.getParent()
                + ": must not be in use, is in use by the stack of process " + pid
                + "; stop that one, or choose another data directory");
    }
}

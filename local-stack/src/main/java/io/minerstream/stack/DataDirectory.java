package io.minerstream.stack;

import io.minerstream.schemas.wait.Deadline;
import io.minerstream.stack.data.DataLayout;
import io.minerstream.stack.data.DirectoryTree;
import io.minerstream.stack.data.PrivateFile;
import io.minerstream.stack.host.CurrentUser;
import io.minerstream.stack.host.Folders;
import io.minerstream.stack.process.PidFile;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.function.Predicate;

/** The data directory of a stack, locked until it is closed. */
final class DataDirectory {

    /** The children of a killed stack end by themselves within this time. */
    private static final Duration LEFTOVER_GRACE = Duration.ofSeconds(10);

    private static final Duration DELETE_LIMIT = Duration.ofSeconds(1);
    private static final Duration DELETE_PAUSE = Duration.ofMillis(200);

    private final DataLayout layout;
    private final boolean temporary;
    private final DirectoryLock lock;

    private DataDirectory(DataLayout layout, boolean temporary, DirectoryLock lock) {
        this.layout = layout;
        this.temporary = temporary;
        this.lock = lock;
    }

    /**
     * Creates the directory when missing, locks it, and ends processes that a killed owner left.
     *
     * @throws StackStartException when it is in use, is not writable, or is temporary and there already
     */
    static DataDirectory open(StackConfig config) throws StackStartException, InterruptedException {
        DataLayout layout = new DataLayout(config.dataDirectory());
        Path root = layout.root();
        if (config.temporary() && Files.exists(root)) {
            throw new StackStartException("data directory " + root
                    + ": must not exist, because it is temporary and will be deleted, but it does; choose another one");
        }
        try {
            boolean created = !Files.exists(root);
            Files.createDirectories(root);
            if (created) {
                // Its folders are private, but PostgreSQL may have to pass through as another user.
                Files.setPosixFilePermissions(root, PosixFilePermissions.fromString("rwx--x--x"));
            }
            DataDirectory directory =
                    new DataDirectory(layout, config.temporary(), DirectoryLock.acquire(layout.lock()));
            directory.prepare();
            return directory;
        } catch (IOException e) {
            throw new StackStartException("data directory " + root + ": " + problem(e, config.temporary()), e);
        }
    }

    private static String problem(IOException e, boolean temporary) {
        String remedy = temporary ? "set TMPDIR to another folder" : "choose another one";
        return Folders.isFull(e)
                ? Folders.NO_SPACE + "; make space, or " + remedy
                : "must be a directory that " + CurrentUser.name() + " may write, is not ("
                        + (e instanceof FileSystemException file ? Folders.reason(file) : e) + "); " + remedy;
    }

    DataLayout layout() {
        return layout;
    }

    private void prepare() throws IOException, InterruptedException, StackStartException {
        boolean prepared = false;
        try {
            Files.deleteIfExists(layout.endpoints());
            for (Path folder : new Path[] {layout.logs(), layout.pids()}) {
                PrivateFile.createFolder(folder);
            }
            PidFile.endLeftovers(layout.pids(), LEFTOVER_GRACE);
            DirectoryTree.delete(layout.temporaryFiles());
            PrivateFile.createFolder(layout.temporaryFiles());
            for (Component component : Component.values()) {
                keepLastLog(layout.log(component.id()));
            }
            prepared = true;
        } finally {
            if (!prepared) {
                lock.close();
            }
        }
    }

    /** Each run has a log of its own; that of the last run is kept. */
    private static void keepLastLog(Path log) throws IOException {
        if (Files.exists(log)) {
            Files.move(log, log.resolveSibling(log.getFileName() + ".1"), StandardCopyOption.REPLACE_EXISTING);
        }
    }

    /**
     * Releases the directory, and deletes it when it is temporary.
     *
     * @param keepLogs whether to keep the logs of a temporary directory, because an error message named them
     * @throws IOException when something could not be deleted; the message says what
     */
    void close(boolean keepLogs) throws IOException {
        try {
            Files.deleteIfExists(layout.endpoints());
            if (temporary) {
                boolean keep = keepLogs && hasLogs();
                delete(path -> keep && path.startsWith(layout.logs()));
            }
        } finally {
            lock.close();
        }
    }

    private void delete(Predicate<Path> kept) throws IOException {
        // A process that was killed may still be writing.
        for (Deadline deadline = Deadline.in(DELETE_LIMIT); ; Deadline.pause(DELETE_PAUSE)) {
            try {
                DirectoryTree.deleteExcept(layout.root(), kept);
                return;
            } catch (IOException e) {
                if (deadline.isOver()) {
                    throw new IOException(
                            "temporary data directory " + layout.root() + ": cannot be deleted, delete it by hand: "
                                    + e,
                            e);
                }
            }
        }
    }

    private boolean hasLogs() throws IOException {
        try (var logs = Files.list(layout.logs())) {
            return logs.findAny().isPresent();
        }
    }
}

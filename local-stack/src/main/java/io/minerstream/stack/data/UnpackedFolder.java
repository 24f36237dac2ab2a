package io.minerstream.stack.data;

import io.minerstream.stack.host.CurrentUser;
import io.minerstream.stack.host.Folders;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A folder of the cache whose name is derived from what is unpacked into it, once. */
public final class UnpackedFolder {

    private static final Logger LOG = LoggerFactory.getLogger(UnpackedFolder.class);

    private static final String UNFINISHED = "unfinished-";

    /** No process needs so long to finish one. */
    private static final Duration ABANDONED = Duration.ofHours(1);

    /** Unpacks something. */
    @FunctionalInterface
    public interface Unpacking {

        /** Unpacks it into an empty folder. */
        void into(Path fresh) throws IOException;
    }

    private UnpackedFolder() {}

    /**
     * Unpacks in the first place where that can be done, unless the folder is there. A failure in another place is only logged.
     *
     * @param places the cache, and where to unpack if it cannot be used; at least one
     * @param name of the folder
     * @param usable whether it can be used where it is; programs cannot where the file system forbids them
     * @return the folder
     * @throws IOException when no place can be used; says why the last one cannot
     */
    public static Path inFirst(List<Path> places, String name, Predicate<Path> usable, Unpacking unpacking)
            throws IOException {
        IOException failure = null;
        for (Path place : places) {
            try {
                Path folder = of(place.resolve(name), unpacking);
                if (usable.test(folder)) {
                    return folder;
                }
                failure = new IOException("folder " + folder
                        + ": must allow programs to run, does not (its file system is mounted with noexec, or closed to "
                        + CurrentUser.name() + ")");
            } catch (IOException e) {
                failure = e;
            }
            LOG.info("cannot unpack {} below {}: {}", name, place, failure.toString());
        }
        throw failure;
    }

    /**
     * Unpacks unless the folder is there. It appears atomically, whole and readable by everybody, so several processes may unpack at the
     * same time. Deletes what those that were killed have left.
     *
     * @param target the folder; the one above it, the cache, is made
     * @return {@code target}
     * @throws IOException when the cache is not writable, or of {@code unpacking}
     */
    static Path of(Path target, Unpacking unpacking) throws IOException {
        Path cache = target.getParent();
        Folders.createReadable(cache);
        deleteAbandoned(cache);
        if (!Files.isDirectory(target)) {
            Path fresh = unfinished(cache);
            try {
                Files.setPosixFilePermissions(fresh, Folders.READABLE);
                unpacking.into(fresh);
                moveUnlessThere(fresh, target);
            } finally {
                DirectoryTree.delete(fresh);
            }
        }
        return target;
    }

    /** A new folder to make another one in, before it gets its name. Closed to other users. */
    public static Path unfinished(Path cache) throws IOException {
        return Files.createTempDirectory(cache, UNFINISHED);
    }

    /** Nothing needs it, so a failure is only logged. */
    private static void deleteAbandoned(Path cache) {
        Instant limit = Instant.now().minus(ABANDONED);
        try (var folders = Files.newDirectoryStream(cache, UNFINISHED + "*")) {
            for (Path folder : folders) {
                if (Files.getLastModifiedTime(folder).toInstant().isBefore(limit)) {
                    DirectoryTree.delete(folder);
                }
            }
        } catch (IOException e) {
            LOG.info("not all of what killed processes left in {} is deleted: {}", cache, e.toString());
        }
    }

    private static void moveUnlessThere(Path fresh, Path target) throws IOException {
        try {
            Files.move(fresh, target, StandardCopyOption.ATOMIC_MOVE);
        } catch (FileSystemException e) {
            // Another process was faster.
            if (!Files.isDirectory(target)) {
                throw e;
            }
        }
    }
}

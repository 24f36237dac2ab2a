package io.minerstream.stack.data;

import io.minerstream.stack.host.Folders;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/** A folder of the cache whose name is derived from what is unpacked into it, once. */
public final class UnpackedFolder {

    /** Unpacks something. */
    @FunctionalInterface
    public interface Unpacking {

        /** Unpacks it into an empty folder. */
        void into(Path fresh) throws IOException;
    }

    private UnpackedFolder() {}

    /**
     * Unpacks unless the folder is there. It appears atomically, whole and readable by everybody, so several processes may unpack at the
     * same time.
     *
     * @param target the folder; the one above it, the cache, is made
     * @return {@code target}
     * @throws IOException when the cache is not writable, or of {@code unpacking}
     */
    public static Path of(Path target, Unpacking unpacking) throws IOException {
        if (!Files.isDirectory(target)) {
            Folders.createReadable(target.getParent());
            Path fresh = Files.createTempDirectory(target.getParent(), "unpacking-");
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

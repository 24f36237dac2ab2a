package io.minerstream.stack.host;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

/** What a folder's file system allows. */
public final class Folders {

    /** What the system says of a full disk; begins a message, or stands in its middle. */
    public static final String NO_SPACE = "no space left on device";

    /** Permissions of folders that other users may read. */
    public static final Set<PosixFilePermission> READABLE = PosixFilePermissions.fromString("rwxr-xr-x");

    private static final long FULL_BYTES = 1 << 20;

    private Folders() {}

    /** Like {@link Files#createDirectories}, but whatever the umask: PostgreSQL runs as another user when we are root. */
    public static void createReadable(Path folder) throws IOException {
        if (Files.isDirectory(folder)) {
            return;
        }
        if (folder.getParent() != null) {
            createReadable(folder.getParent());
        }
        try {
            Files.createDirectory(folder);
            Files.setPosixFilePermissions(folder, READABLE);
        } catch (FileAlreadyExistsException e) {
            if (!Files.isDirectory(folder)) {
                throw e;
            }
        }
    }

    /**
     * Requires that native libraries can be loaded from there; they cannot where it is mounted with {@code noexec}.
     *
     * @param remedy how to choose another folder; ends the message
     * @throws IOException when they cannot, or no file can be created there; the message says all
     */
    public static void requirePrograms(Path folder, String remedy) throws IOException {
        try {
            if (allowsPrograms(folder)) {
                return;
            }
        } catch (FileSystemException e) {
            throw new IOException(
                    "folder " + folder + ": must be a directory that " + CurrentUser.name() + " may write, is not ("
                            + reason(e) + "); " + remedy,
                    e);
        }
        throw new IOException(
                "folder " + folder + ": must allow programs to run, since native libraries are unpacked there,"
                        + " does not (its file system is mounted with noexec); " + remedy);
    }

    private static boolean allowsPrograms(Path folder) throws IOException {
        Path probe = Files.createTempFile(
                folder,
                "probe",
                "",
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        try {
            return Files.isExecutable(probe);
        } finally {
            Files.delete(probe);
        }
    }

    /** Which file, and why not; Java's own messages of the commonest causes are the file alone. */
    public static String reason(FileSystemException e) {
        String cause = e instanceof AccessDeniedException
                ? "permission denied"
                : e instanceof NoSuchFileException ? "does not exist" : "is in the way";
        return e.getReason() == null ? e.getFile() + ": " + cause : e.getMessage();
    }

    /** Whether the disk, or the user's share of it, is full. */
    public static boolean isFull(Throwable e) {
        for (Throwable cause = e; cause != null; cause = cause.getCause()) {
            if (saysFull(String.valueOf(cause.getMessage()))) {
                return true;
            }
        }
        return false;
    }

    /** Whether a line of a log or an error says so, of any program. */
    public static boolean saysFull(String text) {
        return text.contains("No space left on device") || text.contains("Disk quota exceeded");
    }

    /** Whether there is hardly any space left on the disk of this file or folder. */
    public static boolean isFull(Path path) throws IOException {
        return Files.getFileStore(path).getUsableSpace() < FULL_BYTES;
    }
}

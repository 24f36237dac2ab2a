package io.minerstream.stack.data;

import java.io.IOException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.function.Predicate;

/** Works on whole folders; never follows symbolic links. */
public final class DirectoryTree {

    private DirectoryTree() {}

    /** Deletes the folder and all in it. Does nothing when it does not exist. */
    public static void delete(Path folder) throws IOException {
        deleteExcept(folder, path -> false);
    }

    /**
     * Deletes the folder and all in it, except for what {@code kept} accepts and the folders above that. Files that vanish
     * meanwhile are ignored.
     */
    public static void deleteExcept(Path folder, Predicate<Path> kept) throws IOException {
        if (!Files.exists(folder, LinkOption.NOFOLLOW_LINKS)) {
            return;
        }
        Files.walkFileTree(folder, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path directory, BasicFileAttributes attributes) {
                return kept.test(directory) ? FileVisitResult.SKIP_SUBTREE : FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                if (!kept.test(file)) {
                    Files.deleteIfExists(file);
                }
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFileFailed(Path file, IOException e) throws IOException {
                if (e instanceof NoSuchFileException) {
                    return FileVisitResult.CONTINUE;
                }
                throw e;
            }

            @Override
            public FileVisitResult postVisitDirectory(Path directory, IOException e) throws IOException {
                if (e != null && !(e instanceof NoSuchFileException)) {
                    throw e;
                }
                try {
                    Files.deleteIfExists(directory);
                } catch (DirectoryNotEmptyException notEmpty) {
                    if (!holdsKept(directory)) {
                        throw notEmpty;
                    }
                }
                return FileVisitResult.CONTINUE;
            }

            private boolean holdsKept(Path directory) throws IOException {
                try (var children = Files.walk(directory)) {
                    return children.anyMatch(kept);
                }
            }
        });
    }

    /**
     * Changes the owner of the folder and all in it, and the group to the same number; for root only. The folder itself is
     * changed last: its owner tells whether the change is complete.
     */
    public static void changeOwner(Path folder, int uid) throws IOException {
        Files.walkFileTree(folder, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                change(file);
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult postVisitDirectory(Path directory, IOException e) throws IOException {
                if (e != null) {
                    throw e;
                }
                change(directory);
                return FileVisitResult.CONTINUE;
            }

            private void change(Path path) throws IOException {
                Files.setAttribute(path, "unix:gid", uid, LinkOption.NOFOLLOW_LINKS);
                Files.setAttribute(path, "unix:uid", uid, LinkOption.NOFOLLOW_LINKS);
            }
        });
    }
}

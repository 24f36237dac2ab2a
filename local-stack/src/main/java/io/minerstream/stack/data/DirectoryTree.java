package io.minerstream.stack.data;

import java.io.IOException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
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
     * What a folder holds.
     *
     * @param files regular files, also those in its folders
     * @param bytes their sizes together
     */
    public record Content(int files, long bytes) {}

    /**
     * Copies the folder and all in it, with permissions and, for root, owners.
     *
     * @param target must not exist
     * @return what was copied
     */
    public static Content copy(Path folder, Path target) throws IOException {
        List<Long> sizes = new ArrayList<>();
        Files.walkFileTree(folder, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path directory, BasicFileAttributes attributes)
                    throws IOException {
                return copy(directory);
            }

            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                sizes.add(attributes.size());
                return copy(file);
            }

            private FileVisitResult copy(Path path) throws IOException {
                Files.copy(
                        path,
                        target.resolve(folder.relativize(path)),
                        StandardCopyOption.COPY_ATTRIBUTES,
                        LinkOption.NOFOLLOW_LINKS);
                return FileVisitResult.CONTINUE;
            }
        });
        return new Content(
                sizes.size(), sizes.stream().mapToLong(Long::longValue).sum());
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

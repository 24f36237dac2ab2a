package io.minerstream.stack.process;

import java.io.IOException;
import java.io.InputStream;
import java.lang.ProcessBuilder.Redirect;
import java.net.URI;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * A process that makes an archive of class data, unless another one is at it. Depends on this module and {@code java.base} only: a
 * process of its own starts fastest with one jar.
 */
final class ArchiveMaker {

    private static final String UNFINISHED = ".unfinished-";

    /** Archives of installations and JVMs that may be gone. */
    private static final Duration KEPT = Duration.ofDays(30);

    private final Path archive;
    private final URI classes;
    private final String classPath;

    private ArchiveMaker(Path archive, URI classes, String classPath) {
        this.archive = archive;
        this.classes = classes;
        this.classPath = classPath;
    }

    /**
     * Makes it, and deletes the file of its messages when that went well.
     *
     * @param args path of the archive without size, time and suffix; address of the list of classes; class path
     */
    public static void main(String[] args) throws IOException, InterruptedException {
        Path archive = Path.of(args[0]);
        new ArchiveMaker(archive, URI.create(args[1]), args[2]).make();
        Files.deleteIfExists(messages(archive));
    }

    /** Where its messages go. */
    static Path messages(Path archive) {
        return Path.of(archive + ".messages");
    }

    private void make() throws IOException, InterruptedException {
        String installation = archive.getFileName().toString().replaceFirst("-.*", "");
        // The system releases the lock when this process ends, even by a kill.
        try (FileChannel lock = FileChannel.open(
                archive.resolveSibling(installation + ".lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
            if (lock.tryLock() == null || ClassDataArchive.find(archive).isPresent()) {
                return;
            }
            deleteUnfinished(installation);
            // Of this process: the dump of one that was killed may still be writing.
            Path fresh = archive.resolveSibling(
                    installation + UNFINISHED + ProcessHandle.current().pid());
            Path list = fresh.resolveSibling(fresh.getFileName() + "-classes");
            try {
                try (InputStream open = classes.toURL().openStream()) {
                    Files.copy(open, list);
                }
                dump(list, fresh);
                // Before now, so that whatever writes to it later changes the second that is in its name.
                Files.setLastModifiedTime(fresh, FileTime.from(Instant.now().minusSeconds(2)));
                Path made = ClassDataArchive.complete(archive, fresh);
                Files.move(fresh, made, StandardCopyOption.ATOMIC_MOVE);
                deleteOthers(installation, made);
            } finally {
                Files.deleteIfExists(list);
                Files.deleteIfExists(fresh);
            }
        }
    }

    /** Of processes that were killed. */
    private void deleteUnfinished(String installation) throws IOException {
        try (var leftovers = Files.newDirectoryStream(archive.getParent(), installation + UNFINISHED + "*")) {
            for (Path leftover : leftovers) {
                Files.deleteIfExists(leftover);
            }
        }
    }

    private void dump(Path list, Path file) throws IOException, InterruptedException {
        List<String> command = List.of(
                ChildCommand.java(),
                "-Xshare:dump",
                "-XX:SharedClassListFile=" + list,
                "-XX:SharedArchiveFile=" + file,
                "-XX:TieredStopAtLevel=1",
                "-Xlog:disable",
                "-cp",
                classPath);
        // It has nothing to bring in order, and would end a termination only after seconds.
        int exitCode = ChildCommand.watched("KILL", command, archive.getParent())
                .redirectOutput(Redirect.DISCARD)
                .redirectError(Redirect.DISCARD)
                .start()
                .waitFor();
        if (exitCode != 0) {
            throw new IOException("the JVM that dumps classes must succeed, ended with exit code " + exitCode);
        }
        // A crash of the system must not leave a name with half of its content. The JVM makes the file read-only.
        try (FileChannel written = FileChannel.open(file)) {
            written.force(true);
        }
    }

    /** Of this installation, and old ones. A JVM that has mapped one keeps it. */
    private void deleteOthers(String installation, Path made) throws IOException {
        try (var archives = Files.newDirectoryStream(archive.getParent(), "*" + ClassDataArchive.SUFFIX)) {
            for (Path other : archives) {
                boolean ours = other.getFileName().toString().startsWith(installation + "-");
                if (!other.equals(made)
                        && (ours
                                || Files.getLastModifiedTime(other)
                                        .toInstant()
                                        .isBefore(Instant.now().minus(KEPT)))) {
                    Files.deleteIfExists(other);
                }
            }
        }
    }
}

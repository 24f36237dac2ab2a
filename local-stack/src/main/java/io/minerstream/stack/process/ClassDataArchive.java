package io.minerstream.stack.process;

import io.minerstream.stack.host.Folders;
import java.io.IOException;
import java.io.InputStream;
import java.lang.ProcessBuilder.Redirect;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
import org.slf4j.LoggerFactory;

/**
 * Makes the archive of class data (JDK's class data sharing) from which later commands start: a child of low priority dumps
 * the classes of a list while this command runs. It ends with this process.
 *
 * <p>The start script names the archive and uses it. A name is {@code INSTALLATION-CONTENT-SIZE.jsa}. The size is part of it
 * because a JVM crashes when its archive is shorter than its header says.
 */
public final class ClassDataArchive {

    /** System property: path of the missing archive without size and suffix; set by the start script. */
    public static final String PROPERTY = "minerstream.archive";

    /** System property: the file that names the classes, in the JVM's format; set by the start script. */
    public static final String CLASSES_PROPERTY = "minerstream.archive.classes";

    /** System property: the archive from which this JVM was started; set by the start script. */
    public static final String USED_PROPERTY = "minerstream.archive.used";

    private static final String SUFFIX = ".jsa";
    private static final String UNFINISHED = "unfinished-";

    /** Archives of installations and JVMs that may be gone. */
    private static final Duration KEPT = Duration.ofDays(30);

    /** One at a time: each occupies a processor. */
    private static final Executor MAKER = Executors.newSingleThreadExecutor(task -> {
        Thread maker = new Thread(task, "class-data-archive");
        maker.setDaemon(true);
        return maker;
    });

    private final Path folder;
    private final String name;
    private final String classPath;
    private final ClassList classes;

    /** A list of classes in the JVM's format. */
    @FunctionalInterface
    public interface ClassList {
        InputStream open() throws IOException;
    }

    private ClassDataArchive(Path archive, String classPath, ClassList classes) {
        this.folder = archive.getParent();
        this.name = archive.getFileName().toString();
        this.classPath = classPath;
        this.classes = classes;
    }

    /** Begins to make the archive when the start script asks for it, and returns. A failure is only logged. */
    public static void makeInBackground() {
        String asked = System.getProperty(PROPERTY);
        if (asked != null) {
            Path classes = Path.of(System.getProperty(CLASSES_PROPERTY));
            ClassDataArchive archive = new ClassDataArchive(
                    Path.of(asked), System.getProperty("java.class.path"), () -> Files.newInputStream(classes));
            MAKER.execute(archive::makeOrLog);
        }
    }

    /** Options of another JVM on our class path: the archive from which this JVM was started; none without one. */
    static List<String> options() {
        String used = System.getProperty(USED_PROPERTY);
        return used == null ? List.of() : use(Path.of(used));
    }

    /**
     * Options of a JVM on another class path: its own archive beside that of the command. Begins to make it when it is missing;
     * none until then, and where the start script neither uses nor asks for one.
     *
     * @param component names the archive
     * @param classPath in the JVM's format
     */
    public static List<String> options(String component, String classPath, ClassList classes) {
        String command = System.getProperty(USED_PROPERTY, System.getProperty(PROPERTY));
        if (command == null) {
            return List.of();
        }
        try {
            String name = component + ClassPathContent.name(classPath, classes);
            ClassDataArchive archive = new ClassDataArchive(Path.of(command).resolveSibling(name), classPath, classes);
            Optional<Path> made = archive.find();
            if (made.isEmpty()) {
                MAKER.execute(archive::makeOrLog);
            }
            return made.map(ClassDataArchive::use).orElse(List.of());
        } catch (IOException e) {
            log(Path.of(command).getParent(), e);
            return List.of();
        }
    }

    private static List<String> use(Path archive) {
        return List.of("-XX:SharedArchiveFile=" + archive, "-XX:+VerifySharedSpaces");
    }

    private void makeOrLog() {
        try {
            make();
        } catch (IOException | InterruptedException e) {
            log(folder, e);
        }
    }

    /** A logger takes longer to start than short commands, which have none. */
    private static void log(Path folder, Exception e) {
        LoggerFactory.getLogger(ClassDataArchive.class).info("no class data archive in {}: {}", folder, e.toString());
    }

    private void make() throws IOException, InterruptedException {
        Folders.createReadable(folder);
        // The system releases the lock when this process ends, even by a kill.
        try (FileChannel lock =
                FileChannel.open(folder.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
            if (lock.tryLock() == null || find().isPresent()) {
                return;
            }
            deleteUnfinished();
            // Of this process: the dump of one that has just ended may still be writing.
            Path list = folder.resolve(UNFINISHED + ProcessHandle.current().pid() + ".classes");
            Path fresh = folder.resolve(UNFINISHED + ProcessHandle.current().pid());
            try {
                try (InputStream open = classes.open()) {
                    Files.copy(open, list);
                }
                dump(list, fresh);
                Path made = folder.resolve(name + "-" + Files.size(fresh) + SUFFIX);
                Files.move(fresh, made, StandardCopyOption.ATOMIC_MOVE);
                deleteOthers(made);
            } finally {
                Files.deleteIfExists(list);
                Files.deleteIfExists(fresh);
            }
        }
    }

    /** Of processes that were killed. */
    private void deleteUnfinished() throws IOException {
        try (var leftovers = Files.newDirectoryStream(folder, UNFINISHED + "*")) {
            for (Path leftover : leftovers) {
                Files.deleteIfExists(leftover);
            }
        }
    }

    /** The complete archive; another process may have made it since this one was started. */
    private Optional<Path> find() throws IOException {
        if (!Files.isDirectory(folder)) {
            return Optional.empty();
        }
        try (var matches = Files.newDirectoryStream(folder, name + "-*" + SUFFIX)) {
            for (Path match : matches) {
                if (match.endsWith(name + "-" + Files.size(match) + SUFFIX)) {
                    return Optional.of(match);
                }
            }
        }
        return Optional.empty();
    }

    private void dump(Path list, Path file) throws IOException, InterruptedException {
        List<String> command = List.of(
                "nice",
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xshare:dump",
                "-XX:SharedClassListFile=" + list,
                "-XX:SharedArchiveFile=" + file,
                "-XX:TieredStopAtLevel=1",
                "-Xlog:disable",
                "-cp",
                // In whose order and with whose paths the JVM compares it.
                classPath);
        // It has nothing to bring in order, and would end a termination only after seconds.
        int exitCode = ChildCommand.watched("KILL", command, folder)
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
    private void deleteOthers(Path made) throws IOException {
        String installation = name.replaceFirst("-.*", "-");
        Instant oldest = Instant.now().minus(KEPT);
        try (var archives = Files.newDirectoryStream(folder, "*" + SUFFIX)) {
            for (Path archive : archives) {
                boolean ours = archive.getFileName().toString().startsWith(installation);
                if (!archive.equals(made)
                        && (ours
                                || Files.getLastModifiedTime(archive)
                                        .toInstant()
                                        .isBefore(oldest))) {
                    Files.deleteIfExists(archive);
                }
            }
        }
    }
}

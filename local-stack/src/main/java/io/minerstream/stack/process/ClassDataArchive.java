package io.minerstream.stack.process;

import io.minerstream.stack.host.Folders;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.ProcessBuilder.Redirect;
import java.net.URI;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import org.slf4j.LoggerFactory;

/**
 * Archives of class data (JDK's class data sharing) from which JVMs start. A missing one is made for later commands by a child
 * ({@link ArchiveMaker}) while this command runs.
 *
 * <p>The start script names the archive and uses it. A name is {@code INSTALLATION-CONTENT-SIZE-TIME.jsa}. Size and time of the last
 * change are parts of it because a JVM may crash when something has cut off or written to its archive. Thread-safe.
 */
public final class ClassDataArchive {

    /** System property: path of the missing archive without size, time and suffix; set by the start script. */
    public static final String PROPERTY = "minerstream.archive";

    /** System property: the file that names the classes, in the JVM's format; set by the start script. */
    public static final String CLASSES_PROPERTY = "minerstream.archive.classes";

    /** System property: the archive from which this JVM was started; set by the start script. */
    public static final String USED_PROPERTY = "minerstream.archive.used";

    static final String SUFFIX = ".jsa";

    private static final Queue<Process> MAKERS = new ConcurrentLinkedQueue<>();

    private ClassDataArchive() {}

    /** Begins to make the archive when the start script asks for it, and returns. A failure is only logged. */
    public static void makeInBackground() {
        String asked = System.getProperty(PROPERTY);
        if (asked != null) {
            Path archive = Path.of(asked);
            URI classes = Path.of(System.getProperty(CLASSES_PROPERTY)).toUri();
            try {
                make(archive, classes, System.getProperty("java.class.path"));
            } catch (IOException e) {
                log(archive, e);
            }
        }
    }

    /** What is being made may be finished when this process has ended by itself. After a kill or Ctrl-C nothing goes on. */
    public static void finishLater() {
        if (Shutdown.hasBegun()) {
            return;
        }
        for (Process maker : MAKERS) {
            try (OutputStream pipe = maker.getOutputStream()) {
                pipe.write(ParentWatch.GO_ON);
            } catch (IOException e) {
                // It has ended already, and has written why when it failed.
            }
        }
    }

    /** Options of another JVM on our class path: the archive from which this JVM was started; none without one. */
    static List<String> options() {
        String used = System.getProperty(USED_PROPERTY);
        return used == null ? List.of() : use(used);
    }

    /**
     * Options of a JVM on another class path: its own archive beside that of the command. Begins to make it when it is missing;
     * none until then, and where the start script neither uses nor asks for one.
     *
     * @param component names the archive
     * @param classPath in the JVM's format
     * @param classes the list of classes in the JVM's format
     */
    public static List<String> options(String component, String classPath, URL classes) {
        String command = System.getProperty(USED_PROPERTY, System.getProperty(PROPERTY));
        if (command == null) {
            return List.of();
        }
        Path archive = Path.of(command).resolveSibling(component);
        try {
            archive = archive.resolveSibling(component + ClassPathContent.name(classPath, classes));
            Optional<Path> made = find(archive);
            if (made.isEmpty()) {
                make(archive, URI.create(classes.toString()), classPath);
            }
            return made.map(file -> use(file.toString())).orElse(List.of());
        } catch (IOException e) {
            log(archive, e);
            return List.of();
        }
    }

    /** Where the archive says that it belongs: relocation writes to all of it, 0.08 s of processor time (ADR 22). */
    private static List<String> use(String archive) {
        return List.of(
                "-XX:SharedArchiveFile=" + archive, "-XX:+UnlockDiagnosticVMOptions", "-XX:ArchiveRelocationMode=0");
    }

    /**
     * The complete archive; another process may have made it since this one was started.
     *
     * @param archive its path without size, time and suffix
     */
    static Optional<Path> find(Path archive) throws IOException {
        if (!Files.isDirectory(archive.getParent())) {
            return Optional.empty();
        }
        try (var matches = Files.newDirectoryStream(archive.getParent(), archive.getFileName() + "-*" + SUFFIX)) {
            for (Path match : matches) {
                if (match.equals(complete(archive, match))) {
                    return Optional.of(match);
                }
            }
        }
        return Optional.empty();
    }

    /** The path of a complete archive that a file is the content of. */
    static Path complete(Path archive, Path file) throws IOException {
        long seconds = Files.getLastModifiedTime(file).to(TimeUnit.SECONDS);
        return Path.of(archive + "-" + Files.size(file) + "-" + seconds + SUFFIX);
    }

    private static void make(Path archive, URI classes, String classPath) throws IOException {
        Path folder = archive.getParent();
        Folders.createReadable(folder);
        List<String> command = List.of(
                "nice",
                ChildCommand.java(),
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-cp",
                ParentWatch.classPath(),
                ParentWatch.class.getName(),
                ArchiveMaker.class.getName(),
                archive.toString(),
                classes.toString(),
                // In whose order and with whose paths the JVM compares it.
                classPath);
        MAKERS.add(ChildCommand.detached(command, folder)
                .redirectOutput(Redirect.DISCARD)
                .redirectError(ArchiveMaker.messages(archive).toFile())
                .start());
    }

    /** A logger takes longer to start than short commands, which have none. */
    private static void log(Path archive, Exception e) {
        LoggerFactory.getLogger(ClassDataArchive.class).info("no class data archive {}: {}", archive, e.toString());
    }
}

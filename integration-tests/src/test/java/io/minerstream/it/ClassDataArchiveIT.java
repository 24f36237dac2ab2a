package io.minerstream.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.minerstream.it.Installation.Version;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The start script and the archive that commands start from, and make in the background. */
@Timeout(180)
class ClassDataArchiveIT {

    private static final Version FROM_ARCHIVE = new Version(true, "");
    private static final Version FROM_JARS = new Version(false, "");

    @TempDir
    private static Path libraries;

    @TempDir
    private Path folder;

    private Installation installation;

    @BeforeAll
    static void pack() throws IOException {
        Installation.libraries(libraries);
    }

    @BeforeEach
    void setUp() throws IOException {
        installation = new Installation(folder, libraries, "java/lang/Object\nio/minerstream/cli/Main\n");
    }

    @AfterEach
    void tearDown() throws IOException {
        installation.close();
    }

    @Test
    void shouldStartFromTheArchiveThatAnEarlierCommandMade() throws Exception {
        List<Path> installed = installation.files();
        assertThat(installation.version()).isEqualTo(FROM_JARS);

        makeArchive();

        assertThat(installation.version()).isEqualTo(FROM_ARCHIVE);
        assertThat(installation.files())
                .as("files of an installation that may be read-only")
                .isEqualTo(installed);
        await().untilAsserted(() -> assertThat(installation.cached())
                .extracting(file -> file.getFileName().toString())
                .hasSize(2)
                .anyMatch(name -> name.endsWith(".lock")));
    }

    @Test
    void shouldFinishTheArchiveOfACommandThatHasEnded() throws Exception {
        assertThat(installation.version()).isEqualTo(FROM_JARS);

        awaitArchives(1);

        assertThat(installation.version()).isEqualTo(FROM_ARCHIVE);
    }

    @Test
    void shouldMakeOneArchiveWhenTwoCommandsStartAtOnce() throws Exception {
        Process first = installation.waiting();
        Process second = installation.waiting();

        awaitArchives(1);

        await().until(() -> makersOf(first).isEmpty() && makersOf(second).isEmpty());
        assertThat(installation.archives()).hasSize(1);
        assertThat(first.isAlive() && second.isAlive()).isTrue();
        assertThat(installation.version()).isEqualTo(FROM_ARCHIVE);
    }

    @Test
    void shouldMakeAnotherArchiveInPlaceOfTheOldOneWhenAJarChanges() throws Exception {
        Path old = makeArchive();
        Path jar = libraries.resolve("0.jar");
        Files.setLastModifiedTime(
                jar, FileTime.from(Files.getLastModifiedTime(jar).toInstant().plusSeconds(5)));
        assertThat(installation.version()).isEqualTo(FROM_JARS);

        installation.waiting();

        await().atMost(Duration.ofMinutes(1)).until(() -> !Files.exists(old));
        assertThat(installation.archives()).hasSize(1);
        assertThat(installation.version()).isEqualTo(FROM_ARCHIVE);
    }

    /** A cache below a file: even root cannot make that folder. */
    @Test
    void shouldStartFromJarsWithoutAMessageWhenTheCacheCannotBeWritten() throws Exception {
        installation.cacheIn(Files.createFile(folder.resolve("file")).resolve("cache"));

        Process command = installation.waiting();

        await().pollDelay(Duration.ZERO)
                .until(() -> command.toHandle().info().totalCpuDuration().isPresent());
        assertThat(installation.version()).isEqualTo(FROM_JARS);
        assertThat(command.isAlive()).isTrue();
    }

    @Tag("long")
    @Test
    void shouldNotTakeTheArchiveOfAnotherJdk() throws Exception {
        Optional<Path> other = otherJdk();
        assumeTrue(other.isPresent(), "another JDK is installed");
        Path archive = makeArchive();
        installation.environment("JAVA_HOME", other.get().toString());
        assertThat(installation.version()).isEqualTo(FROM_JARS);

        installation.waiting();

        awaitArchives(2);
        assertThat(installation.version()).isEqualTo(FROM_ARCHIVE);
        assertThat(archive).exists();
    }

    private static Optional<Path> otherJdk() throws IOException {
        Path ours = Path.of(System.getProperty("java.home")).toRealPath();
        try (Stream<Path> all = Files.list(ours.getParent())) {
            return all.filter(jdk -> Files.isExecutable(jdk.resolve("bin/javac")) && !Files.isSymbolicLink(jdk))
                    .filter(jdk -> !jdk.equals(ours))
                    .findFirst();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"-Dany=value", "-Xmx64m -XX:-UseCompressedOops", "-XX:-UseCompressedClassPointers"})
    void shouldStartWithJavaToolOptions(String options) throws Exception {
        makeArchive();
        installation.environment("JAVA_TOOL_OPTIONS", options);

        Version version = installation.version();

        assertThat(version.err().lines()).containsExactly("Picked up JAVA_TOOL_OPTIONS: " + options);
        assertThat(version.fromArchive()).isEqualTo(options.startsWith("-D"));
    }

    @Test
    void shouldStartFromTheArchiveWithFurtherJars() throws Exception {
        makeArchive();
        installation.environment("MINERSTREAM_CLASSPATH", folder.toString());

        assertThat(installation.version()).isEqualTo(FROM_ARCHIVE);
    }

    /** A JVM that maps a truncated archive crashes. */
    @ParameterizedTest
    @ValueSource(ints = {0, 1_000_000})
    void shouldMakeATruncatedArchiveAgain(int size) throws Exception {
        Path archive = makeArchive();
        try (RandomAccessFile file = writable(archive)) {
            file.setLength(size);
        }
        String name = archive.getFileName().toString();
        Path unfinished = Files.createFile(archive.resolveSibling(name.replaceFirst("-.*", ".unfinished-1")));
        assertThat(installation.version()).isEqualTo(FROM_JARS);

        installation.waiting();

        await().atMost(Duration.ofMinutes(1)).until(() -> !Files.exists(archive));
        assertThat(installation.archives()).hasSize(1);
        assertThat(installation.version()).isEqualTo(FROM_ARCHIVE);
        assertThat(unfinished).as("what a killed command left").doesNotExist();
    }

    /** A JVM may crash from it. */
    @Test
    void shouldNotStartFromAnArchiveOfWhichAPartIsOverwritten() throws Exception {
        try (RandomAccessFile file = writable(makeArchive())) {
            file.seek(file.length() / 2);
            file.write(new byte[100_000]);
        }

        assertThat(installation.version()).isEqualTo(FROM_JARS);
    }

    private static RandomAccessFile writable(Path archive) throws IOException {
        Files.setPosixFilePermissions(archive, PosixFilePermissions.fromString("rw-------"));
        return new RandomAccessFile(archive.toFile(), "rw");
    }

    /** With so many classes that the dump takes seconds. */
    @Tag("long")
    @Test
    void shouldEndTheDumpWithACommandThatIsKilled() throws Exception {
        installation.close();
        String kafka = Installation.allClasses()
                .lines()
                .filter(line -> line.startsWith("org/apache/kafka/c"))
                .collect(Collectors.joining("\n", "java/lang/Object\nio/minerstream/cli/Main\n", "\n"));
        installation = new Installation(folder.resolve("more"), libraries, kafka);
        Process command = installation.waiting();
        await().atMost(Duration.ofMinutes(1))
                .until(() -> makersOf(command).stream().anyMatch(ClassDataArchiveIT::isDump));
        List<ProcessHandle> makers = makersOf(command);
        // One that goes on would write into the folder of the next command.
        signal("STOP", makers);

        command.destroyForcibly();

        await().atMost(Duration.ofSeconds(10)).until(() -> makers.stream().noneMatch(ProcessHandle::isAlive));
        assertThat(installation.archives()).isEmpty();
        assertThat(installation.version()).isEqualTo(FROM_JARS);
        installation.waiting();
        awaitArchives(1);
        assertThat(installation.version()).isEqualTo(FROM_ARCHIVE);
    }

    private static void signal(String name, List<ProcessHandle> processes) throws Exception {
        for (ProcessHandle dump :
                processes.stream().filter(ClassDataArchiveIT::isDump).toList()) {
            int exitCode = new ProcessBuilder("kill", "-" + name, Long.toString(dump.pid()))
                    .start()
                    .waitFor();
            assertThat(exitCode).isZero();
        }
    }

    private static boolean isDump(ProcessHandle process) {
        ProcessHandle.Info info = process.info();
        return info.command().orElse("").endsWith("/java")
                && info.commandLine().orElse("").contains("-Xshare:dump");
    }

    /** Others are only skipped, but many of them mean that .ci/record-classes is due. */
    @Test
    void shouldListClassesOfOursThatExist() throws IOException {
        List<String> ours = Installation.allClasses()
                .lines()
                .filter(line -> line.startsWith("io/minerstream/"))
                .toList();

        assertThat(ours).hasSizeGreaterThan(400);
        assertThat(ours.stream().filter(name -> getClass().getResource("/" + name + ".class") != null))
                .hasSizeGreaterThan(ours.size() * 9 / 10);
    }

    private Path makeArchive() throws Exception {
        assertThat(installation.version()).isEqualTo(FROM_JARS);
        awaitArchives(1);
        return installation.archives().get(0);
    }

    private void awaitArchives(int count) {
        await().atMost(Duration.ofMinutes(2))
                .untilAsserted(() -> assertThat(installation.archives()).hasSize(count));
    }

    private static List<ProcessHandle> makersOf(Process command) {
        return command.descendants().toList();
    }
}

package io.minerstream.stack.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The archive of a component that has a class path of its own; ClassDataArchiveIT makes archives. */
class ClassDataArchiveTest {

    private static final String CONTENT = "archive";

    @TempDir
    private Path folder;

    private Path jar;
    private String classPath;
    private Path list;

    @BeforeEach
    void setUp() throws IOException {
        jar = Files.writeString(Files.createDirectory(folder.resolve("lib")).resolve("a.jar"), "jar");
        classPath = folder.resolve("lib") + "/*:" + Files.writeString(folder.resolve("b.jar"), "jar");
        list = Files.writeString(folder.resolve("list"), "java/lang/Object\n");
        // In place of its lock: no archive is made.
        Files.createDirectories(folder.resolve("classes").resolve(name().replaceFirst("-.*", "") + ".lock"));
        System.setProperty(
                ClassDataArchive.USED_PROPERTY,
                folder.resolve("classes/command.jsa").toString());
    }

    @AfterEach
    void tearDown() {
        System.clearProperty(ClassDataArchive.USED_PROPERTY);
        ProcessHandle.current().children().forEach(maker -> maker.onExit().join());
    }

    @Test
    void shouldStartFromItsArchive() throws IOException {
        Path archive = archive();

        assertThat(options()).contains("-XX:SharedArchiveFile=" + archive);
    }

    @Test
    void shouldNotStartFromATruncatedArchive() throws IOException {
        Files.writeString(archive(), CONTENT.substring(1));

        assertThat(options()).isEmpty();
    }

    @Test
    void shouldNotStartFromAnArchiveThatSomethingWroteTo() throws IOException {
        Files.setLastModifiedTime(archive(), FileTime.from(Instant.EPOCH));

        assertThat(options()).isEmpty();
    }

    @Test
    void shouldNotStartFromTheArchiveOfAnotherJar() throws IOException {
        archive();
        Files.setLastModifiedTime(jar, FileTime.from(Instant.EPOCH));

        assertThat(options()).isEmpty();
    }

    @Test
    void shouldNotStartFromTheArchiveOfAnotherList() throws IOException {
        archive();
        Files.writeString(list, "java/lang/String\n");

        assertThat(options()).isEmpty();
    }

    @Test
    void shouldHaveNoArchiveWhereTheStartScriptUsesNone() throws IOException {
        archive();
        System.clearProperty(ClassDataArchive.USED_PROPERTY);

        assertThat(options()).isEmpty();
    }

    @Test
    void shouldSayWhyNoArchiveCouldBeMade() throws IOException {
        assertThat(options()).isEmpty();

        ProcessHandle.current().children().forEach(maker -> maker.onExit().join());
        assertThat(folder.resolve("classes").resolve(name() + ".messages"))
                .content()
                .contains(".lock")
                .contains("Is a directory");
    }

    @Test
    void shouldHaveNoArchiveWhereItsJarsCannotBeRead() throws IOException {
        archive();
        Files.delete(folder.resolve("b.jar"));

        assertThat(options()).isEmpty();
    }

    private Path archive() throws IOException {
        Path archive = folder.resolve("classes").resolve(name());
        Path written = Files.writeString(folder.resolve("archive"), CONTENT);
        return Files.move(written, ClassDataArchive.complete(archive, written));
    }

    private String name() throws IOException {
        return "registry" + ClassPathContent.name(classPath, list.toUri().toURL());
    }

    private List<String> options() throws IOException {
        return ClassDataArchive.options("registry", classPath, list.toUri().toURL());
    }
}

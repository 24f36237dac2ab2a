package io.minerstream.stack.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
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
    private String list = "java/lang/Object\n";

    @BeforeEach
    void setUp() throws IOException {
        jar = Files.writeString(Files.createDirectory(folder.resolve("lib")).resolve("a.jar"), "jar");
        classPath = folder.resolve("lib") + "/*:" + Files.writeString(folder.resolve("b.jar"), "jar");
        // Where the lock should be: no archive is made in the background while the folder is deleted.
        Files.createDirectories(folder.resolve("classes/lock"));
        System.setProperty(
                ClassDataArchive.USED_PROPERTY,
                folder.resolve("classes/command.jsa").toString());
    }

    @AfterEach
    void tearDown() {
        System.clearProperty(ClassDataArchive.USED_PROPERTY);
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
    void shouldNotStartFromTheArchiveOfAnotherJar() throws IOException {
        archive();
        Files.setLastModifiedTime(jar, FileTime.from(Instant.EPOCH));

        assertThat(options()).isEmpty();
    }

    @Test
    void shouldNotStartFromTheArchiveOfAnotherList() throws IOException {
        archive();
        list = "java/lang/String\n";

        assertThat(options()).isEmpty();
    }

    @Test
    void shouldHaveNoArchiveWhereTheStartScriptUsesNone() throws IOException {
        archive();
        System.clearProperty(ClassDataArchive.USED_PROPERTY);

        assertThat(options()).isEmpty();
    }

    @Test
    void shouldHaveNoArchiveWhereItsJarsCannotBeRead() throws IOException {
        archive();
        Files.delete(folder.resolve("b.jar"));

        assertThat(options()).isEmpty();
    }

    private Path archive() throws IOException {
        String name = "registry" + ClassPathContent.name(classPath, this::open);
        return Files.writeString(folder.resolve("classes").resolve(name + "-" + CONTENT.length() + ".jsa"), CONTENT);
    }

    private List<String> options() {
        AtomicBoolean named = new AtomicBoolean();
        return ClassDataArchive.options("registry", classPath, () -> {
            if (named.getAndSet(true)) {
                throw new IOException("no archive is made here");
            }
            return open();
        });
    }

    private ByteArrayInputStream open() {
        return new ByteArrayInputStream(list.getBytes(StandardCharsets.UTF_8));
    }
}

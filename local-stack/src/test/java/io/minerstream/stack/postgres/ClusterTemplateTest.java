package io.minerstream.stack.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ClusterTemplateTest {

    private static final ServerAccount ACCOUNT = new ServerAccount(List.of(), 1000);

    @TempDir
    private Path folder;

    private Path cache;
    private Path cluster;
    private ClusterTemplate template;

    @BeforeEach
    void setUp() throws IOException {
        cache = Files.createDirectory(folder.resolve("cache"));
        cluster = Files.createDirectory(folder.resolve("cluster"));
        Files.createDirectories(cluster.resolve("base/1"));
        Files.createDirectory(cluster.resolve("pg_notify"));
        Files.writeString(cluster.resolve("base/1/112"), "table");
        Files.setPosixFilePermissions(
                Files.writeString(cluster.resolve("PG_VERSION"), "18\n"), PosixFilePermissions.fromString("rw-------"));
        template = of(ACCOUNT);
    }

    private ClusterTemplate of(ServerAccount account) {
        return new ClusterTemplate(cache, new PostgresBinaries(folder.resolve("programs")), account);
    }

    @Test
    void shouldCopyWhatItWasMadeOf() throws IOException {
        Path copy = folder.resolve("copy");
        template.make(cluster);
        Files.delete(cluster.resolve("PG_VERSION"));

        assertThat(template.copy(copy)).isTrue();

        assertThat(copy.resolve("base/1/112")).hasContent("table");
        assertThat(copy.resolve("pg_notify")).isEmptyDirectory();
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(copy.resolve("PG_VERSION"))))
                .isEqualTo("rw-------");
    }

    @Test
    void shouldBeOneWhenSeveralAreMade() throws IOException {
        template.make(cluster);
        template.make(cluster);

        assertThat(cached()).hasSize(1);
    }

    @Test
    void shouldDeleteATemplateThatIsNotWhole() throws IOException {
        Path copy = folder.resolve("copy");
        template.make(cluster);
        Files.writeString(cached().get(0).resolve("base/1/112"), "");

        assertThat(template.copy(copy)).isFalse();

        assertThat(copy).doesNotExist();
        assertThat(cached()).isEmpty();
    }

    @Test
    void shouldNotCopyTheTemplateOfAnotherOwner() throws IOException {
        template.make(cluster);

        assertThat(of(new ServerAccount(List.of(), 1001)).copy(folder.resolve("copy")))
                .isFalse();
    }

    /** A cache that is a file: even root cannot write into it. */
    @Test
    void shouldBeNoneInACacheThatCannotBeWritten() throws IOException {
        Files.delete(cache);
        Files.createFile(cache);

        template.make(cluster);

        assertThat(template.copy(folder.resolve("copy"))).isFalse();
    }

    private List<Path> cached() throws IOException {
        try (Stream<Path> files = Files.list(cache)) {
            return files.toList();
        }
    }
}

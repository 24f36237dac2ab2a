package io.minerstream.stack.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.apache.commons.compress.archivers.tar.TarConstants;
import org.apache.commons.compress.compressors.xz.XZCompressorOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PostgresBinariesTest {

    @TempDir
    private Path folder;

    private Path archive;
    private Path cache;

    @BeforeEach
    void setUp() {
        archive = folder.resolve("postgres.txz");
        cache = folder.resolve("my cache/below");
    }

    @Test
    void shouldKeepModesAndLinks() throws IOException {
        write("bin/postgres");

        PostgresBinaries binaries = PostgresBinaries.unpack(archive, List.of(cache));

        assertThat(binaries.program("postgres")).hasContent("program");
        assertThat(mode(binaries.program("postgres"))).isEqualTo("rwxr-xr-x");
        assertThat(mode(binaries.directory().resolve("share/file"))).isEqualTo("rw-r--r--");
        assertThat(Files.readSymbolicLink(binaries.directory().resolve("lib/libpq.so")))
                .isEqualTo(Path.of("libpq.so.5"));
    }

    @Test
    void shouldLetEveryUserEnterWhateverTheUmask() throws IOException {
        write("bin/postgres");

        Path directory = PostgresBinaries.unpack(archive, List.of(cache)).directory();

        for (Path path = directory; !path.equals(folder); path = path.getParent()) {
            assertThat(mode(path)).as(path.toString()).isEqualTo("rwxr-xr-x");
        }
        assertThat(mode(directory.resolve("bin"))).isEqualTo("rwxr-xr-x");
    }

    @Test
    void shouldUnpackOnce() throws IOException {
        write("bin/postgres");
        PostgresBinaries first = PostgresBinaries.unpack(archive, List.of(cache));
        Files.writeString(first.program("postgres"), "changed");

        assertThat(PostgresBinaries.unpack(archive, List.of(cache))).isEqualTo(first);
        assertThat(first.program("postgres")).hasContent("changed");
    }

    @Test
    void shouldLetSeveralUnpackAtTheSameTime() throws Exception {
        write("bin/postgres");
        Callable<PostgresBinaries> unpack = () -> PostgresBinaries.unpack(archive, List.of(cache));
        ExecutorService threads = Executors.newFixedThreadPool(4);
        try {
            for (Future<PostgresBinaries> binaries : threads.invokeAll(List.of(unpack, unpack, unpack, unpack))) {
                assertThat(binaries.get().program("postgres")).exists();
            }
        } finally {
            threads.shutdownNow();
        }
        assertThat(cache).isDirectoryNotContaining("glob:**unfinished-*");
    }

    @Test
    void shouldRefuseArchiveThatLeavesItsFolder() throws IOException {
        write("../outside");

        assertThatThrownBy(() -> PostgresBinaries.unpack(archive, List.of(cache)))
                .isInstanceOf(IOException.class)
                .hasMessage(archive + ": ../outside: must stay inside of the archive");
        assertThat(cache).isEmptyDirectory();
    }

    private void write(String program) throws IOException {
        try (TarArchiveOutputStream tar =
                new TarArchiveOutputStream(new XZCompressorOutputStream(Files.newOutputStream(archive)))) {
            put(tar, program, 0100755, "program");
            put(tar, "share/file", 0100644, "text");
            TarArchiveEntry link = new TarArchiveEntry("lib/libpq.so", TarConstants.LF_SYMLINK);
            link.setLinkName("libpq.so.5");
            tar.putArchiveEntry(link);
            tar.closeArchiveEntry();
        }
    }

    private static void put(TarArchiveOutputStream tar, String name, int mode, String content) throws IOException {
        byte[] bytes = content.getBytes(StandardCharsets.UTF_8);
        TarArchiveEntry entry = new TarArchiveEntry(name, true);
        entry.setMode(mode);
        entry.setSize(bytes.length);
        tar.putArchiveEntry(entry);
        tar.write(bytes);
        tar.closeArchiveEntry();
    }

    private static String mode(Path path) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
    }
}

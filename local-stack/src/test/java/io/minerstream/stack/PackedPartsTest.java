package io.minerstream.stack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.OutputStream;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PackedPartsTest {

    @TempDir
    private Path folder;

    @Test
    void shouldUnpackTheJarOfTheClassPathOnce() throws Exception {
        Path first = unpack(jar("registry/lib/a.jar", "one"));
        Files.writeString(first.resolve("seen"), "");

        Path again = unpack(jar("registry/lib/a.jar", "one"));
        Path other = unpack(jar("registry/lib/a.jar", "two"));

        assertThat(first.resolve("registry/lib/a.jar")).hasContent("one");
        assertThat(again).isEqualTo(first).isDirectoryContaining(file -> file.endsWith("seen"));
        assertThat(other).isNotEqualTo(first);
        assertThat(other.resolve("registry/lib/a.jar")).hasContent("two");
        assertThat(cache()).isDirectoryNotContaining("glob:**/unfinished-*");
    }

    @Test
    void shouldFindNothingWithoutTheJar() throws Exception {
        assertThat(PackedParts.unpack(new URLClassLoader(new URL[0], null), List.of(cache())))
                .isEmpty();
    }

    @Test
    void shouldRefuseToLeaveTheCache() throws Exception {
        Path jar = jar("../outside", "x");

        assertThatThrownBy(() -> unpack(jar))
                .isInstanceOf(StackStartException.class)
                .hasMessageContaining("../outside: must stay inside of the jar")
                .hasMessageStartingWith("embedded parts: must be unpacked below " + cache())
                .hasMessageEndingWith(
                        "set XDG_CACHE_HOME, or the system property minerstream.cache, to another folder");
    }

    private Path cache() {
        return folder.resolve("cache");
    }

    private Path unpack(Path jar) throws Exception {
        try (URLClassLoader classPath =
                new URLClassLoader(new URL[] {jar.toUri().toURL()}, null)) {
            return PackedParts.unpack(classPath, List.of(cache())).orElseThrow();
        }
    }

    private Path jar(String name, String content) throws IOException {
        Path file = Files.createTempFile(folder, "parts", ".jar");
        try (OutputStream out = Files.newOutputStream(file);
                JarOutputStream jar = new JarOutputStream(out)) {
            for (String entry : new String[] {PackedParts.MARKER, name}) {
                jar.putNextEntry(new JarEntry(entry));
                jar.write(content.getBytes(StandardCharsets.UTF_8));
            }
        }
        return file;
    }
}

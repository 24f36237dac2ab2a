package io.minerstream.stack;

import io.minerstream.stack.data.UnpackedFolder;
import io.minerstream.stack.host.Folders;
import java.io.IOException;
import java.io.InputStream;
import java.net.JarURLConnection;
import java.net.URL;
import java.net.URLConnection;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.jar.JarFile;
import java.util.stream.Collectors;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;

/** The parts as a jar of module {@code parts}, for programs that have no distribution. */
final class PackedParts {

    /** Maven packs it into that jar alone. */
    static final String MARKER = "META-INF/maven/io.minerstream/minerstream-parts/pom.properties";

    private PackedParts() {}

    /**
     * Unpacks the jar below the first of these folders that can be written, once: the folder's name is derived from the content of the
     * jar. It appears atomically, so several processes may unpack at the same time.
     *
     * @param classPath has the jar or not
     * @return the folder; empty when the class path has no such jar
     * @throws StackStartException when none can be written
     */
    static Optional<Path> unpack(ClassLoader classPath, List<Path> places) throws StackStartException {
        URL marker = classPath.getResource(MARKER);
        if (marker == null) {
            return Optional.empty();
        }
        try {
            URLConnection connection = marker.openConnection();
            // Cached jars stay open, and another class loader's end would close this one.
            connection.setUseCaches(false);
            if (!(connection instanceof JarURLConnection jar)) {
                return Optional.empty();
            }
            try (JarFile parts = jar.getJarFile()) {
                return Optional.of(unpack(parts, places));
            }
        } catch (IOException e) {
            throw new StackStartException(
                    "embedded parts: must be unpacked below %s, cannot (%s); set XDG_CACHE_HOME, or the system property minerstream.cache, to another folder"
                            .formatted(
                                    places.stream().map(Path::toString).collect(Collectors.joining(" or ")),
                                    Folders.isFull(e) ? Folders.NO_SPACE : e),
                    e);
        }
    }

    private static Path unpack(JarFile jar, List<Path> places) throws IOException {
        List<ZipEntry> files = jar.stream()
                .filter(entry -> !entry.isDirectory() && !entry.getName().startsWith("META-INF/"))
                .map(ZipEntry.class::cast)
                .toList();
        return UnpackedFolder.inFirst(places, "parts-" + identity(files), folder -> true, fresh -> {
            for (ZipEntry file : files) {
                extract(jar, file, fresh);
            }
        });
    }

    private static void extract(JarFile jar, ZipEntry entry, Path folder) throws IOException {
        Path file = folder.resolve(entry.getName()).normalize();
        if (!file.startsWith(folder)) {
            throw new IOException(jar.getName() + ": " + entry.getName() + ": must stay inside of the jar");
        }
        Files.createDirectories(file.getParent());
        try (InputStream content = jar.getInputStream(entry)) {
            Files.copy(content, file);
        }
    }

    /** Of the names and checksums that the jar's directory has: nothing is read but that. */
    private static String identity(List<ZipEntry> files) {
        CRC32 crc = new CRC32();
        for (ZipEntry file : files) {
            crc.update((file.getName() + " " + file.getSize() + " " + file.getCrc() + "\n")
                    .getBytes(StandardCharsets.UTF_8));
        }
        return Long.toHexString(crc.getValue());
    }
}

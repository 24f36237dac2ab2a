package io.minerstream.stack.data;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ThreadLocalRandom;

/** Writes files atomically that only their owner may read, and creates such folders. Thread-safe. */
public final class PrivateFile {

    private PrivateFile() {}

    /**
     * Replaces {@code file} by {@code text} in UTF-8, mode 0600. A reader sees the old or the new file, never a part.
     *
     * @throws IOException when the folder is missing or not writable; the old file is then unchanged
     */
    public static void write(Path file, String text) throws IOException {
        Path fresh = file.resolveSibling(file.getFileName() + "."
                + Long.toHexString(ThreadLocalRandom.current().nextLong()) + ".tmp");
        try (FileChannel channel = FileChannel.open(
                fresh,
                Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")))) {
            ByteBuffer bytes = ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
            channel.force(true);
            Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(fresh);
        }
    }

    /** Creates the folder with mode 0700 where it does not exist; those above it must. */
    public static void createFolder(Path folder) throws IOException {
        if (!Files.isDirectory(folder)) {
            Files.createDirectory(
                    folder, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        }
    }

    /** Replaces {@code file} by a Java properties file of {@code settings}, in ASCII, mode 0600, keys in order. */
    public static void writeProperties(Path file, Map<String, String> settings) throws IOException {
        StringBuilder text = new StringBuilder();
        for (Map.Entry<String, String> setting : new TreeMap<>(settings).entrySet()) {
            Properties one = new Properties();
            one.setProperty(setting.getKey(), setting.getValue());
            ByteArrayOutputStream line = new ByteArrayOutputStream();
            // To a stream, other than to a writer, it escapes all but ASCII: Kafka reads properties as ISO 8859-1.
            one.store(line, null);
            // The first line is the date, which would make every file differ.
            text.append(line.toString(StandardCharsets.US_ASCII)
                            .lines()
                            .skip(1)
                            .findFirst()
                            .orElseThrow())
                    .append('\n');
        }
        write(file, text.toString());
    }

    /** Reads a Java properties file, as {@link #writeProperties} writes it; empty when the file does not exist. */
    public static Map<String, String> readProperties(Path file) throws IOException {
        if (!Files.exists(file)) {
            return Map.of();
        }
        Properties properties = new Properties();
        try (InputStream in = Files.newInputStream(file)) {
            properties.load(in);
        }
        Map<String, String> settings = new TreeMap<>();
        for (String key : properties.stringPropertyNames()) {
            settings.put(key, properties.getProperty(key));
        }
        return settings;
    }
}

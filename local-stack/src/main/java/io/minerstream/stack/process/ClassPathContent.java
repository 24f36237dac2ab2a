package io.minerstream.stack.process;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.CRC32;

/** Tells whether an archive of class data still fits: as the start script does for the command's. */
final class ClassPathContent {

    private static final String ALL_JARS = File.separator + "*";

    private ClassPathContent() {}

    /**
     * {@code INSTALLATION-CONTENT}: the first names the class path and the JDK, the second changes with the version of the JVM, the
     * list of classes, and path, size and time of each jar.
     *
     * @param classPath in the JVM's format, with {@code /*} for the jars of a folder
     * @throws IOException when a folder or the list cannot be read
     */
    static String name(String classPath, URL classes) throws IOException {
        CRC32 installation = new CRC32();
        update(installation, classPath, System.getProperty("java.home"));
        CRC32 content = new CRC32();
        update(content, System.getProperty("java.vm.version"));
        for (Path jar : jars(classPath)) {
            update(content, jar, Files.size(jar), Files.getLastModifiedTime(jar));
        }
        try (InputStream list = classes.openStream()) {
            content.update(list.readAllBytes());
        }
        return Long.toHexString(installation.getValue()) + "-" + Long.toHexString(content.getValue());
    }

    private static void update(CRC32 sum, Object... parts) {
        for (Object part : parts) {
            sum.update((part + "\n").getBytes(StandardCharsets.UTF_8));
        }
    }

    private static List<Path> jars(String classPath) throws IOException {
        List<Path> jars = new ArrayList<>();
        for (String entry : classPath.split(File.pathSeparator, -1)) {
            if (entry.endsWith(ALL_JARS)) {
                try (Stream<Path> files = Files.list(Path.of(entry).getParent())) {
                    files.sorted().forEach(jars::add);
                }
            } else {
                jars.add(Path.of(entry));
            }
        }
        return jars;
    }
}

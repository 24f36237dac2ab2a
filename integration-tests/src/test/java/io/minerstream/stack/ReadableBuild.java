package io.minerstream.stack;

import com.sun.security.auth.module.UnixSystem;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;

/**
 * This build where an ordinary user can read it. When the test is root's, everything may stand below a closed home: class path
 * and parts are then linked (copied on another file system) to a folder that is open.
 *
 * @param classPath of the tests
 * @param parts of the stack
 * @param ordinaryUser prefix of a command that is to run as an ordinary user
 * @param folder open to all
 */
record ReadableBuild(String classPath, Path parts, List<String> ordinaryUser, Path folder) {

    private static final int NOBODY = 65_534;

    static ReadableBuild of(Path folder) throws IOException {
        String classPath = System.getProperty("java.class.path");
        Path parts = Path.of(System.getProperty(StackParts.PROPERTY));
        if (new UnixSystem().getUid() != 0) {
            return new ReadableBuild(classPath, parts, List.of(), folder);
        }
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
        Path open = folder.resolve("build");
        List<String> entries = new ArrayList<>();
        for (String entry : classPath.split(File.pathSeparator, -1)) {
            Path target = open.resolve(entries.size() + "-" + Path.of(entry).getFileName());
            if (Files.exists(Path.of(entry))) {
                link(Path.of(entry), target);
                entries.add(target.toString());
            }
        }
        link(parts, open.resolve("parts"));
        return new ReadableBuild(
                String.join(File.pathSeparator, entries),
                open.resolve("parts"),
                List.of("setpriv", "--reuid=" + NOBODY, "--regid=" + NOBODY, "--clear-groups"),
                folder);
    }

    /** A new folder of that user's own. */
    Path privateFolder(String name) throws IOException {
        Path own = Files.createDirectory(folder.resolve(name));
        Files.setPosixFilePermissions(own, PosixFilePermissions.fromString("rwx------"));
        if (!ordinaryUser.isEmpty()) {
            Files.setAttribute(own, "unix:uid", NOBODY);
            Files.setAttribute(own, "unix:gid", NOBODY);
        }
        return own;
    }

    private static void link(Path source, Path target) throws IOException {
        try (var paths = Files.walk(source)) {
            for (Path path : paths.toList()) {
                Path copy = target.resolve(source.relativize(path).toString());
                if (Files.isDirectory(path)) {
                    Files.createDirectories(copy);
                } else if (!Files.exists(copy)) {
                    Files.createDirectories(copy.getParent());
                    try {
                        Files.createLink(copy, path);
                    } catch (IOException | UnsupportedOperationException otherFileSystem) {
                        Files.copy(path, copy);
                    }
                }
            }
        }
    }
}

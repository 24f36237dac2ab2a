package io.minerstream.stack;

import com.sun.security.auth.module.UnixSystem;
import java.nio.file.Path;
import java.util.Map;
import java.util.Properties;

/** The folder that keeps unpacked programs between runs. */
final class CacheDirectory {

    private CacheDirectory() {}

    /** Of this user on this system; the system property {@code minerstream.cache} overrides it. */
    static Path standard() {
        return of(System.getProperties(), System.getenv(), isRoot());
    }

    static Path of(Properties system, Map<String, String> environment, boolean root) {
        String given = system.getProperty("minerstream.cache");
        if (given != null) {
            return Path.of(given);
        }
        if (root) {
            // PostgreSQL then runs as another user, who must have access; root's home is usually closed.
            return Path.of("/var/cache/minerstream");
        }
        Path home = Path.of(system.getProperty("user.home"));
        if (system.getProperty("os.name").startsWith("Mac")) {
            return home.resolve("Library/Caches/minerstream");
        }
        String xdg = environment.get("XDG_CACHE_HOME");
        // The specification says that relative paths are to be ignored.
        return xdg != null && xdg.startsWith("/") ? Path.of(xdg, "minerstream") : home.resolve(".cache/minerstream");
    }

    private static boolean isRoot() {
        return !System.getProperty("os.name").startsWith("Windows") && new UnixSystem().getUid() == 0;
    }
}

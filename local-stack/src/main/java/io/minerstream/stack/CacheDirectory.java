package io.minerstream.stack;

import io.minerstream.stack.host.CurrentUser;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;

/** The folder that keeps unpacked programs between runs. */
final class CacheDirectory {

    private CacheDirectory() {}

    /** Of this user on this system; the system property {@code minerstream.cache} overrides it. Empty when the user has no home. */
    static Optional<Path> standard() {
        return of(System.getProperties(), System.getenv(), CurrentUser.uid() == 0);
    }

    static Optional<Path> of(Properties system, Map<String, String> environment, boolean root) {
        String given = system.getProperty("minerstream.cache");
        if (given != null) {
            return Optional.of(Path.of(given));
        }
        if (root) {
            // PostgreSQL then runs as another user, who must have access; root's home is usually closed.
            return Optional.of(Path.of("/var/cache/minerstream"));
        }
        String xdg = environment.get("XDG_CACHE_HOME");
        boolean mac = system.getProperty("os.name").startsWith("Mac");
        // The specification says that relative paths are to be ignored.
        if (!mac && xdg != null && xdg.startsWith("/")) {
            return Optional.of(Path.of(xdg, "minerstream"));
        }
        return CurrentUser.home(system, environment)
                .map(home -> home.resolve(mac ? "Library/Caches/minerstream" : ".cache/minerstream"));
    }
}

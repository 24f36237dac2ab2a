package io.minerstream.stack;

import io.minerstream.stack.host.CurrentUser;
import java.nio.file.Path;
import java.util.Map;
import java.util.Properties;

/** The folder that keeps unpacked programs between runs. */
final class CacheDirectory {

    private CacheDirectory() {}

    /**
     * Of this user on this system; the system property {@code minerstream.cache} overrides it.
     *
     * @throws StackStartException when nothing names one
     */
    static Path standard() throws StackStartException {
        return of(System.getProperties(), System.getenv(), CurrentUser.uid() == 0);
    }

    static Path of(Properties system, Map<String, String> environment, boolean root) throws StackStartException {
        String given = system.getProperty("minerstream.cache");
        if (given != null) {
            return Path.of(given);
        }
        if (root) {
            // PostgreSQL then runs as another user, who must have access; root's home is usually closed.
            return Path.of("/var/cache/minerstream");
        }
        String xdg = environment.get("XDG_CACHE_HOME");
        boolean mac = system.getProperty("os.name").startsWith("Mac");
        // The specification says that relative paths are to be ignored.
        if (!mac && xdg != null && xdg.startsWith("/")) {
            return Path.of(xdg, "minerstream");
        }
        return CurrentUser.home(system, environment)
                .map(home -> home.resolve(mac ? "Library/Caches/minerstream" : ".cache/minerstream"))
                .orElseThrow(
                        () -> new StackStartException("cache folder: HOME must name the home directory, does not, and"
                                + " the user database knows none; set HOME or XDG_CACHE_HOME"));
    }
}

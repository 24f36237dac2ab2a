package io.minerstream.stack.host;

import com.sun.security.auth.module.UnixSystem;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;

/**
 * Who runs this process. The JVM asks the user database, which may not know the user id (a container on OpenShift): its
 * {@code user.home} and {@code user.name} are then {@code ?}, and {@link UnixSystem} answers as if for root. Thread-safe.
 */
public final class CurrentUser {

    private static final Path OWN_PROCESS = Path.of("/proc/self");

    private CurrentUser() {}

    /** The effective user id, 0 for root. */
    public static int uid() {
        if (!Files.exists(OWN_PROCESS)) {
            return (int) new UnixSystem().getUid();
        }
        try {
            return (int) Files.getAttribute(OWN_PROCESS, "unix:uid");
        } catch (IOException e) {
            throw new UncheckedIOException("a process can always read who owns it", e);
        }
    }

    /** Whether the user database knows the user, which some programs insist on. */
    public static boolean isKnown() {
        return isKnown(System.getProperties());
    }

    private static boolean isKnown(Properties system) {
        return !system.getProperty("user.name", "?").equals("?");
    }

    /** For messages: the name, else {@code user 1234}. */
    public static String name() {
        return isKnown() ? System.getProperty("user.name") : "user " + uid();
    }

    /** {@code HOME}, else what the user database says; empty where both say nothing. */
    public static Optional<Path> home() {
        return home(System.getProperties(), System.getenv());
    }

    /** The same by other properties and variables. */
    public static Optional<Path> home(Properties system, Map<String, String> environment) {
        // Relative paths would depend on the working directory.
        return Optional.ofNullable(environment.get("HOME"))
                .filter(home -> home.startsWith("/"))
                .or(() -> Optional.ofNullable(system.getProperty("user.home"))
                        .filter(home -> Path.of(home).isAbsolute()))
                .map(Path::of);
    }
}

package io.minerstream.stack;

import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.EnumSet;
import java.util.HexFormat;
import java.util.Set;

/**
 * What to start, and where its data goes. Immutable.
 *
 * @param dataDirectory holds all data, logs and passwords; created when missing. Must not contain any of {@code , : ; { } \},
 *     which have a meaning in the settings of the components
 * @param temporary true: {@code dataDirectory} must not exist yet, is deleted at the end, and the database is fast but
 *     does not survive a crash of the machine
 * @param components what to start; Connect needs the broker
 */
public record StackConfig(Path dataDirectory, boolean temporary, Set<Component> components) {

    private static final String FORBIDDEN = ",:;{}\\\n\r";

    /**
     * Checks and copies.
     *
     * @throws IllegalArgumentException naming the first value that is not possible
     */
    public StackConfig {
        dataDirectory = dataDirectory.toAbsolutePath().normalize();
        components = Set.copyOf(components);
        String text = dataDirectory.toString();
        if (text.chars().anyMatch(c -> FORBIDDEN.indexOf(c) >= 0)) {
            throw new IllegalArgumentException(
                    "data directory: must not contain any of , : ; { } \\ or a line break, got " + text);
        }
        if (components.contains(Component.CONNECT) && !components.contains(Component.BROKER)) {
            throw new IllegalArgumentException("connect: must have a broker, got none; start the broker as well");
        }
    }

    /** All components, in a directory that outlives the stack. */
    public static StackConfig persistent(Path dataDirectory) {
        return new StackConfig(dataDirectory, false, EnumSet.allOf(Component.class));
    }

    /** All components, in a new directory below {@code parent} that is deleted at the end. */
    public static StackConfig temporary(Path parent) {
        byte[] name = new byte[6];
        new SecureRandom().nextBytes(name);
        Path directory = parent.resolve("minerstream-" + HexFormat.of().formatHex(name));
        return new StackConfig(directory, true, EnumSet.allOf(Component.class));
    }

    /** The same without these components. */
    public StackConfig without(Set<Component> removed) {
        Set<Component> rest = EnumSet.allOf(Component.class);
        rest.retainAll(components);
        rest.removeAll(removed);
        return new StackConfig(dataDirectory, temporary, rest);
    }
}

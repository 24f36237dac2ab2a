package io.minerstream.stack;

import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HexFormat;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/**
 * What to start, and where its data goes. Immutable.
 *
 * @param dataDirectory holds all data, logs and passwords; created when missing. Must not contain any of {@code , : ; { }},
 *     which have a meaning in the settings of the components
 * @param temporary true: {@code dataDirectory} must not exist yet, is deleted at the end, and the database gives up safety
 *     against a crash of the machine for speed
 * @param embedded what to start here
 * @param external addresses of what runs elsewhere: {@code host:port,...} of brokers, base URLs of registry (of Confluent's
 *     API) and Connect, JDBC URL of the database; shares no component with {@code embedded}
 * @param brokerProperties Kafka client settings that an external broker asks for (security); empty for none
 * @param cacheDirectory where the PostgreSQL programs are unpacked, once for all data directories
 * @param startTimeout longest start of one component, from 1 s
 */
public record StackConfig(
        Path dataDirectory,
        boolean temporary,
        Set<Component> embedded,
        Map<Component, String> external,
        Map<String, String> brokerProperties,
        Path cacheDirectory,
        Duration startTimeout) {

    public static final Duration DEFAULT_START_TIMEOUT = Duration.ofSeconds(60);

    private static final String FORBIDDEN = ",:;{}\\\n\r";

    /**
     * Checks and copies.
     *
     * @throws IllegalArgumentException naming the first value that is not possible
     */
    public StackConfig {
        dataDirectory = dataDirectory.toAbsolutePath().normalize();
        cacheDirectory = cacheDirectory.toAbsolutePath().normalize();
        embedded = embedded.isEmpty() ? Set.of() : Set.copyOf(EnumSet.copyOf(embedded));
        external = Map.copyOf(external);
        brokerProperties = Map.copyOf(brokerProperties);
        Objects.requireNonNull(startTimeout, "startTimeout");
        requirePlain("data directory", dataDirectory);
        requirePlain("cache directory", cacheDirectory);
        for (Component component : embedded) {
            if (external.containsKey(component)) {
                throw new IllegalArgumentException(
                        component.id() + ": must be either embedded or given by its address (" + external.get(component)
                                + "), got both");
            }
        }
        if (embedded.contains(Component.CONNECT)
                && !embedded.contains(Component.BROKER)
                && !external.containsKey(Component.BROKER)) {
            throw new IllegalArgumentException(
                    "connect: must have a broker, got none; embed the broker or give its address");
        }
        if (startTimeout.compareTo(Duration.ofSeconds(1)) < 0) {
            throw new IllegalArgumentException("start timeout: must be at least 1 s, got " + startTimeout);
        }
    }

    /** Everything embedded, in a directory that outlives the stack. */
    public static StackConfig persistent(Path dataDirectory) {
        return of(dataDirectory, false);
    }

    /** Everything embedded, in a new directory below {@code parent} that is deleted at the end. */
    public static StackConfig temporary(Path parent) {
        byte[] name = new byte[6];
        new SecureRandom().nextBytes(name);
        return of(parent.resolve("minerstream-" + HexFormat.of().formatHex(name)), true);
    }

    private static StackConfig of(Path dataDirectory, boolean temporary) {
        return new StackConfig(
                dataDirectory,
                temporary,
                EnumSet.allOf(Component.class),
                Map.of(),
                Map.of(),
                CacheDirectory.standard(),
                DEFAULT_START_TIMEOUT);
    }

    /** The same, but that component runs elsewhere. */
    public StackConfig withExternal(Component component, String address) {
        Map<Component, String> addresses = new EnumMap<>(Component.class);
        addresses.putAll(external);
        addresses.put(component, Objects.requireNonNull(address, component.id()));
        return with(less(Set.of(component)), addresses, brokerProperties);
    }

    /** The same, but without these components: neither embedded nor elsewhere. */
    public StackConfig without(Set<Component> components) {
        Map<Component, String> addresses = new EnumMap<>(Component.class);
        addresses.putAll(external);
        addresses.keySet().removeAll(components);
        return with(less(components), addresses, brokerProperties);
    }

    /** The same with client settings for an external broker. */
    public StackConfig withBrokerProperties(Map<String, String> properties) {
        return with(embedded, external, properties);
    }

    /** The same with another longest start of one component. */
    public StackConfig withStartTimeout(Duration timeout) {
        return new StackConfig(dataDirectory, temporary, embedded, external, brokerProperties, cacheDirectory, timeout);
    }

    /** The same with another place for unpacked programs. */
    public StackConfig withCacheDirectory(Path directory) {
        return new StackConfig(dataDirectory, temporary, embedded, external, brokerProperties, directory, startTimeout);
    }

    private Set<Component> less(Set<Component> removed) {
        Set<Component> rest = EnumSet.noneOf(Component.class);
        rest.addAll(embedded);
        rest.removeAll(removed);
        return rest;
    }

    private StackConfig with(
            Set<Component> components, Map<Component, String> addresses, Map<String, String> properties) {
        return new StackConfig(
                dataDirectory, temporary, components, addresses, properties, cacheDirectory, startTimeout);
    }

    private static void requirePlain(String what, Path path) {
        String text = path.toString();
        if (text.chars().anyMatch(c -> FORBIDDEN.indexOf(c) >= 0)) {
            throw new IllegalArgumentException(
                    what + ": must not contain any of , : ; { } \\ or a line break, got " + text);
        }
    }

    /** Without the values of {@code brokerProperties}, which may be passwords. */
    @Override
    public String toString() {
        return "StackConfig[dataDirectory=" + dataDirectory + ", temporary=" + temporary + ", embedded=" + embedded
                + ", external=" + external.keySet() + ", brokerProperties=" + brokerProperties.keySet()
                + ", cacheDirectory=" + cacheDirectory + ", startTimeout=" + startTimeout + "]";
    }
}

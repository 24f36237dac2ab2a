package io.minerstream.stack;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import java.util.stream.StreamSupport;

/**
 * The programs of the components, as the build lays them out: {@code registry/}, {@code connect-plugins/} (Connect's plugin
 * path) and {@code postgres/}.
 *
 * @param directory absolute; must not contain {@code :} or {@code ,}, which separate paths in the components' settings
 */
public record StackParts(Path directory) {

    /** System property that names the directory. */
    public static final String PROPERTY = "minerstream.parts";

    private static final String BUILD = "build them with \"mvn -Dquick -pl local-stack -am package\"";

    public StackParts {
        directory = directory.toAbsolutePath().normalize();
    }

    /**
     * The parts that the system property {@value #PROPERTY} names, else those of the jar {@code minerstream-parts} on the class path,
     * unpacked.
     *
     * @param places folders to unpack them into, of which the first that can be written is used
     * @throws StackStartException when there are neither, or the property names no directory
     */
    public static StackParts find(List<Path> places) throws StackStartException {
        if (System.getProperty(PROPERTY) == null) {
            Optional<Path> packed = PackedParts.unpack(StackParts.class.getClassLoader(), places);
            if (packed.isPresent()) {
                return new StackParts(packed.get());
            }
        }
        return find(System.getProperties());
    }

    static StackParts find(Properties system) throws StackStartException {
        String text = system.getProperty(PROPERTY);
        if (text == null || text.isBlank()) {
            throw new StackStartException("embedded parts: the system property " + PROPERTY
                    + " must name their directory, is not set; " + BUILD + " and set it to local-stack/target/parts");
        }
        StackParts parts = new StackParts(Path.of(text));
        if (!Files.isDirectory(parts.directory)) {
            throw new StackStartException("embedded parts: " + PROPERTY + " must name their directory, got "
                    + parts.directory + ", which is not a directory; " + BUILD);
        }
        if (parts.directory.toString().matches(".*[:,].*")) {
            throw new StackStartException("embedded parts: their directory must not contain : or , , got "
                    + parts.directory + "; move the installation");
        }
        return parts;
    }

    /** Apicurio's runner jar. */
    Path registryRunner() throws StackStartException {
        return single(Component.REGISTRY, "registry", "*-runner.jar");
    }

    /** The archive of the PostgreSQL programs. */
    Path postgresArchive() throws StackStartException {
        return single(Component.POSTGRES, "postgres", "*.txz");
    }

    /** Connect's plugin path. */
    public Path plugins() throws StackStartException {
        Path plugins = directory.resolve("connect-plugins");
        single(Component.CONNECT, "connect-plugins", "debezium-connector-jdbc");
        return plugins;
    }

    private Path single(Component component, String folder, String glob) throws StackStartException {
        Path parent = directory.resolve(folder);
        List<Path> found = List.of();
        if (Files.isDirectory(parent)) {
            try (var matches = Files.newDirectoryStream(parent, glob)) {
                found = StreamSupport.stream(matches.spliterator(), false).toList();
            } catch (IOException e) {
                throw new StackStartException(component.id() + ": cannot read " + parent + ": " + e, e);
            }
        }
        if (found.size() != 1) {
            throw new StackStartException(component.id() + ": " + parent + " must hold exactly one " + glob + ", got "
                    + found.size() + "; " + BUILD);
        }
        return found.get(0);
    }
}

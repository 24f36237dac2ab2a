package io.minerstream.containers;

import java.io.IOException;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Properties;
import org.testcontainers.utility.DockerImageName;

/**
 * What {@code .env} says, which is what the compose file runs; with {@code -Dminerstream.images=local}, what
 * {@code docker/offline/images.env} says wins.
 */
final class ImageNames {

    /** Top folder of the source tree. */
    static final Path ROOT = Path.of(System.getProperty("minerstream.root"));

    private static final String LOCAL = "local";

    private final Properties variables = new Properties();

    ImageNames() {
        load(ROOT.resolve(".env"));
        String choice = System.getProperty("minerstream.images", "");
        if (choice.equals(LOCAL)) {
            load(ROOT.resolve("docker/offline/images.env"));
        } else if (!choice.isEmpty()) {
            throw new IllegalArgumentException(
                    "minerstream.images: must be local, or not be set, got '" + choice + "'");
        }
    }

    private void load(Path file) {
        try (Reader reader = Files.newBufferedReader(file)) {
            variables.load(reader);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The value of a variable; a shell's quotes are not a part of it. */
    String variable(String name) {
        String value = variables.getProperty(name);
        if (value == null) {
            throw new IllegalArgumentException(".env: must set " + name);
        }
        return value.replaceAll("^'(.*)'$", "$1");
    }

    /** An image of somebody else's, by its variable. */
    DockerImageName image(String variable) {
        return DockerImageName.parse(variable(variable));
    }

    /** One of ours: cli, validator or connect. */
    DockerImageName own(String name) {
        return DockerImageName.parse("minerstream/" + name + ":" + variable("MINERSTREAM_VERSION"));
    }
}

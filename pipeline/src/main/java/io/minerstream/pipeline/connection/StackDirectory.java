package io.minerstream.pipeline.connection;

import java.nio.file.Path;

/** Where {@code up} keeps its data when nothing else is said. */
public final class StackDirectory {

    private static final String VARIABLE = "MINERSTREAM_DATA_DIR";

    private StackDirectory() {}

    /**
     * The option's value, else that of {@value #VARIABLE}, else {@code .minerstream} in the home directory.
     *
     * @param option may be null
     */
    public static Path of(Path option) {
        if (option != null) {
            return option.toAbsolutePath().normalize();
        }
        String variable = System.getenv(VARIABLE);
        Path directory = variable == null || variable.isBlank()
                ? Path.of(System.getProperty("user.home"), ".minerstream")
                : Path.of(variable);
        return directory.toAbsolutePath().normalize();
    }
}

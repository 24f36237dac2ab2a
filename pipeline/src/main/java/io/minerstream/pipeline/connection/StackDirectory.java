package io.minerstream.pipeline.connection;

import io.minerstream.pipeline.PipelineException;
import io.minerstream.stack.host.CurrentUser;
import java.nio.file.Path;

/** Where {@code up} keeps its data when nothing else is said. */
public final class StackDirectory {

    private static final String VARIABLE = "MINERSTREAM_DATA_DIR";

    private StackDirectory() {}

    /**
     * The option's value, else that of {@value #VARIABLE}, else {@code .minerstream} in the home directory.
     *
     * @param option may be null
     * @throws PipelineException when none of them is known
     */
    public static Path of(Path option) {
        if (option != null) {
            return option.toAbsolutePath().normalize();
        }
        String variable = System.getenv(VARIABLE);
        Path directory = variable == null || variable.isBlank() ? inHome() : Path.of(variable);
        return directory.toAbsolutePath().normalize();
    }

    private static Path inHome() {
        return CurrentUser.home()
                .orElseThrow(
                        () -> PipelineException.usage("data directory: HOME must name the home directory, does not, and"
                                + " the user database knows none; set HOME, " + VARIABLE + " or --data-dir"))
                .resolve(".minerstream");
    }
}

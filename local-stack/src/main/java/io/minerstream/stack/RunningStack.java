package io.minerstream.stack;

import io.minerstream.stack.data.DataLayout;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;

/** Finds a stack that another process runs. */
public final class RunningStack {

    private RunningStack() {}

    /**
     * The stack that runs on this data directory; empty while it is still starting, or when its process was killed.
     *
     * @throws IOException when the directory holds a running stack's files but they cannot be read, for example because it is
     *     another user's
     */
    public static Optional<StackEndpoints> find(Path dataDirectory) throws IOException {
        DataLayout layout = new DataLayout(dataDirectory);
        EndpointsFile file;
        try {
            file = EndpointsFile.read(layout.endpoints());
        } catch (NoSuchFileException noneRuns) {
            return Optional.empty();
        }
        return file.ownerLives() && DirectoryLock.isHeld(layout.lock())
                ? Optional.of(file.endpoints())
                : Optional.empty();
    }
}

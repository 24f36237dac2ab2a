package io.minerstream.cli.terminal;

import io.minerstream.pipeline.PipelineException;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/**
 * A file that takes a whole result or none: until then, an empty file beside it holds its place, which goes away with the JVM at the
 * latest. Used by one thread.
 */
public final class ResultFile {

    private final String option;
    private final Path file;
    private final Path fresh;

    private ResultFile(String option, Path file, Path fresh) {
        this.option = option;
        this.file = file;
        this.fresh = fresh;
    }

    /**
     * Makes sure that the file can be written.
     *
     * @param option that names it, for messages
     * @param file a new one, or one to replace
     * @throws PipelineException when it cannot be written
     */
    public static ResultFile create(String option, Path file) {
        try {
            if (Files.exists(file) && !Files.isRegularFile(file)) {
                throw new FileSystemException(file.toString(), null, "no regular file");
            }
            Path fresh = Files.createFile(file.resolveSibling(
                    file.getFileName() + "." + ProcessHandle.current().pid() + ".tmp"));
            fresh.toFile().deleteOnExit();
            return new ResultFile(option, file, fresh);
        } catch (IOException e) {
            throw unusable(option, file, e);
        }
    }

    /** The failure of a file that cannot be written. */
    public static PipelineException unusable(String option, Path file, IOException cause) {
        return PipelineException.usage(
                option + ": must be a file that can be created, got " + file + " (" + cause + ")", cause);
    }

    /**
     * Writes the result, once, in UTF-8.
     *
     * @throws PipelineException when the file does not take it; an old file is then unchanged
     */
    public void write(String text) {
        try {
            try {
                Files.writeString(fresh, text);
                Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE);
            } finally {
                Files.deleteIfExists(fresh);
            }
        } catch (IOException e) {
            throw PipelineException.failed(
                    option + ": must take the whole result, got " + file + " (" + e
                            + "); make space or name another file",
                    e);
        }
    }
}

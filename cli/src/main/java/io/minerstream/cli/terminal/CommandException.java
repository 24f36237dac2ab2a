package io.minerstream.cli.terminal;

/** A failure that is fully explained by its message: printed without a stack trace. */
public final class CommandException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final int exitCode;

    /**
     * @param exitCode one of {@link io.minerstream.cli.ExitCode}
     * @param message where, what must hold, what came, what to do
     */
    public CommandException(int exitCode, String message) {
        this(exitCode, message, null);
    }

    /**
     * @param exitCode one of {@link io.minerstream.cli.ExitCode}
     * @param message where, what must hold, what came, what to do
     * @param cause shown with {@code --verbose} only; may be null
     */
    public CommandException(int exitCode, String message, Throwable cause) {
        super(message, cause);
        this.exitCode = exitCode;
    }

    /** Exit code of the process. */
    public int exitCode() {
        return exitCode;
    }
}

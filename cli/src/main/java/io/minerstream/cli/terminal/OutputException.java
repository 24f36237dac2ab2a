package io.minerstream.cli.terminal;

import java.io.IOException;
import java.io.UncheckedIOException;

/** Standard output does not take the result. Ends the command. */
public final class OutputException extends UncheckedIOException {

    private static final long serialVersionUID = 1L;

    private final boolean closedPipe;

    OutputException(IOException cause, boolean closedPipe) {
        super(cause.getMessage(), cause);
        this.closedPipe = closedPipe;
    }

    /** Whether the reader of a pipe has gone: it wants no more, and nothing is wrong. */
    public boolean isClosedPipe() {
        return closedPipe;
    }
}

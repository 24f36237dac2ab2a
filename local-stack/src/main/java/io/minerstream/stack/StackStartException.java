package io.minerstream.stack;

/** The stack cannot start. The message is for users: what must hold, what came instead, what to do. */
public final class StackStartException extends Exception {

    private static final long serialVersionUID = 1L;

    StackStartException(String message) {
        this(message, null);
    }

    StackStartException(String message, Throwable cause) {
        super(message, cause);
    }
}

package io.minerstream.stack;

/** The stack cannot start. The message is for people: what must hold, what came instead, where to look or what to do. */
public final class StackStartException extends Exception {

    private static final long serialVersionUID = 1L;

    StackStartException(String message) {
        this(message, null);
    }

    StackStartException(String message, Throwable cause) {
        super(message, cause);
    }
}

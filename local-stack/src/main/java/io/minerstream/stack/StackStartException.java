package io.minerstream.stack;

import java.util.Optional;

/** The stack cannot start. The message is for people: what must hold, what came instead, where to look or what to do. */
public final class StackStartException extends Exception {

    private static final long serialVersionUID = 1L;

    private final Component component;

    StackStartException(String message) {
        this(null, message, null);
    }

    StackStartException(Component component, String message, Throwable cause) {
        super(message, cause);
        this.component = component;
    }

    /** The component that failed; empty when it was not one of them, but for example the data directory. */
    public Optional<Component> component() {
        return Optional.ofNullable(component);
    }
}

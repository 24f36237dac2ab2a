package io.minerstream.pipeline;

import java.util.function.Supplier;

/** A failure that its message explains in full: where, what must hold, what came, what to do. */
public final class PipelineException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /** What kind of failure it is, for callers that answer differently. */
    public enum Kind {
        /** A setting is wrong; the same call fails again. */
        USAGE,
        /** A run, a check or a part failed. */
        FAILED,
        /** Something needed is not reachable. */
        UNREACHABLE
    }

    private final Kind kind;

    private PipelineException(Kind kind, String message, Throwable cause) {
        super(message, cause);
        this.kind = kind;
    }

    /** A failure of kind {@link Kind#USAGE}. */
    public static PipelineException usage(String message) {
        return usage(message, null);
    }

    /** A failure of kind {@link Kind#USAGE}; the cause may be null. */
    public static PipelineException usage(String message, Throwable cause) {
        return new PipelineException(Kind.USAGE, message, cause);
    }

    /**
     * A value of settings.
     *
     * @param where begins the message, for example {@code --database-url: }; may be empty
     * @throws PipelineException of kind {@link Kind#USAGE} for an {@link IllegalArgumentException}, with its message
     */
    public static <T> T valid(String where, Supplier<T> value) {
        try {
            return value.get();
        } catch (IllegalArgumentException e) {
            throw usage(where + e.getMessage(), e);
        }
    }

    /** A failure of kind {@link Kind#FAILED}. */
    public static PipelineException failed(String message) {
        return failed(message, null);
    }

    /** A failure of kind {@link Kind#FAILED}; the cause may be null. */
    public static PipelineException failed(String message, Throwable cause) {
        return new PipelineException(Kind.FAILED, message, cause);
    }

    /** A failure of kind {@link Kind#UNREACHABLE}; the cause may be null. */
    public static PipelineException unreachable(String message, Throwable cause) {
        return new PipelineException(Kind.UNREACHABLE, message, cause);
    }

    /** The same failure with more to say. */
    public PipelineException and(String more) {
        return new PipelineException(kind, getMessage() + "; " + more, this);
    }

    /** Never null. */
    public Kind kind() {
        return kind;
    }
}

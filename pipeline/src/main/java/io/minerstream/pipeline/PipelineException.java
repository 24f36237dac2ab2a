package io.minerstream.pipeline;

import java.util.Objects;

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

    public PipelineException(Kind kind, String message) {
        this(kind, message, null);
    }

    /** @param cause null for none */
    public PipelineException(Kind kind, String message, Throwable cause) {
        super(message, cause);
        this.kind = Objects.requireNonNull(kind, "kind");
    }

    /** A failure of kind {@link Kind#USAGE}. */
    public static PipelineException usage(String message) {
        return new PipelineException(Kind.USAGE, message);
    }

    /** A failure of kind {@link Kind#USAGE}; the cause may be null. */
    public static PipelineException usage(String message, Throwable cause) {
        return new PipelineException(Kind.USAGE, message, cause);
    }

    /** Never null. */
    public Kind kind() {
        return kind;
    }
}

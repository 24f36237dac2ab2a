package io.minerstream.producer.kafka;

/** Something could not be published to its end. The message says why, what of it is committed, and what to do. */
public final class PublishException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /** What kind of failure it was. */
    public enum Reason {
        /** Kafka or the schema registry did not answer. */
        UNREACHABLE,
        /** Another writer of the same kind and site took over. */
        FENCED,
        /** The caller cancelled it. */
        CANCELLED,
        /** Kafka did not say whether the last transaction was committed. */
        UNCERTAIN,
        /** Kafka or the schema registry refused something. */
        REFUSED
    }

    private final Reason reason;

    public PublishException(Reason reason, String message, Throwable cause) {
        super(message, cause);
        this.reason = reason;
    }

    public Reason reason() {
        return reason;
    }
}

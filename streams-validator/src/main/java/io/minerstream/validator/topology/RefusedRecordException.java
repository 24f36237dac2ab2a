package io.minerstream.validator.topology;

/**
 * A record that could be decoded and yet says something that cannot be: it goes to the quarantine, and nothing of it into the
 * state. The message is the reason that the quarantined record carries.
 */
final class RefusedRecordException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    RefusedRecordException(String message) {
        super(message);
    }

    RefusedRecordException(String message, Throwable cause) {
        super(message, cause);
    }
}

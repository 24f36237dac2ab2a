package io.minerstream.validator.topology;

/**
 * A record with impossible content: it goes to the quarantine and does not change the state. The message is the reason that the
 * quarantined record carries.
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

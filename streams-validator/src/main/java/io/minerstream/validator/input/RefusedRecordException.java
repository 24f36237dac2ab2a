package io.minerstream.validator.input;

/**
 * A record with impossible content: it goes to the quarantine and does not change the state. The message is the reason that the
 * quarantined record carries.
 */
public final class RefusedRecordException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /** A message may quote texts of any length. */
    private static final int MOST_CHARACTERS = 1000;

    public RefusedRecordException(String message) {
        super(shorten(message));
    }

    public RefusedRecordException(String message, Throwable cause) {
        super(shorten(message), cause);
    }

    /** The first {@value #MOST_CHARACTERS} characters. */
    static String shorten(String message) {
        return message.length() <= MOST_CHARACTERS ? message : message.substring(0, MOST_CHARACTERS) + "...";
    }
}

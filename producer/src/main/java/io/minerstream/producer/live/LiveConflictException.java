package io.minerstream.producer.live;

/** Earlier readings of the site stand in the way of a live session. Nothing was written. */
public final class LiveConflictException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    LiveConflictException(String message) {
        super(message);
    }
}

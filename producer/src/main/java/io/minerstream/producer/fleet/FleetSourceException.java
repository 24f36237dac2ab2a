package io.minerstream.producer.fleet;

/** The miners of a site could not be read. The cause says whether the source is unreachable or refused the query. */
public final class FleetSourceException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /**
     * @param message what could not be read, from where and why
     * @param cause error of the source, not null
     */
    public FleetSourceException(String message, Throwable cause) {
        super(message, cause);
    }
}

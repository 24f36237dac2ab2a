package io.minerstream.connect.rest;

import io.minerstream.schemas.access.Secrets;

/** Kafka Connect answered a request with an error. The message holds Connect's own, without secrets. */
public final class ConnectRequestException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final int status;

    ConnectRequestException(int status, String message) {
        super(Secrets.hideInText(message));
        this.status = status;
    }

    /** The HTTP status, 400 to 599. */
    public int status() {
        return status;
    }
}

package io.minerstream.connect.rest;

import io.minerstream.schemas.access.Secrets;

/** Kafka Connect cannot be used as addressed: nothing answers, it is no Kafka Connect, or it refuses our credentials. */
public final class ConnectUnavailableException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    ConnectUnavailableException(String message, Throwable cause) {
        super(Secrets.hideInText(message), cause);
    }
}

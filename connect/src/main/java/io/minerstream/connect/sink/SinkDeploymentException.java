package io.minerstream.connect.sink;

import io.minerstream.schemas.access.Secrets;

/** Kafka Connect rejected a connector, or the connector does not run. */
public final class SinkDeploymentException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    SinkDeploymentException(String message) {
        super(Secrets.hideInText(message));
    }
}

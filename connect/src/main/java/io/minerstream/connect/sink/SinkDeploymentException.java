package io.minerstream.connect.sink;

/** Kafka Connect rejected a connector, or the connector does not run. */
public final class SinkDeploymentException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    SinkDeploymentException(String message) {
        super(message);
    }
}

package io.minerstream.connect.sink;

import io.minerstream.schemas.access.Secrets;

/** Kafka Connect rejected a connector, or the connector does not run. */
public final class SinkDeploymentException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    SinkDeploymentException(String message) {
        super(Secrets.hideInText(message));
    }

    /** @param traces stack traces of the parts that failed, without secrets */
    SinkDeploymentException(String message, String traces) {
        super(Secrets.hideInText(message), new OnWorker(traces));
    }

    /** A failure on a worker, whose stack trace is its message. */
    private static final class OnWorker extends Exception {

        private static final long serialVersionUID = 1L;

        OnWorker(String traces) {
            super(traces, null, false, false);
        }

        @Override
        @SuppressWarnings("OverrideThrowableToString") // The trace begins with the class on the worker.
        public String toString() {
            return getMessage();
        }
    }
}

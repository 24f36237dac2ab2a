package io.minerstream.schemas.serde;

import io.minerstream.schemas.access.Secrets;
import org.apache.kafka.common.errors.RetriableException;

/** The schema registry could not be reached, or failed to answer; the same call may succeed later. */
public final class RegistryUnavailableException extends RetriableException {

    private static final long serialVersionUID = 1L;

    /**
     * @param message what was tried, what came, what to do
     * @param cause the failure of the last attempt, not null
     */
    public RegistryUnavailableException(String message, Throwable cause) {
        super(Secrets.hideInText(message), cause);
    }
}

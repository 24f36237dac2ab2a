package io.minerstream.schemas.serde;

import io.minerstream.schemas.access.Secrets;
import org.apache.kafka.common.errors.SerializationException;

/** The schema registry answered and refused: unknown id, incompatible schema, wrong credentials, or no registry at all. */
public final class RegistryException extends SerializationException {

    private static final long serialVersionUID = 1L;

    /**
     * @param message what was asked, what came, what to do
     * @param cause the registry's answer, may be null
     */
    public RegistryException(String message, Throwable cause) {
        super(Secrets.hideInText(message), cause);
    }
}

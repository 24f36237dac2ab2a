package io.minerstream.schemas.serde;

import io.minerstream.schemas.access.Secrets;
import org.apache.kafka.common.errors.SerializationException;

/** The schema registry answered and refused: unknown id, incompatible schema, wrong credentials, or no registry at all. */
public final class RegistryException extends SerializationException {

    private static final long serialVersionUID = 1L;

    private final boolean ofEveryCall;

    /**
     * A refusal of what was asked.
     *
     * @param message what was asked, what came, what to do
     * @param cause the registry's answer, may be null
     */
    public RegistryException(String message, Throwable cause) {
        this(message, cause, false);
    }

    RegistryException(String message, Throwable cause, boolean ofEveryCall) {
        super(Secrets.hideInText(message), cause);
        this.ofEveryCall = ofEveryCall;
    }

    /**
     * Whether any other call would be refused as well: wrong credentials, TLS, or no registry at all. Says nothing of the schema that
     * was asked for.
     */
    public boolean isOfEveryCall() {
        return ofEveryCall;
    }
}

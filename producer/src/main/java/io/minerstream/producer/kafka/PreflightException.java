package io.minerstream.producer.kafka;

import java.util.List;

/** The topics would lose, displace or refuse records. Nothing was written. */
public final class PreflightException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /** @param findings a sentence for each problem, at least one */
    public PreflightException(List<String> findings) {
        super(String.join("\n", findings));
    }
}

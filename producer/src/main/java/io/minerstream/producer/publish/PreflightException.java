package io.minerstream.producer.publish;

import java.util.List;

/** The topics would lose, displace or refuse records of the run. Nothing was written. */
public final class PreflightException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    PreflightException(List<String> findings) {
        super(String.join("\n", findings));
    }
}

package io.minerstream.schemas.serde;

import io.minerstream.schemas.wait.Deadline;
import java.io.IOException;
import java.time.Duration;
import org.apache.kafka.common.utils.ExponentialBackoff;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Retries transient failures of registry calls. Confluent's client 7.5 has no retries. */
final class RegistryCall {

    private static final Logger LOG = LoggerFactory.getLogger(RegistryCall.class);

    private static final double JITTER = 0.2;

    private final int maxRetries;
    private final ExponentialBackoff backoff;

    RegistryCall(RegistryConfig config) {
        this.maxRetries = config.getInt(RegistryConfig.MAX_RETRIES);
        long waitMs = config.getLong(RegistryConfig.RETRY_WAIT_MS);
        this.backoff = new ExponentialBackoff(
                waitMs, 2, Math.max(waitMs, config.getLong(RegistryConfig.RETRY_MAX_WAIT_MS)), JITTER);
    }

    /** One call; an {@link IOException} or {@link TransientAnswerException} is retried, all else is final. */
    interface Attempt<T> {
        T run() throws IOException, TransientAnswerException;
    }

    /** The registry answered that it cannot answer now (5xx, 429, 408). */
    static final class TransientAnswerException extends Exception {
        private static final long serialVersionUID = 1L;

        TransientAnswerException(String message, Throwable cause) {
            super(message, cause);
        }
    }

    <T> T run(String what, Object urls, Attempt<T> attempt) {
        for (int retries = 0; ; retries++) {
            try {
                return attempt.run();
            } catch (IOException | TransientAnswerException e) {
                if (retries >= maxRetries) {
                    throw new RegistryUnavailableException(
                            "schema registry %s: %s failed after %d %s (%s); check that it runs and that %s is right"
                                    .formatted(
                                            urls,
                                            what,
                                            retries + 1,
                                            retries == 0 ? "attempt" : "attempts",
                                            describe(e),
                                            RegistryConfig.URL),
                            e);
                }
                long waitMs = backoff.backoff(retries);
                LOG.atDebug()
                        .addKeyValue("waitMs", waitMs)
                        .addKeyValue("cause", describe(e))
                        .log("schema registry did not answer, trying again");
                Deadline.pause(Duration.ofMillis(waitMs));
            }
        }
    }

    /** With the kind of an {@link IOException}: the message of an UnknownHostException, say, is only the host. */
    private static String describe(Exception e) {
        if (e instanceof TransientAnswerException) {
            return e.getMessage();
        }
        String kind = e.getClass().getSimpleName();
        return e.getMessage() == null ? kind : kind + ": " + e.getMessage();
    }
}

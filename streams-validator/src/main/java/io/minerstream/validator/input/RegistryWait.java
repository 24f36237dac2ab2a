package io.minerstream.validator.input;

import io.minerstream.schemas.serde.RegistryUnavailableException;
import io.minerstream.schemas.wait.Deadline;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.SerializationException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Stream threads that wait for the schema registry. They wait where they are: a thread that fails loses its state stores, and restores
 * them. Thread-safe.
 */
public final class RegistryWait {

    /** Its place in the settings of the registry's client. */
    public static final String SETTING = "validator.registry.wait";

    /** Half of the transaction timeout. */
    private static final Duration LONGEST = Duration.ofSeconds(30);

    /** Half of those that a window waits for unread readings. */
    private static final int GRACE_PERIODS = 5;

    private static final Duration PAUSE = Duration.ofMillis(500);

    private static final Logger LOG = LoggerFactory.getLogger(RegistryWait.class);

    private final Duration longest;
    private final CountDownLatch closing = new CountDownLatch(1);
    private volatile String reason;

    /** @param gracePeriod of the validator */
    public RegistryWait(Duration gracePeriod) {
        Duration periods = gracePeriod.multipliedBy(GRACE_PERIODS);
        this.longest = periods.compareTo(LONGEST) < 0 ? periods : LONGEST;
    }

    /** The one among the settings; one that does not wait when there is none. */
    static RegistryWait of(Map<String, ?> settings) {
        return settings.get(SETTING) instanceof RegistryWait given ? given : new RegistryWait(Duration.ZERO);
    }

    /** Why a thread waits, or waited until it failed; null when none does. */
    public String reason() {
        return reason;
    }

    /**
     * A thread could not use the registry.
     *
     * @param why not null; what to do
     */
    public void failed(String why) {
        if (reason == null) {
            LOG.warn("waiting for the schema registry: {}", why);
        }
        reason = why;
    }

    /** The registry answers. */
    void answered() {
        if (reason != null) {
            reason = null;
            LOG.info("the schema registry answers again");
        }
    }

    /** Ends all waits. */
    public void close() {
        closing.countDown();
    }

    /**
     * Repeats what failed.
     *
     * @throws RegistryUnavailableException when the registry does not answer for too long, or {@link #close} was called
     */
    <T> T retry(RegistryUnavailableException failure, Supplier<T> attempt) {
        Deadline deadline = Deadline.in(longest);
        RegistryUnavailableException last = failure;
        failed(last.getMessage());
        while (!deadline.isOver() && !isClosing()) {
            try {
                T value = attempt.get();
                answered();
                return value;
            } catch (SerializationException e) {
                answered();
                throw e;
            } catch (RegistryUnavailableException e) {
                last = e;
                failed(last.getMessage());
            }
        }
        throw last;
    }

    private boolean isClosing() {
        try {
            return closing.await(PAUSE.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            throw new InterruptException(e);
        }
    }
}

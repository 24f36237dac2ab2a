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

    /** A thread that waits, or is replaced, fails again within this time. */
    private static final Duration FORGOTTEN = Duration.ofMinutes(2);

    private static final int UNKNOWN = -1;

    private static final Logger LOG = LoggerFactory.getLogger(RegistryWait.class);

    private final Duration longest;
    private final Duration forgotten;
    private final CountDownLatch closing = new CountDownLatch(1);
    private volatile Outage outage;

    /** The last failure. */
    private record Outage(String reason, int schemaId, Deadline forgotten) {}

    /** @param gracePeriod of the validator */
    public RegistryWait(Duration gracePeriod) {
        this(gracePeriod, FORGOTTEN);
    }

    RegistryWait(Duration gracePeriod, Duration forgotten) {
        Duration periods = gracePeriod.multipliedBy(GRACE_PERIODS);
        this.longest = periods.compareTo(LONGEST) < 0 ? periods : LONGEST;
        this.forgotten = forgotten;
    }

    /** The one among the settings; one that does not wait when there is none. */
    static RegistryWait of(Map<String, ?> settings) {
        return settings.get(SETTING) instanceof RegistryWait given ? given : new RegistryWait(Duration.ZERO);
    }

    /** Why a thread waits, or waited until it failed; null when none does. */
    public String reason() {
        Outage last = outage;
        return last == null ? null : last.reason();
    }

    /**
     * A thread could not use the registry.
     *
     * @param why not null; what to do
     */
    public void failed(String why) {
        Outage last = outage;
        failed(why, last == null ? UNKNOWN : last.schemaId());
    }

    private void failed(String why, int schemaId) {
        if (outage == null) {
            LOG.warn("waiting for the schema registry: {}", why);
        }
        outage = new Outage(why, schemaId, Deadline.in(forgotten));
    }

    /** The registry answers. */
    private void answered() {
        if (outage != null) {
            outage = null;
            LOG.info("the schema registry answers again");
        }
    }

    /**
     * A thread has the schema of this id. Says nothing about the registry when another thread waits for another schema: this one may
     * have been known. The partition of a thread that waited may be another instance's by now.
     */
    void known(int schemaId) {
        Outage last = outage;
        if (last != null
                && (last.schemaId() == schemaId
                        || last.schemaId() == UNKNOWN
                        || last.forgotten().isOver())) {
            answered();
        }
    }

    /** Ends all waits. */
    public void close() {
        closing.countDown();
    }

    /**
     * Repeats what failed.
     *
     * @param schemaId of the schema that it needs
     * @throws RegistryUnavailableException when the registry does not answer for too long, or {@link #close} was called
     */
    <T> T retry(int schemaId, RegistryUnavailableException failure, Supplier<T> attempt) {
        Deadline deadline = Deadline.in(longest);
        RegistryUnavailableException last = failure;
        failed(last.getMessage(), schemaId);
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
                failed(last.getMessage(), schemaId);
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

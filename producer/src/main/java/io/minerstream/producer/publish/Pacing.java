package io.minerstream.producer.publish;

import io.minerstream.producer.pacing.Lateness;
import io.minerstream.producer.pacing.Pacer;
import io.minerstream.producer.pacing.RateProfile;
import io.minerstream.producer.pacing.Sleeper;
import java.time.Duration;
import java.util.Optional;
import java.util.function.LongSupplier;
import org.apache.kafka.common.errors.InterruptException;

/** Paces the readings of one run, and records how late they are. Used by one thread, once. */
final class Pacing {

    /** Interval at which a waiting sender checks errors and cancellation, and reports progress. */
    private static final long CHECK_NANOS = Duration.ofMillis(500).toNanos();

    private final RateProfile rate;
    private final LongSupplier nanoClock;
    private final Sleeper sleeper;
    private final Lateness lateness = new Lateness();
    private final boolean byBatch;
    private Pacer pacer;
    private long firstRecord;
    private long checkedNanos;

    /**
     * Pacing that starts with the first reading.
     *
     * @param byBatch whether the schedule starts anew with each commit batch, because each has a time of its own
     * @param whileWaiting called regularly while nothing is due; what it throws ends the wait
     */
    Pacing(RateProfile rate, boolean byBatch, LongSupplier nanoClock, Runnable whileWaiting) {
        this.rate = rate;
        this.byBatch = byBatch;
        this.nanoClock = nanoClock;
        this.sleeper = nanos -> {
            whileWaiting.run();
            Sleeper.PARKING.sleep(Math.min(nanos, CHECK_NANOS));
        };
    }

    /** Whether readings are due at once, so that {@link #awaitDue} may be called by any thread. */
    boolean isUnlimited() {
        return rate.isUnlimited();
    }

    /**
     * A commit batch begins.
     *
     * @param record number of its first reading among those sent since this start
     */
    void beginBatch(long record) {
        if (byBatch) {
            pacer = null;
            firstRecord = record;
            checkedNanos = 0;
        }
    }

    /**
     * Waits until a reading is due.
     *
     * @param record number of the reading among those sent since this start, from 0
     * @return whether errors must be checked and progress reported now
     */
    boolean awaitDue(long record) {
        if (rate.isUnlimited()) {
            return false;
        }
        if (pacer == null) {
            pacer = Pacer.start(rate.schedule(), nanoClock, sleeper);
        }
        try {
            lateness.record(pacer.awaitDue(record - firstRecord));
        } catch (InterruptedException e) {
            throw new InterruptException(e);
        }
        boolean isCheckDue = pacer.elapsedNanos() - checkedNanos >= CHECK_NANOS;
        if (isCheckDue) {
            checkedNanos = pacer.elapsedNanos();
        }
        return isCheckDue;
    }

    /** How late the readings were; empty when they were unthrottled. */
    Optional<Lateness.Summary> lateness() {
        return rate.isUnlimited() ? Optional.empty() : Optional.of(lateness.summary());
    }
}

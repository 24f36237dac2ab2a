package io.minerstream.producer.pacing;

import io.minerstream.schemas.run.TimeRange;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * Lets the readings of a run through when their time has come. Asked by the publishing thread before it opens the transaction
 * that they belong to, so that none is open while nothing is due.
 */
public interface TimePointScheduler {

    /** Lets everything through at once: history that is generated. */
    TimePointScheduler OPEN = new TimePointScheduler() {
        @Override
        public boolean awaitDue(Instant timePoint, Runnable whileWaiting) {
            return true;
        }

        @Override
        public Optional<Duration> furthestAhead(TimeRange range, Instant now) {
            return Optional.of(Duration.between(now, range.last()));
        }
    };

    /**
     * Returns when a time point is due.
     *
     * @param whileWaiting called now and then while it is not; what it throws ends the wait
     * @return false when the run is to end before this time point; what is committed stays, and the run can go on later
     */
    boolean awaitDue(Instant timePoint, Runnable whileWaiting);

    /**
     * How far the times of readings will be ahead of the wall clock when they are written, at most; not positive when they never
     * are.
     *
     * @param range time points of the run at hand; a gate that lets several runs through answers for all of them
     * @return empty when there is no bound
     */
    Optional<Duration> furthestAhead(TimeRange range, Instant now);
}

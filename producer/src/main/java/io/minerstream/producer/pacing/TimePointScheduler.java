package io.minerstream.producer.pacing;

import io.minerstream.schemas.run.TimeRange;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * Decides when the readings of a time point are due. Asked by the publishing thread before it begins their transaction, so that none is
 * open while nothing is due.
 */
public interface TimePointScheduler {

    /** Everything is due at once: history that is generated. */
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
     * @param whileWaiting called regularly while it is not; what it throws ends the wait
     * @return false when the run ends before this time point; what is committed stays, and the run can resume later
     */
    boolean awaitDue(Instant timePoint, Runnable whileWaiting);

    /**
     * The furthest that readings will be ahead of the wall clock when they are written; not positive when they never are.
     *
     * @param range time points of the current run; a scheduler of several runs answers for all of them
     * @return empty when there is no bound
     */
    Optional<Duration> furthestAhead(TimeRange range, Instant now);
}

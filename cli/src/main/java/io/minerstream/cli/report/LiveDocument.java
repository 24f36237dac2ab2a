package io.minerstream.cli.report;

import io.minerstream.producer.live.LiveResult;
import io.minerstream.producer.live.LiveSpec;
import io.minerstream.producer.live.LiveTimePoint;
import io.minerstream.producer.signal.SignalProfile;
import io.minerstream.schemas.run.RunId;
import java.time.Duration;
import java.time.Instant;

/** The JSON of a live session: a line for each time point, and one at the end. */
public sealed interface LiveDocument {

    /**
     * A committed time point.
     *
     * @param lateSeconds null for history
     */
    record TimePoint(String event, RunId runId, Instant timePoint, long records, boolean history, Duration lateSeconds)
            implements LiveDocument {}

    /**
     * The end of the session.
     *
     * @param ended false when it was stopped
     */
    record End(
            String event,
            boolean ended,
            int siteId,
            long seed,
            SignalProfile profile,
            long intervalSeconds,
            int runs,
            long timePoints,
            long records,
            Instant nextTimePoint)
            implements LiveDocument {}

    /** The line of a time point. */
    static LiveDocument timePoint(LiveTimePoint timePoint) {
        return new TimePoint(
                "timePoint",
                timePoint.run(),
                timePoint.time(),
                timePoint.records(),
                timePoint.late().isEmpty(),
                timePoint.late().orElse(null));
    }

    /** The line at the end. */
    static LiveDocument end(LiveSpec spec, LiveResult result) {
        return new End(
                "end",
                result.ended(),
                spec.siteId(),
                spec.seed(),
                spec.profile(),
                spec.interval().toSeconds(),
                result.runs(),
                result.timePoints(),
                result.records(),
                result.next());
    }
}

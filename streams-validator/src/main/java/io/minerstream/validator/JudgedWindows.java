package io.minerstream.validator;

import io.minerstream.avro.TelemetryAlert;
import io.minerstream.avro.WindowVerdict;
import io.minerstream.schemas.run.RunId;
import io.minerstream.schemas.run.TimeRange;
import io.minerstream.validator.rule.EventWindows;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Windows that get a verdict: all of a run, or those of a site's event time.
 *
 * @param run as verdicts and alerts have it
 * @param siteId site of the windows
 * @param from start of the first window, inclusive
 * @param to end of the last window, exclusive
 * @param count number of windows, at least 1
 * @param interval between two readings of a miner; empty when only the verdicts tell
 */
public record JudgedWindows(String run, int siteId, Instant from, Instant to, int count, Optional<Duration> interval) {

    /**
     * The windows of a run.
     *
     * @param range time points of the run
     * @param count in how many windows it is judged
     */
    public static JudgedWindows ofRun(RunId run, int siteId, TimeRange range, int count) {
        return new JudgedWindows(run.text(), siteId, range.from(), range.to(), count, Optional.of(range.interval()));
    }

    /**
     * The windows of event time that a range touches.
     *
     * @param from inclusive
     * @param to exclusive, after {@code from}
     */
    public static JudgedWindows ofEventTime(int siteId, Instant from, Instant to, EventWindows windows) {
        Instant start = windows.start(windows.id(siteId, from.toEpochMilli()));
        Instant end = windows.end(windows.id(siteId, to.toEpochMilli() - 1));
        int count = Math.toIntExact(Duration.between(start, end).dividedBy(windows.length()));
        return new JudgedWindows(EventWindows.RUN, siteId, start, end, count, Optional.empty());
    }

    boolean has(WindowVerdict verdict) {
        return verdict.getRunId().equals(run) && verdict.getSiteId() == siteId && contains(verdict.getWindowStart());
    }

    /** Whether an offence of these windows caused the state of an alert. */
    boolean has(TelemetryAlert alert) {
        boolean ofSite = alert.getSiteId() == null || alert.getSiteId() == siteId;
        return ofSite
                && run.equals(alert.getRunId())
                && (!run.equals(EventWindows.RUN)
                        || Stream.concat(Stream.of(alert.getWindowStart()), alert.getTimePoints().stream())
                                .filter(Objects::nonNull)
                                .anyMatch(this::contains));
    }

    private boolean contains(Instant time) {
        return !time.isBefore(from) && time.isBefore(to);
    }
}

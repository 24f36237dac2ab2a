package io.minerstream.cli.option;

import io.minerstream.pipeline.PipelineException;
import io.minerstream.schemas.bound.Bound;
import io.minerstream.schemas.run.DurationText;
import io.minerstream.schemas.run.TimeRange;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The time points of a run. */
public final class RangeOptions {

    /** Length of the range when neither --from nor --to is given, in hours. */
    public static final int DEFAULT_HOURS = 24;

    @Option(names = "--from", paramLabel = "TIME", order = HelpGroups.RANGE)
    @Within(Bound.TIME)
    private Instant from;

    @Option(names = "--to", paramLabel = "TIME", order = HelpGroups.RANGE)
    @Within(Bound.TIME)
    private Instant to;

    @Option(names = "--hours", paramLabel = "N", order = HelpGroups.RANGE)
    @Within(Bound.HOURS)
    private Integer hours;

    @Mixin
    private IntervalOption interval;

    /** Whether the options name any time. */
    public boolean isGiven() {
        return from != null || to != null || hours != null;
    }

    /** The interval that the user named; empty for none. */
    public Optional<Duration> interval() {
        return interval.given();
    }

    /**
     * Whether the range may overlap a run.
     *
     * @param start of the run, inclusive
     * @param end of the run, exclusive
     */
    public boolean mayTouch(Instant start, Instant end) {
        Instant first = from == null && to != null ? to.minus(span()) : from;
        return (first == null || first.isBefore(end))
                && latest().map(start::isBefore).orElse(true);
    }

    /**
     * The time points of the options, hourly unless they name an interval; by default those of the last 24 hours.
     *
     * @throws PipelineException when they contradict each other or are no whole intervals
     */
    public TimeRange resolve(Clock clock) {
        return resolve(clock, TimeRange.HOURLY);
    }

    /**
     * The time points of the options; by default those of the last 24 hours.
     *
     * @param unlessGiven interval when the options name none
     * @throws PipelineException when they contradict each other or are no whole intervals
     */
    public TimeRange resolve(Clock clock, Duration unlessGiven) {
        Duration step = interval().orElse(unlessGiven);
        requireHours(step);
        requireWhole("--from", from, step);
        requireWhole("--to", to, step);
        Instant end =
                latest().orElseGet(() -> TimeRange.floor(clock.instant(), step).plus(step));
        Instant start = from == null ? end.minus(span()) : from;
        if (!start.isBefore(end)) {
            throw PipelineException.usage(
                    "--from: must be before %s (%s), got %s".formatted(to == null ? "now" : "--to", end, start));
        }
        if (!Bound.TIME.holds(start) || !Bound.TIME.holds(end)) {
            throw PipelineException.usage("%s: the range must be %s, got %s to %s; both ends count"
                    .formatted(hours == null ? "--from, --to" : "--hours", Bound.TIME.range(), start, end));
        }
        return PipelineException.valid("", () -> new TimeRange(start, end, step));
    }

    /** The end that the options name. */
    private Optional<Instant> latest() {
        return Optional.ofNullable(to == null && from != null && hours != null ? from.plus(span()) : to);
    }

    private Duration span() {
        return Duration.ofHours(hours == null ? DEFAULT_HOURS : hours);
    }

    private void requireHours(Duration step) {
        if (from != null && to != null && hours != null) {
            throw PipelineException.usage("--hours: must not be combined with both --from and --to");
        }
        if (span().toSeconds() % step.toSeconds() != 0) {
            throw PipelineException.usage("--hours: must be a whole number of intervals of %s, got %s"
                    .formatted(DurationText.option(step), hours));
        }
    }

    private void requireWhole(String option, Instant time, Duration step) {
        if (time == null || time.equals(TimeRange.floor(time, step))) {
            return;
        }
        String requirement = step.equals(TimeRange.HOURLY)
                ? "must be a whole hour"
                : "must be a whole multiple of the interval, " + DurationText.option(step);
        throw PipelineException.usage(
                "%s: %s, got %s; use %s".formatted(option, requirement, time, TimeRange.floor(time, step)));
    }
}

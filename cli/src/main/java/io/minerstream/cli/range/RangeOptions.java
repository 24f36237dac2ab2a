package io.minerstream.cli.range;

import io.minerstream.schemas.run.TimeRange;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The time points of a run. */
public final class RangeOptions {

    private static final int DEFAULT_HOURS = 24;

    @Spec(Spec.Target.MIXEE)
    private CommandSpec command;

    @Option(
            names = "--from",
            paramLabel = "TIME",
            order = 10,
            converter = InstantConverter.class,
            description =
                    "First time point, inclusive (RFC 3339, for example 2026-11-01T00:00:00Z, or a date); a whole multiple of "
                            + "the interval.")
    private Instant from;

    @Option(
            names = "--to",
            paramLabel = "TIME",
            order = 11,
            converter = InstantConverter.class,
            description = "End, exclusive; a whole multiple of the interval.")
    private Instant to;

    @Option(
            names = "--hours",
            paramLabel = "N",
            order = 12,
            description =
                    "Length in hours, whatever the interval. Without --from and --to, the last N hours of time points (default: "
                            + "24).")
    private Integer hours;

    @Option(
            names = "--interval",
            paramLabel = "LENGTH",
            order = 13,
            converter = IntervalConverter.class,
            description =
                    "Distance of two readings of a miner: seconds or minutes that divide an hour (30s, 5m, 15m, PT5M), or whole "
                            + "hours that divide a day (1h, 2h, 6h). An hour unless given.")
    private Duration interval;

    /** Whether the user named any time. */
    public boolean isGiven() {
        return from != null || to != null || hours != null;
    }

    /** The interval that the user named; empty for none. */
    public Optional<Duration> interval() {
        return Optional.ofNullable(interval);
    }

    /**
     * Whether the options leave it open that time points of a run are meant.
     *
     * @param start of the run, inclusive
     * @param end of the run, exclusive
     */
    public boolean mayTouch(Instant start, Instant end) {
        Instant first = from == null && to != null ? to.minus(span()) : from;
        Instant last = to == null && from != null && hours != null ? from.plus(span()) : to;
        return (first == null || first.isBefore(end)) && (last == null || start.isBefore(last));
    }

    /**
     * The time points that the options name, an hour apart unless they say otherwise; those of the last 24 hours when they
     * name none.
     *
     * @throws ParameterException when they contradict each other or are no whole intervals
     */
    public TimeRange resolve(Clock clock) {
        return resolve(clock, TimeRange.HOURLY);
    }

    /**
     * The time points that the options name; those of the last 24 hours when they name none.
     *
     * @param unlessGiven distance of the time points when the options do not say it
     * @throws ParameterException when they contradict each other or are no whole intervals
     */
    public TimeRange resolve(Clock clock, Duration unlessGiven) {
        Duration step = interval().orElse(unlessGiven);
        requireHours(step);
        requireWhole("--from", from, step);
        requireWhole("--to", to, step);
        if (from == null && to == null) {
            TimeRange last = TimeRange.last(clock.instant(), span(), step);
            requireAfterEpoch("--hours", last.from());
            return last;
        }
        Instant start = from;
        Instant end = to;
        if (start == null) {
            start = to.minus(span());
        } else if (end == null) {
            end = hours == null ? TimeRange.floor(clock.instant(), step).plus(step) : from.plus(span());
        }
        if (!start.isBefore(end)) {
            throw usage("--from: must be before %s (%s), got %s".formatted(to == null ? "now" : "--to", end, start));
        }
        requireAfterEpoch(from == null ? "--hours" : "--from", start);
        try {
            return new TimeRange(start, end, step);
        } catch (IllegalArgumentException e) {
            throw usage(e.getMessage());
        }
    }

    private Duration span() {
        return Duration.ofHours(hours == null ? DEFAULT_HOURS : hours);
    }

    private void requireHours(Duration step) {
        if (hours != null && hours < 1) {
            throw usage("--hours: must be at least 1, got " + hours);
        }
        if (from != null && to != null && hours != null) {
            throw usage("--hours: --from and --to already say how many hours; leave one of the three out");
        }
        if (span().toSeconds() % step.toSeconds() != 0) {
            throw usage("--hours: must be a whole number of intervals of %s, got %d"
                    .formatted(DurationConverter.text(step), hours));
        }
    }

    private void requireWhole(String option, Instant time, Duration step) {
        if (time == null || time.equals(TimeRange.floor(time, step))) {
            return;
        }
        String requirement = step.equals(TimeRange.HOURLY)
                ? "must be a whole hour"
                : "must be a whole multiple of the interval, " + DurationConverter.text(step);
        throw usage("%s: %s, got %s; use %s".formatted(option, requirement, time, TimeRange.floor(time, step)));
    }

    private void requireAfterEpoch(String option, Instant start) {
        if (start.isBefore(Instant.EPOCH)) {
            throw usage("%s: must begin at 1970-01-01T00:00:00Z or later, as the times of Kafka do, got %s"
                    .formatted(option, start));
        }
    }

    private ParameterException usage(String message) {
        return new ParameterException(command.commandLine(), message);
    }
}

package io.minerstream.cli.range;

import io.minerstream.schemas.run.TimeRange;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The hours of a run. */
public final class RangeOptions {

    private static final int DEFAULT_HOURS = 24;

    @Spec(Spec.Target.MIXEE)
    private CommandSpec command;

    @Option(
            names = "--from",
            paramLabel = "TIME",
            order = 10,
            converter = InstantConverter.class,
            description = "First hour, inclusive (RFC 3339, for example 2026-11-01T00:00:00Z, or a date).")
    private Instant from;

    @Option(
            names = "--to",
            paramLabel = "TIME",
            order = 11,
            converter = InstantConverter.class,
            description = "End, exclusive.")
    private Instant to;

    @Option(
            names = "--hours",
            paramLabel = "N",
            order = 12,
            description = "Number of hours. Without --from and --to, the last N whole hours (default: 24).")
    private Integer hours;

    /** Whether the user named any hours. */
    public boolean isGiven() {
        return from != null || to != null || hours != null;
    }

    /**
     * The hours that the options name; the last 24 whole hours when they name none.
     *
     * @throws ParameterException when they contradict each other or are no whole hours
     */
    public TimeRange resolve(Clock clock) {
        if (hours != null && hours < 1) {
            throw usage("--hours: must be at least 1, got " + hours);
        }
        if (from != null && to != null && hours != null) {
            throw usage("--hours: --from and --to already say how many hours; leave one of the three out");
        }
        requireWholeHour("--from", from);
        requireWholeHour("--to", to);
        if (from == null && to == null) {
            TimeRange last = TimeRange.lastWholeHours(clock.instant(), hours == null ? DEFAULT_HOURS : hours);
            requireAfterEpoch("--hours", last.from());
            return last;
        }
        Instant start = from;
        Instant end = to;
        if (start == null) {
            start = to.minus(span());
        } else if (end == null) {
            end = hours == null ? endOfCurrentHour(clock) : from.plus(span());
        }
        if (!start.isBefore(end)) {
            throw usage("--from: must be before %s (%s), got %s".formatted(to == null ? "now" : "--to", end, start));
        }
        requireAfterEpoch(from == null ? "--hours" : "--from", start);
        return TimeRange.hourly(start, end);
    }

    private Duration span() {
        return Duration.ofHours(hours == null ? DEFAULT_HOURS : hours);
    }

    private static Instant endOfCurrentHour(Clock clock) {
        return clock.instant().truncatedTo(ChronoUnit.HOURS).plus(1, ChronoUnit.HOURS);
    }

    private void requireWholeHour(String option, Instant time) {
        if (time != null && !time.equals(time.truncatedTo(ChronoUnit.HOURS))) {
            throw usage("%s: must be a whole hour, got %s; use %s"
                    .formatted(option, time, time.truncatedTo(ChronoUnit.HOURS)));
        }
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

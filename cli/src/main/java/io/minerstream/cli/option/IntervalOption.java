package io.minerstream.cli.option;

import io.minerstream.schemas.bound.Bound;
import io.minerstream.schemas.run.Interval;
import io.minerstream.schemas.run.TimeRange;
import java.time.Duration;
import java.util.Optional;
import picocli.CommandLine.Option;

/** Time between two readings of a miner. */
public final class IntervalOption {

    @Option(names = "--interval", paramLabel = "LENGTH", order = HelpGroups.RANGE)
    @Within(Bound.INTERVAL)
    private Interval interval;

    /** Empty for none. */
    public Optional<Duration> given() {
        return Optional.ofNullable(interval).map(given -> Duration.ofSeconds(given.seconds()));
    }

    /** The interval, by default an hour. */
    public Duration orHourly() {
        return given().orElse(TimeRange.HOURLY);
    }
}

package io.minerstream.cli.option;

import io.minerstream.schemas.run.Interval;
import java.time.Duration;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads the time between two readings of a miner. */
public final class IntervalConverter implements ITypeConverter<Duration> {

    @Override
    public Duration convert(String text) {
        try {
            return Interval.require(new DurationConverter().convert(text));
        } catch (IllegalArgumentException e) {
            throw new TypeConversionException(e.getMessage());
        }
    }
}

package io.minerstream.cli.option;

import io.minerstream.schemas.run.TimeText;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads a time in RFC 3339, or a date as its midnight in UTC. */
public final class InstantConverter implements ITypeConverter<Instant> {

    @Override
    public Instant convert(String text) {
        try {
            return TimeText.parse(text);
        } catch (DateTimeParseException e) {
            throw new TypeConversionException("must be " + TimeText.FORM + ", got '" + text + "'");
        }
    }
}

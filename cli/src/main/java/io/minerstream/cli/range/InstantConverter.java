package io.minerstream.cli.range;

import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads a time in RFC 3339, or a date as its midnight in UTC. */
public final class InstantConverter implements ITypeConverter<Instant> {

    private static final int DATE_LENGTH = "2026-11-01".length();

    @Override
    public Instant convert(String text) {
        try {
            return text.length() == DATE_LENGTH
                    ? LocalDate.parse(text).atStartOfDay(ZoneOffset.UTC).toInstant()
                    : OffsetDateTime.parse(text).toInstant();
        } catch (DateTimeParseException e) {
            throw new TypeConversionException(
                    "must be a time in RFC 3339 (2026-11-01T00:00:00Z) or a date (2026-11-01), got '" + text + "'");
        }
    }
}

package io.minerstream.schemas.run;

import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;

/** Parses times of options and files. */
public final class TimeText {

    /** What {@link #parse} takes, for a message. */
    public static final String FORM = "a time in RFC 3339 (2026-11-01T00:00:00Z) or a date (2026-11-01)";

    private static final int DATE_LENGTH = "2026-11-01".length();

    private TimeText() {}

    /**
     * A time in RFC 3339, or a date as its midnight in UTC.
     *
     * @throws DateTimeParseException for any other text
     */
    public static Instant parse(String text) {
        return text.length() == DATE_LENGTH
                ? LocalDate.parse(text).atStartOfDay(ZoneOffset.UTC).toInstant()
                : OffsetDateTime.parse(text).toInstant();
    }
}

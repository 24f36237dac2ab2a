package io.minerstream.schemas.run;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Header {@value #NAME} of a telemetry record: its run and the interval of the run.
 *
 * <p>The value is the id alone for hourly runs, {@code 6vj7qhw8}, and {@code <id>/<interval in seconds>} for all others,
 * {@code 6vj7qhw8/300}. The validator can therefore judge a reading before it knows the manifest of the run. Each
 * header has exactly one form: headers are equal if their bytes are.
 *
 * @param run the run, never null
 * @param interval distance of two readings of one miner, see {@link Interval}
 */
public record RunHeader(RunId run, Duration interval) {

    /** Name of the record header of telemetry records. */
    public static final String NAME = "run";

    private static final Pattern FORM = Pattern.compile("([0-9a-z]{" + RunId.LENGTH + "})(?:/([0-9]{1,9}))?");

    public RunHeader {
        Interval.require(interval);
    }

    /** The header of an hourly run. */
    public static RunHeader hourly(RunId run) {
        return new RunHeader(run, TimeRange.HOURLY);
    }

    /** ASCII bytes for the record header; a new array at each call. */
    public byte[] bytes() {
        return toString().getBytes(StandardCharsets.US_ASCII);
    }

    /**
     * Inverse of {@link #bytes()}.
     *
     * @param value value of the header, may be null
     * @return empty when the value is null or has neither form
     * @throws IllegalArgumentException when the value names an interval that no run may have, or the hour, which is left out
     */
    public static Optional<RunHeader> parse(byte[] value) {
        // Other producers may use the same header name for anything; long values need no check.
        if (value == null || value.length > RunId.LENGTH + 10) {
            return Optional.empty();
        }
        String text = new String(value, StandardCharsets.ISO_8859_1);
        Matcher form = FORM.matcher(text);
        if (!form.matches()) {
            return Optional.empty();
        }
        RunId run = new RunId(form.group(1));
        String seconds = form.group(2);
        if (seconds == null) {
            return Optional.of(hourly(run));
        }
        if (seconds.startsWith("0") || !Interval.isAllowed(Long.parseLong(seconds))) {
            throw new IllegalArgumentException(
                    "header %s: must give whole seconds that divide an hour or whole hours that divide a day, got %s"
                            .formatted(NAME, text));
        }
        RunHeader header = new RunHeader(run, Duration.ofSeconds(Long.parseLong(seconds)));
        if (header.isHourly()) {
            throw new IllegalArgumentException(
                    "header %s: must be the id alone, %s, for an hourly run, got %s".formatted(NAME, run, text));
        }
        return Optional.of(header);
    }

    private boolean isHourly() {
        return interval.equals(TimeRange.HOURLY);
    }

    /** The text of the header, as in {@code 6vj7qhw8} or {@code 6vj7qhw8/300}. */
    @Override
    public String toString() {
        return isHourly() ? run.text() : run.text() + "/" + interval.toSeconds();
    }
}

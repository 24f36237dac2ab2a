package io.minerstream.connect.limits;

import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * What one field must hold. A null passes every limit but {@code required}. Immutable.
 *
 * @param name the field
 * @param required whether null is refused
 * @param limits what a value must hold
 */
record FieldLimits(String name, boolean required, List<Limit> limits) {

    /** The limits in the words of the setting. */
    static final String SYNTAX =
            "a field name, then any of: required, finite, min=NUMBER or TIME, max=NUMBER or TIME, length=CHARACTERS, no-nul";

    private static final Pattern NUMBER = Pattern.compile("-?[0-9]{1,15}(\\.[0-9]{1,15})?");
    private static final Pattern WHOLE = Pattern.compile("[0-9]{1,9}");

    /** Judges a value. */
    @FunctionalInterface
    interface Limit {
        /** What must hold and what came; empty when it holds. */
        Optional<String> violation(Object value);
    }

    FieldLimits {
        limits = List.copyOf(limits);
    }

    /**
     * Parses one element of the setting, for example {@code hashrate required finite min=0}.
     *
     * @throws IllegalArgumentException when it is not of that form
     */
    static FieldLimits parse(String text) {
        String[] words = text.strip().split("\\s+", -1);
        boolean required = false;
        List<Limit> limits = new ArrayList<>();
        for (int i = 1; i < words.length; i++) {
            String[] limit = words[i].split("=", 2);
            String bound = limit.length == 2 ? limit[1] : null;
            switch (bound == null ? limit[0] : limit[0] + "=") {
                case "required" -> required = true;
                case "finite" -> limits.add(FieldLimits::finite);
                case "no-nul" -> limits.add(FieldLimits::withoutNul);
                case "min=" -> limits.add(bound(bound, true));
                case "max=" -> limits.add(bound(bound, false));
                case "length=" -> limits.add(length(Integer.parseInt(matching(WHOLE, bound))));
                default -> throw new IllegalArgumentException(text);
            }
        }
        if (words.length == 1) {
            throw new IllegalArgumentException(text);
        }
        return new FieldLimits(words[0], required, limits);
    }

    @SuppressWarnings("JavaUtilDate") // Connect's type of times.
    private static Limit bound(String text, boolean lowest) {
        String must = "must be at " + (lowest ? "least " : "most ") + text;
        if (!text.contains("T")) {
            double bound = Double.parseDouble(matching(NUMBER, text));
            return value -> {
                if (!(value instanceof Number number)) {
                    return Optional.of("must be a number, got " + kind(value));
                }
                // False for NaN.
                boolean holds = lowest ? number.doubleValue() >= bound : number.doubleValue() <= bound;
                return holds ? Optional.empty() : Optional.of(must + ", got " + number);
            };
        }
        long bound = time(text).toEpochMilli();
        return value -> {
            if (!(value instanceof Date time)) {
                return Optional.of("must be a time, got " + kind(value));
            }
            boolean holds = lowest ? time.getTime() >= bound : time.getTime() <= bound;
            return holds ? Optional.empty() : Optional.of(must + ", got " + time.toInstant());
        };
    }

    private static String matching(Pattern form, String text) {
        if (!form.matcher(text).matches()) {
            throw new IllegalArgumentException(text);
        }
        return text;
    }

    private static Instant time(String text) {
        try {
            return Instant.parse(text);
        } catch (DateTimeParseException e) {
            throw new IllegalArgumentException(text, e);
        }
    }

    private static Limit length(int longest) {
        return value -> {
            if (!(value instanceof String text)) {
                return Optional.of("must be text, got " + kind(value));
            }
            int length = text.codePointCount(0, text.length());
            return length <= longest
                    ? Optional.empty()
                    : Optional.of("must have at most " + longest + " characters, got " + length);
        };
    }

    private static Optional<String> finite(Object value) {
        return value instanceof Number number && Double.isFinite(number.doubleValue())
                ? Optional.empty()
                : Optional.of("must be a finite number, got " + (value instanceof Number ? value : kind(value)));
    }

    private static Optional<String> withoutNul(Object value) {
        int at = value instanceof String text ? text.indexOf('\0') : -1;
        return at < 0 ? Optional.empty() : Optional.of("must not contain U+0000, got one after " + at + " characters");
    }

    private static String kind(Object value) {
        return value.getClass().getSimpleName();
    }

    /** What the value must hold and what came; empty when all holds. */
    Optional<String> violation(Object value) {
        if (value == null) {
            return required ? Optional.of(name + " must have a value, got null") : Optional.empty();
        }
        for (Limit limit : limits) {
            Optional<String> violation = limit.violation(value);
            if (violation.isPresent()) {
                return violation.map(what -> name + " " + what);
            }
        }
        return Optional.empty();
    }
}

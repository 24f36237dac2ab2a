package io.minerstream.connect.copy.encode;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.temporal.ChronoUnit;
import java.util.function.ToLongFunction;
import org.apache.kafka.connect.data.Date;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.Time;
import org.apache.kafka.connect.data.Timestamp;

/**
 * Dates and times. All are UTC, as numbers since an epoch: no zone of a JVM or a session has a part in them. Besides Connect's logical
 * types there are Debezium's. A plain int64 is in microseconds, as Avro's timestamp-micros and time-micros are.
 */
final class TimeEncoders {

    private static final String DEBEZIUM = "io.debezium.time.";

    private static final long MICROS_PER_MILLI = 1_000;
    private static final long MICROS_PER_DAY = 86_400_000_000L;
    private static final long MILLIS_PER_DAY = 86_400_000;

    /** 2000-01-01, PostgreSQL's epoch, in days since 1970. */
    private static final long EPOCH_DAY = 10_957;

    /** Inclusive and exclusive, in microseconds and days since PostgreSQL's epoch (src/include/datatype/timestamp.h). */
    private static final long FIRST_TIMESTAMP = -211_813_488_000_000_000L;

    private static final long END_TIMESTAMP = 9_223_371_331_200_000_000L;
    private static final long FIRST_DAY = -2_451_545;
    private static final long END_DAY = 2_145_031_949;

    private TimeEncoders() {}

    /** Null when the schema is no time of that type. */
    static ValueEncoder of(Schema schema, String logical, ColumnType type) {
        ToLongFunction<Object> unit =
                switch (type.name()) {
                    case "date" -> days(logical);
                    case "time" -> microsOfDay(schema, logical);
                    default -> micros(schema, logical);
                };
        if (unit == null) {
            return null;
        }
        return switch (type.name()) {
            case "date" -> (value, out) -> out.field4((int) within(type, unit, value, FIRST_DAY, END_DAY, EPOCH_DAY));
            case "time" -> (value, out) -> out.field8(within(type, unit, value, 0, MICROS_PER_DAY + 1, 0));
            default ->
                (value, out) -> out.field8(
                        within(type, unit, value, FIRST_TIMESTAMP, END_TIMESTAMP, EPOCH_DAY * MICROS_PER_DAY));
        };
    }

    private static ToLongFunction<Object> days(String logical) {
        return switch (logical) {
            case Date.LOGICAL_NAME -> value -> Math.floorDiv(millis(value), MILLIS_PER_DAY);
            case DEBEZIUM + "Date" -> value -> ((Number) value).longValue();
            default -> null;
        };
    }

    private static ToLongFunction<Object> microsOfDay(Schema schema, String logical) {
        return switch (logical) {
            case Time.LOGICAL_NAME -> value -> millis(value) * MICROS_PER_MILLI;
            case DEBEZIUM + "Time" -> value -> ((Number) value).longValue() * MICROS_PER_MILLI;
            case DEBEZIUM + "NanoTime" -> value -> ((Number) value).longValue() / 1_000;
            default -> plainMicros(schema, logical);
        };
    }

    private static ToLongFunction<Object> micros(Schema schema, String logical) {
        return switch (logical) {
            case Timestamp.LOGICAL_NAME -> value -> Math.multiplyExact(millis(value), MICROS_PER_MILLI);
            case DEBEZIUM + "Timestamp" -> value -> Math.multiplyExact(((Number) value).longValue(), MICROS_PER_MILLI);
            case DEBEZIUM + "NanoTimestamp" -> value -> Math.floorDiv(((Number) value).longValue(), 1_000);
            case DEBEZIUM + "ZonedTimestamp" -> value -> micros((String) value);
            default -> plainMicros(schema, logical);
        };
    }

    private static ToLongFunction<Object> plainMicros(Schema schema, String logical) {
        boolean isOtherTime = logical.equals(Timestamp.LOGICAL_NAME) || logical.equals(Time.LOGICAL_NAME);
        return schema.type() == Schema.Type.INT64 && !isOtherTime ? value -> ((Number) value).longValue() : null;
    }

    private static long micros(String text) {
        try {
            return ChronoUnit.MICROS.between(
                    Instant.EPOCH, OffsetDateTime.parse(text).toInstant());
        } catch (DateTimeException e) {
            throw new BadValueException("22007", "a time with zone must have the form of ISO 8601, got another text");
        }
    }

    private static long within(
            ColumnType type, ToLongFunction<Object> unit, Object value, long first, long end, long epoch) {
        try {
            long since = Math.subtractExact(unit.applyAsLong(value), epoch);
            if (since >= first && since < end) {
                return since;
            }
        } catch (ArithmeticException e) {
            // Out of any range: below.
        }
        throw new BadValueException("22008", type.shown() + " must be in its range, got " + shown(value));
    }

    @SuppressWarnings("JavaUtilDate") // The type of Connect's logical times.
    private static long millis(Object date) {
        return ((java.util.Date) date).getTime();
    }

    private static String shown(Object value) {
        return value instanceof java.util.Date ? millis(value) + " ms since 1970" : String.valueOf(value);
    }
}

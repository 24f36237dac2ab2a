package io.minerstream.connect.copy.encode;

import org.apache.kafka.connect.data.Schema;

/** Integers and binary floating point numbers. */
final class NumberEncoders {

    private NumberEncoders() {}

    static ValueEncoder integer(ColumnType type) {
        return switch (type.name()) {
            case "int2" -> (value, out) -> out.field2((int) within(value, Short.MIN_VALUE, Short.MAX_VALUE, type));
            case "int4" -> (value, out) -> out.field4((int) within(value, Integer.MIN_VALUE, Integer.MAX_VALUE, type));
            default -> (value, out) -> out.field8(((Number) value).longValue());
        };
    }

    /** Null when the schema is no number. */
    static ValueEncoder floating(Schema schema, boolean isInteger, ColumnType type) {
        boolean isFloat = schema.type() == Schema.Type.FLOAT32 || schema.type() == Schema.Type.FLOAT64;
        if (!isInteger && !isFloat) {
            return null;
        }
        if (type.name().equals("float8")) {
            return isInteger
                    ? (value, out) -> out.field8(Double.doubleToRawLongBits(exactDouble((Number) value)))
                    : (value, out) -> out.field8(Double.doubleToRawLongBits(((Number) value).doubleValue()));
        }
        return isInteger
                ? (value, out) -> out.field4(Float.floatToRawIntBits(exactFloat((Number) value)))
                : (value, out) -> out.field4(Float.floatToRawIntBits(toFloat(((Number) value).doubleValue())));
    }

    private static long within(Object value, long lowest, long highest, ColumnType type) {
        long number = ((Number) value).longValue();
        if (number < lowest || number > highest) {
            throw new BadValueException(
                    "22003", type.shown() + " must be within " + lowest + " and " + highest + ", got " + number);
        }
        return number;
    }

    private static double exactDouble(Number value) {
        double number = value.longValue();
        // 2^63 comes back as the largest long, which is another number.
        if ((long) number != value.longValue() || number == 0x1p63) {
            throw new BadValueException("22003", "double precision must hold the integer exactly, got " + value);
        }
        return number;
    }

    private static float exactFloat(Number value) {
        float number = value.longValue();
        if ((long) number != value.longValue() || number == 0x1p63f) {
            throw new BadValueException("22003", "real must hold the integer exactly, got " + value);
        }
        return number;
    }

    private static float toFloat(double value) {
        float number = (float) value;
        // As PostgreSQL's own cast: rounding is right, overflow and underflow are errors.
        if ((Float.isInfinite(number) && !Double.isInfinite(value)) || (number == 0 && value != 0)) {
            throw new BadValueException("22003", "real must be in its range, got " + value);
        }
        return number;
    }
}

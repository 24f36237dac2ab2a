package io.minerstream.connect.copy.encode;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;

/** {@code numeric}: groups of four decimal digits. The server rounds to the column's scale; what does not fit is found here. */
final class NumericEncoder {

    private static final int BASE = 10_000;
    private static final int DIGITS = 4;
    private static final int NEGATIVE = 0x4000;
    private static final int NAN = 0xc000;
    private static final int POSITIVE_INFINITY = 0xd000;
    private static final int NEGATIVE_INFINITY = 0xf000;
    private static final int MOST_INTEGER_DIGITS = 131_072;
    private static final int MOST_FRACTION_DIGITS = 16_383;

    /** Of a long that can be multiplied by 1000. */
    private static final int SMALL_BITS = 53;

    private static final int[] POWERS = {1, 10, 100, 1_000};

    private final ColumnType type;
    private final int precision;
    private final int scale;

    NumericEncoder(ColumnType type) {
        this.type = type;
        this.precision = type.precision();
        this.scale = precision < 0 ? 0 : type.scale();
    }

    void integer(Object value, RowBytes out) {
        decimal(BigDecimal.valueOf(((Number) value).longValue()), out);
    }

    void float32(Object value, RowBytes out) {
        float number = (Float) value;
        if (Float.isFinite(number)) {
            // The shortest decimal that is this float; as a double it would have digits that nobody wrote.
            decimal(new BigDecimal(Float.toString(number)), out);
        } else {
            special(number, out);
        }
    }

    void float64(Object value, RowBytes out) {
        double number = (Double) value;
        if (Double.isFinite(number)) {
            decimal(BigDecimal.valueOf(number), out);
        } else {
            special(number, out);
        }
    }

    private void special(double value, RowBytes out) {
        if (Double.isInfinite(value) && precision >= 0) {
            throw new BadValueException("22003", type.shown() + " must be a finite number, got " + value);
        }
        int sign = Double.isNaN(value) ? NAN : value > 0 ? POSITIVE_INFINITY : NEGATIVE_INFINITY;
        header(out, 0, 0, sign, 0);
    }

    void decimal(Object value, RowBytes out) {
        BigDecimal number = (BigDecimal) value;
        requireFit(number);
        if (number.signum() == 0 && number.scale() > MOST_FRACTION_DIGITS) {
            number = BigDecimal.ZERO;
        }
        if (number.scale() < 0) {
            number = number.setScale(0);
        }
        int fraction = number.scale();
        int padding = (DIGITS - fraction % DIGITS) % DIGITS;
        int fractionGroups = (fraction + padding) / DIGITS;
        BigInteger unscaled = number.unscaledValue();
        int sign = unscaled.signum() < 0 ? NEGATIVE : 0;
        BigInteger magnitude = unscaled.abs();
        if (magnitude.bitLength() <= SMALL_BITS) {
            small(magnitude.longValue() * POWERS[padding], sign, fraction, fractionGroups, out);
        } else {
            large(magnitude.multiply(BigInteger.valueOf(POWERS[padding])), sign, fraction, fractionGroups, out);
        }
    }

    private static void small(long digits, int sign, int fraction, int fractionGroups, RowBytes out) {
        int groups = 0;
        for (long rest = digits; rest > 0; rest /= BASE) {
            groups++;
        }
        header(out, groups, groups - fractionGroups - 1, sign, fraction);
        long divisor = 1;
        for (int i = 1; i < groups; i++) {
            divisor *= BASE;
        }
        for (long rest = digits; divisor > 0 && groups > 0; divisor /= BASE) {
            out.int16((int) (rest / divisor));
            rest %= divisor;
        }
    }

    private static void large(BigInteger digits, int sign, int fraction, int fractionGroups, RowBytes out) {
        // A decimal of more than 53 bits is rare: objects are fine here.
        String text = digits.toString();
        int first = text.length() % DIGITS;
        int groups = (text.length() + DIGITS - 1) / DIGITS;
        header(out, groups, groups - fractionGroups - 1, sign, fraction);
        if (first > 0) {
            out.int16(Integer.parseInt(text, 0, first, 10));
        }
        for (int at = first; at < text.length(); at += DIGITS) {
            out.int16(Integer.parseInt(text, at, at + DIGITS, 10));
        }
    }

    private static void header(RowBytes out, int groups, int weight, int sign, int fraction) {
        out.int32((4 + groups) * Short.BYTES);
        out.int16(groups);
        out.int16(weight);
        out.int16(sign);
        out.int16(fraction);
    }

    private void requireFit(BigDecimal number) {
        if (number.signum() == 0) {
            return;
        }
        long integerDigits = (long) number.precision() - number.scale();
        boolean fits = integerDigits <= MOST_INTEGER_DIGITS && number.scale() <= MOST_FRACTION_DIGITS;
        if (fits && precision >= 0) {
            if (integerDigits > (long) precision - scale) {
                fits = false;
            } else if (integerDigits == (long) precision - scale && number.scale() > scale) {
                // 9.99 into numeric(2,1) is 10.0.
                BigDecimal rounded = number.setScale(scale, RoundingMode.HALF_UP);
                fits = (long) rounded.precision() - rounded.scale() <= (long) precision - scale;
            }
        }
        if (!fits) {
            throw new BadValueException(
                    "22003",
                    type.shown() + " must hold the number, got one with " + integerDigits
                            + " digits before the decimal point and " + number.scale() + " after it");
        }
    }
}

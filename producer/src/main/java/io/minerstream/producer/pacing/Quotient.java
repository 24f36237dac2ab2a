package io.minerstream.producer.pacing;

import java.math.BigInteger;

/**
 * Quotients of whole numbers whose products may exceed 64 bits. Results saturate at {@link Long#MAX_VALUE}: no schedule lasts that
 * long.
 */
final class Quotient {

    private static final BigInteger MAX = BigInteger.valueOf(Long.MAX_VALUE);

    private Quotient() {}

    /** (a b + c) / d, rounded down; a, b and a b + c from 0, d from 1. */
    static long floor(long a, long b, long c, long d) {
        long product = a * b;
        long sum = product + c;
        if (Math.multiplyHigh(a, b) == 0 && product >= 0 && sum >= 0) {
            return sum / d;
        }
        return saturated(big(a).multiply(big(b)).add(big(c)).divide(big(d)));
    }

    /** a b / d, rounded up; a and b from 0, d from 1. */
    static long ceil(long a, long b, long d) {
        long product = a * b;
        if (Math.multiplyHigh(a, b) == 0 && product >= 0) {
            return product / d + (product % d == 0 ? 0 : 1);
        }
        return ceil(big(a).multiply(big(b)), d);
    }

    /** a / d, rounded up; a from 0, d from 1. */
    static long ceil(BigInteger a, long d) {
        BigInteger[] parts = a.divideAndRemainder(big(d));
        return saturated(parts[1].signum() == 0 ? parts[0] : parts[0].add(BigInteger.ONE));
    }

    /** a + b, both from 0. */
    static long sum(long a, long b) {
        return a > Long.MAX_VALUE - b ? Long.MAX_VALUE : a + b;
    }

    private static long saturated(BigInteger value) {
        return value.min(MAX).longValue();
    }

    private static BigInteger big(long value) {
        return BigInteger.valueOf(value);
    }
}

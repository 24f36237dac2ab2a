package io.minerstream.producer.signal;

/**
 * Counter-based random numbers: the number at (seed, miner, interval, slot) is computed, not drawn from a sequence. Any
 * miner and interval can be computed alone, in any order and on any number of threads.
 *
 * <pre>
 * k = mix64(mix64(seed + C) + minerId * G)
 * u = mix64(k + (interval * SLOTS + slot) * G)
 * </pre>
 *
 * <p>G is the 64-bit golden ratio, an odd number, so that counters map to distinct inputs; {@code mix64} is Stafford's
 * variant 13, as in SplitMix64. The seed passes a full avalanche before the counters are added: with {@code seed ^ counter}
 * or {@code seed + counter} neighbouring seeds give shifted copies of one stream.
 *
 * <p>Only integer arithmetic modulo 2^64, hence the same bits on every machine, without overflow at any interval. Stateless
 * and thread-safe.
 */
public final class CounterRandom {

    /** Numbers per miner and interval. Part of the definition: another value gives other data. */
    public static final int SLOTS = 16;

    /** The 64-bit golden ratio, 2^64 / phi, odd. */
    static final long GOLDEN_GAMMA = 0x9E3779B97F4A7C15L;

    static final long NEXT_SLOT = GOLDEN_GAMMA;
    static final long NEXT_INTERVAL = counter(1, 0);

    /** C of the formula: keeps seed 0 away from the fixed point mix64(0) = 0. Knuth's MMIX multiplier; any odd number would do. */
    private static final long SEED_OFFSET = 0x5851F42D4C957F2DL;

    private CounterRandom() {}

    /** Stafford's variant 13 of the MurmurHash3 finalizer: each input bit changes each output bit with probability 1/2. */
    public static long mix64(long value) {
        long z = (value ^ (value >>> 30)) * 0xBF58476D1CE4E5B9L;
        z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
        return z ^ (z >>> 31);
    }

    /**
     * The key of one miner's numbers.
     *
     * @param seed any value
     * @param minerId any value
     */
    public static long stream(long seed, int minerId) {
        return mix64(mix64(seed + SEED_OFFSET) + minerId * GOLDEN_GAMMA);
    }

    /**
     * 64 random bits.
     *
     * @param stream key of the miner, see {@link #stream}
     * @param interval number of the interval since the epoch; any value
     * @param slot index of the number in its interval, 0 to {@link #SLOTS} - 1
     */
    public static long bits(long stream, long interval, int slot) {
        return bits(stream, counter(interval, slot));
    }

    /**
     * 64 random bits.
     *
     * @param stream key of the miner, see {@link #stream}
     * @param counter see {@link #counter}
     */
    static long bits(long stream, long counter) {
        return mix64(stream + counter);
    }

    /**
     * The summand of an interval and a slot, for the key of any miner. The next slot adds {@link #NEXT_SLOT}, the next interval
     * {@link #NEXT_INTERVAL}.
     */
    static long counter(long interval, int slot) {
        return (interval * SLOTS + slot) * GOLDEN_GAMMA;
    }

    /** The upper 53 bits as a number in [0, 1), all multiples of 2^-53 equally likely. */
    public static double unit(long bits) {
        return (bits >>> 11) * 0x1.0p-53;
    }

    /** The upper 52 bits as a number in (0, 1), symmetric about 1/2: the input of a quantile function. */
    static double openUnit(long bits) {
        return ((bits >>> 12) + 0.5) * 0x1.0p-52;
    }

    /** The upper 53 bits as a number in [-1, 1). */
    static double signed(long bits) {
        return (bits >> 11) * 0x1.0p-52;
    }

    /**
     * One of the four numbers in (-1, 1) that 64 bits hold, each of 65,536 equidistant values.
     *
     * @param quarter index of the number, 0 to 3
     */
    static double signedQuarter(long bits, int quarter) {
        return ((short) (bits >>> (16 * quarter)) + 0.5) * 0x1.0p-15;
    }

    /**
     * A uniform number in a range.
     *
     * @param min included
     * @param max at least {@code min}; reached only by rounding, never exceeded
     */
    public static double uniform(long bits, double min, double max) {
        return Math.min(max, min + (max - min) * unit(bits));
    }

    /**
     * A uniform whole number in a range. Its bias is below 2^-31 of each probability: the
     * upper 63 bits are scaled to the range, which a modulo would not do evenly.
     *
     * @param min included
     * @param max included, at least {@code min}
     */
    public static int uniformInt(long bits, int min, int max) {
        long span = (long) max - min + 1;
        return (int) (min + Math.multiplyHigh(bits >>> 1, span << 1));
    }
}

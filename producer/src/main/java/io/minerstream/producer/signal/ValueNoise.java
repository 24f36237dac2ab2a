package io.minerstream.producer.signal;

/**
 * Smooth noise with random access in time: random values in [-1, 1) on a lattice of time points, and between two of them
 * the smoothstep curve 3t^2 - 2t^3, whose slope is 0 at both (value noise; Perlin, "An Image Synthesizer", SIGGRAPH 1985,
 * uses the curve). The lattice lies in absolute time, so that readings every hour and every five minutes see one curve.
 *
 * <p>Averaged over the phase of the lattice its variance is 1/3 x 26/35: that of the uniform values, less what
 * interpolation takes away.
 */
final class ValueNoise {

    private ValueNoise() {}

    /**
     * The noise at one time.
     *
     * @param stream key of the numbers, see {@link CounterRandom#stream}
     * @param slot which noise of the key, 0 to {@link CounterRandom#SLOTS} - 1
     * @param second the time, in seconds since any origin
     * @param spacing distance of lattice points in seconds, greater than 0: a constant of the caller, for speed
     * @return a number in [-1, 1]
     */
    static double at(long stream, int slot, long second, long spacing) {
        long cell = Math.floorDiv(second, spacing);
        double t = (second - cell * spacing) / (double) spacing;
        double before = CounterRandom.signed(CounterRandom.bits(stream, cell, slot));
        double after = CounterRandom.signed(CounterRandom.bits(stream, cell + 1, slot));
        return before + (after - before) * (t * t * (3 - 2 * t));
    }
}

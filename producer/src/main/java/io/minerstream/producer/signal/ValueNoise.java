package io.minerstream.producer.signal;

/**
 * Smooth noise with random access in time: random values in [-1, 1) on a lattice of time points, joined by the smoothstep
 * curve 3t^2 - 2t^3, whose slope is 0 at both ends (value noise; Perlin, "An Image Synthesizer", SIGGRAPH 1985, uses the curve).
 * The lattice lies in absolute time, so that hourly and five-minute readings follow one curve.
 *
 * <p>Averaged over the phase of the lattice, the variance is 1/3 x 26/35: that of the uniform values, reduced by interpolation.
 *
 * <p>One object is the noise at one second. It holds what all streams share, so that this is computed once.
 *
 * @param counter of the lattice point before, see {@link CounterRandom#counter}
 * @param offset seconds since that lattice point, less than {@code spacing}
 * @param spacing distance of lattice points in seconds, greater than 0
 * @param perSpacing 1 / spacing
 */
record ValueNoise(long counter, long offset, long spacing, double perSpacing) {

    /**
     * The noise at one second.
     *
     * @param slot number of the noise in a stream, 0 to {@link CounterRandom#SLOTS} - 1
     * @param second the time, in seconds since any origin
     * @param spacing distance of lattice points in seconds, greater than 0
     */
    static ValueNoise at(int slot, long second, long spacing) {
        return new ValueNoise(
                CounterRandom.counter(Math.floorDiv(second, spacing), slot),
                Math.floorMod(second, spacing),
                spacing,
                1.0 / spacing);
    }

    /**
     * The noise of one stream.
     *
     * @param stream key of the numbers, see {@link CounterRandom#stream}
     * @param phase seconds by which the stream is ahead of the others, from 0 to below the spacing
     * @return a number in [-1, 1]
     */
    double of(long stream, long phase) {
        long seconds = offset + phase;
        boolean isInNextCell = seconds >= spacing;
        double t = (isInNextCell ? seconds - spacing : seconds) * perSpacing;
        long point = isInNextCell ? counter + CounterRandom.NEXT_INTERVAL : counter;
        double before = CounterRandom.signed(CounterRandom.bits(stream, point));
        double after = CounterRandom.signed(CounterRandom.bits(stream, point + CounterRandom.NEXT_INTERVAL));
        return before + (after - before) * (t * t * (3 - 2 * t));
    }
}

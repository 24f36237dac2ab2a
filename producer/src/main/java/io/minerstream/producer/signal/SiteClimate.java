package io.minerstream.producer.signal;

/**
 * The ambient temperature of a site: a mean, a yearly and a daily wave, and weather. Bounded by -3 and 40 degC: an S21 lowers its
 * clock above 40 degC (BTCWire, "Antminer S21 Review", HackerNoon, March 2024).
 *
 * <p>The climate depends on the site alone, the weather also on the seed. The ranges are assumptions for hosting sites in temperate
 * zones.
 *
 * @param meanC yearly mean, 15 to 22 degC
 * @param yearlyC half the difference of the warmest and the coldest day of a mean year, 4 to 8 degC
 * @param dailyC half the difference of afternoon and morning, 3 to 6 degC
 * @param warmestSecond second of the UTC day at which it is warmest, 0 to 86,399: 15:00 somewhere on Earth
 */
public record SiteClimate(double meanC, double yearlyC, double dailyC, int warmestSecond) {

    /** Centre of all climates. */
    static final double MIDDLE_C = 18.5;

    /** Largest deviation from {@link #MIDDLE_C}: 3.5 of the mean, 8 of the year, 6 of the day, 4 of the weather. */
    static final double LARGEST_DEVIATION_C = 21.5;

    private static final int SECONDS_PER_DAY = 86_400;

    /** The mean Gregorian year of 365.2425 days. */
    private static final int SECONDS_PER_YEAR = 31_556_952;

    /** From 1970-01-01 to 20 July of that year, about when the northern hemisphere is warmest. */
    private static final int WARMEST_SECOND_OF_YEAR = 200 * SECONDS_PER_DAY;

    /** Passing fronts: three days from one lattice point to the next. */
    private static final int FRONT_SECONDS = 3 * SECONDS_PER_DAY;

    private static final double FRONT_C = 2.5;

    /** Spells of weather: eleven days. */
    private static final int SPELL_SECONDS = 11 * SECONDS_PER_DAY;

    private static final double SPELL_C = 1.5;

    // Separate the numbers of climates and weathers from each other and from those of miners: digits of pi.
    private static final long CLIMATES = 0x243F6A8885A308D3L;
    private static final long WEATHERS = 0x13198A2E03707344L;

    // Slots of CounterRandom.
    private static final int MEAN = 0;
    private static final int YEARLY = 1;
    private static final int DAILY = 2;
    private static final int WARMEST = 3;
    private static final int FRONTS = 4;
    private static final int SPELLS = 5;

    /**
     * The climate of a site.
     *
     * @param siteId {@code hosting_sites.id}; any value
     */
    public static SiteClimate of(int siteId) {
        long stream = CounterRandom.stream(CLIMATES, siteId);
        return new SiteClimate(
                CounterRandom.uniform(CounterRandom.bits(stream, 0, MEAN), 15, 22),
                CounterRandom.uniform(CounterRandom.bits(stream, 0, YEARLY), 4, 8),
                CounterRandom.uniform(CounterRandom.bits(stream, 0, DAILY), 3, 6),
                CounterRandom.uniformInt(CounterRandom.bits(stream, 0, WARMEST), 0, SECONDS_PER_DAY - 1));
    }

    /**
     * Ambient temperature.
     *
     * @param weather key of the weather, see {@link #weather}
     * @param second seconds since 1970-01-01T00:00Z
     * @return degC, -3 to 40
     */
    double ambientC(long weather, long second) {
        return meanC
                + yearlyC * wave(second - WARMEST_SECOND_OF_YEAR, SECONDS_PER_YEAR)
                + dailyC * wave(second - warmestSecond, SECONDS_PER_DAY)
                + FRONT_C * ValueNoise.at(FRONTS, second, FRONT_SECONDS).of(weather, 0)
                + SPELL_C * ValueNoise.at(SPELLS, second, SPELL_SECONDS).of(weather, 0);
    }

    /** Key of a site's weather in a run. */
    static long weather(long seed, int siteId) {
        return CounterRandom.mix64(CounterRandom.stream(seed, siteId) + WEATHERS);
    }

    private static double wave(long second, int period) {
        return StrictMath.cos(2 * Math.PI * Math.floorMod(second, period) / period);
    }
}

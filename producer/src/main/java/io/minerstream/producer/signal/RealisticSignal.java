package io.minerstream.producer.signal;

import io.minerstream.schemas.miner.Baseline;
import io.minerstream.schemas.miner.MinerStatus;
import java.util.Objects;

/**
 * Plausible miners. Hashrate drifts over hours, days and weeks; temperature follows ambient air and load; fans follow temperature;
 * power follows hashrate x J/TH and rises with temperature; shares follow hashrate and pool difficulty. Values stay within the
 * operating ranges of {@link ReferenceSignal}, also after rounding if the range contains a number with two decimals. A miner
 * that does not run reports zeros and no temperature or fan speed.
 *
 * <p>Hashrate, power, temperature and fan speed are functions of the first second of the interval, so that hourly and five-minute
 * readings agree at common times. Shares are those of the whole interval at that hashrate.
 *
 * <p>Formulas and sources: {@link OperatingPoint}, {@link SiteClimate}, {@link ShareRate}, {@link ValueNoise}.
 */
public final class RealisticSignal implements Signal {

    private static final int SECONDS_PER_DAY = 86_400;

    /** Distance of the lattice points of a drift, in seconds. */
    private static final int HOURS_SPACING = SECONDS_PER_DAY / 4;

    private static final int DAY_SPACING = SECONDS_PER_DAY;
    private static final int WEEK_SPACING = 7 * SECONDS_PER_DAY;

    /** Fraction of shares that the pool rejects: 0.04 % to 0.56 % in logs of real miners; 2 % would be a fault. */
    private static final double LOWEST_REJECT_RATE = 0.0004;

    private static final double HIGHEST_REJECT_RATE = 0.0056;

    /** Separates the numbers of this profile from those of fleets and of the reference profile: digits of pi. */
    private static final long MINERS = 0xA4093822299F31D0L;

    // Slots of CounterRandom: permanent properties at interval 0, drift at lattice points, noise at each second.
    private static final int UNIT = 0;
    private static final int PHASES = 1;
    private static final int HOURS = 2;
    private static final int DAY = 3;
    private static final int WEEK = 4;
    private static final int NOISE = 5;
    private static final int ACCEPTED = 6;
    private static final int REJECTED = 7;
    private static final int OTHER_ACCEPTED = 8;
    private static final int OTHER_REJECTED = 9;

    private final ShareRate shares;

    /** @param shares not null */
    public RealisticSignal(ShareRate shares) {
        this.shares = Objects.requireNonNull(shares, "shares");
    }

    @Override
    public Frame at(long seed, int siteId, TimePoint timePoint) {
        long second = timePoint.startSecond();
        return new SiteFrame(
                seed,
                CounterRandom.counter(second, 0),
                SiteClimate.of(siteId).ambientC(SiteClimate.weather(seed, siteId), second),
                shares.expected(1, timePoint.seconds()),
                ValueNoise.at(WEEK, second, WEEK_SPACING),
                ValueNoise.at(DAY, second, DAY_SPACING),
                ValueNoise.at(HOURS, second, HOURS_SPACING));
    }

    /**
     * The site-wide part: time, air and pool.
     *
     * @param counter of the second's slot 0
     * @param sharesPerTh mean number of shares in the interval for each TH/s
     */
    private record SiteFrame(
            long seed,
            long counter,
            double ambientC,
            double sharesPerTh,
            ValueNoise week,
            ValueNoise day,
            ValueNoise hours)
            implements Frame {

        @Override
        public GeneratedReading read(int minerId, MinerStatus status, Baseline baseline) {
            if (!status.isRunning()) {
                return GeneratedReading.stopped(minerId);
            }
            OperatingPoint point = OperatingPoint.of(status);
            long stream = CounterRandom.mix64(CounterRandom.stream(seed, minerId) + MINERS);
            long unit = CounterRandom.bits(stream, 0, UNIT);
            long phases = CounterRandom.bits(stream, 0, PHASES);
            long noise = bits(stream, NOISE);

            double load = point.hashrateFactor(
                    CounterRandom.signedQuarter(unit, 0),
                    week.of(stream, phase(phases, WEEK, WEEK_SPACING)),
                    day.of(stream, phase(phases, DAY, DAY_SPACING)),
                    hours.of(stream, phase(phases, HOURS, HOURS_SPACING)),
                    CounterRandom.signedQuarter(noise, 0));
            double temperatureC = point.temperatureC(
                    ambientC, load, CounterRandom.signedQuarter(unit, 1), CounterRandom.signedQuarter(noise, 1));
            double power = point.powerFactor(
                    load, temperatureC, CounterRandom.signedQuarter(unit, 2), CounterRandom.signedQuarter(noise, 2));
            int fanRpm = point.fanRpm(
                    temperatureC, CounterRandom.signedQuarter(unit, 3), CounterRandom.signedQuarter(noise, 3));

            double hashrateTh = point.hashrateTh(baseline.hashrateTh(), load);
            double found = hashrateTh * sharesPerTh;
            double rejectRate = rejectRate(phases);
            return new GeneratedReading(
                    minerId,
                    hashrateTh,
                    point.powerW(baseline.powerW(), power),
                    point.roundedC(temperatureC),
                    fanRpm,
                    count(stream, ACCEPTED, OTHER_ACCEPTED, found * (1 - rejectRate)),
                    count(stream, REJECTED, OTHER_REJECTED, found * rejectRate));
        }

        /**
         * Shares are a Poisson process, and each is rejected independently. Accepted and rejected shares are therefore independent
         * Poisson processes (Kingman, "Poisson Processes", 1993, section 5.1, colouring theorem).
         */
        private long count(long stream, int slot, int otherSlot, double mean) {
            return PoissonCounts.count(
                    mean, CounterRandom.openUnit(bits(stream, slot)), CounterRandom.openUnit(bits(stream, otherSlot)));
        }

        /** Random bits of the second. */
        private long bits(long stream, int slot) {
            return CounterRandom.bits(stream, counter + slot * CounterRandom.NEXT_SLOT);
        }
    }

    /** Each miner has its own phase. With a common one, the drift of the whole fleet would turn at the same time. */
    private static long phase(long phases, int slot, int spacing) {
        return ((phases >>> (16 * (slot - HOURS)) & 0xFFFF) * spacing) >> 16;
    }

    /** A miner's reject rate, uniform in its range, from the quarter of the phases that no drift uses. */
    private static double rejectRate(long phases) {
        double share = (CounterRandom.signedQuarter(phases, 3) + 1) / 2;
        return LOWEST_REJECT_RATE + (HIGHEST_REJECT_RATE - LOWEST_REJECT_RATE) * share;
    }
}

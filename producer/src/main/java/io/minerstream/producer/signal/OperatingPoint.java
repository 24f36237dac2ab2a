package io.minerstream.producer.signal;

import io.minerstream.schemas.miner.MinerStatus;
import io.minerstream.schemas.miner.OperatingRange;
import io.minerstream.schemas.miner.OperatingRanges;

/**
 * The physics of a running miner in a status, without randomness. Each formula takes deviations in [-1, 1]. Its coefficients are
 * small enough that every combination stays strictly inside the status's {@link OperatingRanges}; nothing is clamped.
 *
 * <p>Coefficients without a source below are the largest round numbers that meet this condition.
 */
record OperatingPoint(
        OperatingRange hashrateRange,
        OperatingRange powerRange,
        OperatingRange temperatureRange,
        Load load,
        Supply supply,
        Heat heat,
        Fans fans) {

    /**
     * Normal operation. Bitmain delivers an S19 Pro within 3 % of its hashrate and 5 % of its power (data sheet: 110 TH/s +-3 %,
     * 3250 W +-5 %); here a unit deviates by at most 1.8 %, and drift takes the rest. Temperature and fan speed are centred on the
     * status's range.
     */
    static final OperatingPoint ACTIVE = new OperatingPoint(
            MinerStatus.ACTIVE,
            new Load(1.0, 0.018, 0.007, 0.008, 0.009, 0.004),
            new Supply(0, 0.015, 0.002),
            new Heat(75, 20, 2.5, 0.5),
            new Fans(5_000, 85, 120, 40));

    /**
     * Work on the miner, one hashboard at a time: load is low and changes a lot from hour to hour. Fans, control board and power
     * supply draw 9 % of the power at any load.
     */
    static final OperatingPoint MAINTENANCE = new OperatingPoint(
            MinerStatus.MAINTENANCE,
            new Load(0.125, 0.015, 0.004, 0.008, 0.028, 0.010),
            new Supply(0.09, 0.015, 0.002),
            new Heat(82.5, 40, 2.5, 0.75),
            new Fans(5_000, 140, 250, 80));

    /**
     * Hashrate as a factor of the baseline.
     *
     * @param middle factor in the middle of all miners and times
     * @param unit largest permanent deviation of a miner
     * @param week largest drift with lattice points a week apart
     * @param day largest drift with lattice points a day apart
     * @param hours largest drift with lattice points six hours apart
     * @param jitter largest deviation of one reading
     */
    record Load(double middle, double unit, double week, double day, double hours, double jitter) {}

    /**
     * Power as a factor of the baseline: hashrate x J/TH, with the J/TH of the baseline.
     *
     * @param idle drawn at any load
     * @param unit largest deviation of a miner's J/TH from its baseline's
     * @param meter largest deviation of one reading, as a fraction
     */
    record Supply(double idle, double unit, double meter) {}

    /**
     * Temperature.
     *
     * @param middleC degC at mean ambient temperature and load
     * @param perLoadC degC per unit of hashrate factor
     * @param placeC largest deviation by position in the rack
     * @param sensorC largest deviation of one reading
     */
    record Heat(double middleC, double perLoadC, double placeC, double sensorC) {}

    /**
     * Fan speed.
     *
     * @param middleRpm at the middle temperature
     * @param perDegree RPM per degC of temperature
     * @param unit largest deviation of a miner's fans
     * @param sensor largest deviation of one reading
     */
    record Fans(double middleRpm, double perDegree, double unit, double sensor) {}

    /**
     * Part of an ambient temperature change that reaches the board; the fans compensate for the rest. An
     * S21's fans gain 63 RPM per percent of their speed (4,300 at 62 %, 6,700 at 100 %), so that 85 RPM/degC is 1.3 %/degC.
     */
    private static final double AMBIENT_GAIN = 0.25;

    /**
     * Leakage: power per degC of board temperature, as a fraction. A T21 was reported to draw 7.3 % more power in the
     * afternoon than at night (Pintos, "Temperature Impact on Bitcoin Miners"), over some tens of degC. This value is lower,
     * because controlled fans keep boards within a few degC.
     */
    private static final double LEAKAGE_PER_C = 0.001;

    private OperatingPoint(MinerStatus status, Load load, Supply supply, Heat heat, Fans fans) {
        this(
                OperatingRanges.hashrateFactor(status),
                OperatingRanges.powerFactor(status),
                OperatingRanges.temperatureC(status),
                load,
                supply,
                heat,
                fans);
    }

    /**
     * The operating point of a status.
     *
     * @param status one in which miners run
     */
    static OperatingPoint of(MinerStatus status) {
        return switch (status) {
            case ACTIVE -> ACTIVE;
            case MAINTENANCE -> MAINTENANCE;
            case OFFLINE, ERROR, OTHER -> throw new IllegalArgumentException("not running: " + status.word());
        };
    }

    /** Hashrate as a factor of the baseline, from deviations in [-1, 1]. */
    double hashrateFactor(double unit, double week, double day, double hours, double jitter) {
        return load.middle
                + load.unit * unit
                + load.week * week
                + load.day * day
                + load.hours * hours
                + load.jitter * jitter;
    }

    /**
     * Temperature in degC: rises with the air and with the load.
     *
     * @param ambientC degC, at most {@link SiteClimate#LARGEST_DEVIATION_C} from {@link SiteClimate#MIDDLE_C}
     * @param hashrateFactor see {@link #hashrateFactor}
     */
    double temperatureC(double ambientC, double hashrateFactor, double place, double sensor) {
        return heat.middleC
                + AMBIENT_GAIN * (ambientC - SiteClimate.MIDDLE_C)
                + heat.perLoadC * (hashrateFactor - load.middle)
                + heat.placeC * place
                + heat.sensorC * sensor;
    }

    /** Power as a factor of the baseline: idle part + hashrate x efficiency x leakage, as metered. */
    double powerFactor(double hashrateFactor, double temperatureC, double unit, double meter) {
        double leakage = 1 + LEAKAGE_PER_C * (temperatureC - heat.middleC);
        return (supply.idle + hashrateFactor * (1 + supply.unit * unit) * leakage) * (1 + supply.meter * meter);
    }

    /** Fan speed in RPM: rises with the temperature. */
    int fanRpm(double temperatureC, double unit, double sensor) {
        return (int) Math.rint(fans.middleRpm
                + fans.perDegree * (temperatureC - heat.middleC)
                + fans.unit * unit
                + fans.sensor * sensor);
    }

    /** TH/s with two decimals, in the range of the status. */
    double hashrateTh(double baselineTh, double factor) {
        return rounded(baselineTh, factor, hashrateRange);
    }

    /** W with two decimals, in the range of the status. */
    double powerW(double baselineW, double factor) {
        return rounded(baselineW, factor, powerRange);
    }

    /** degC with two decimals, in the range of the status. */
    double roundedC(double temperatureC) {
        return rounded(1, temperatureC, temperatureRange);
    }

    private static double rounded(double baseline, double factor, OperatingRange range) {
        return Decimals.round2(baseline * factor, baseline * range.min(), baseline * range.max());
    }
}

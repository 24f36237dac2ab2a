package io.minerstream.validator.rule;

import io.minerstream.avro.Rule;
import io.minerstream.schemas.miner.Metric;
import io.minerstream.schemas.miner.MinerStatus;
import io.minerstream.schemas.miner.OperatingRange;
import io.minerstream.schemas.miner.OperatingRanges;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.List;

/**
 * The rules on the values of one reading: RANGE of each metric by status and baseline, NULLABILITY of temperature and fan
 * speed.
 */
public final class ReadingRules {

    /**
     * Readings have two decimals, so rounding may move a value past a limit by half a hundredth; the rest is for the binary
     * representation of both.
     */
    private static final double TOLERANCE = 0.005 + 1e-6;

    private ReadingRules() {}

    /**
     * Judges the values of a reading.
     *
     * @return broken rules in the order of {@link Metric}; empty when none is
     */
    public static List<Breach> check(RosteredMiner miner, ReceivedReading reading) {
        MinerStatus status = miner.status();
        List<Breach> breaches = new ArrayList<>(0);
        OperatingRange hashrate =
                OperatingRanges.hashrateFactor(status).times(miner.baseline().hashrateTh());
        range(Metric.HASHRATE, reading.hashrateTh(), hashrate, miner, reading, breaches);
        OperatingRange power =
                OperatingRanges.powerFactor(status).times(miner.baseline().powerW());
        range(Metric.POWER_CONSUMPTION, reading.powerW(), power, miner, reading, breaches);
        Double fan = reading.fanRpm() == null ? null : Double.valueOf(reading.fanRpm());
        if (status.isRunning()) {
            running(
                    Metric.TEMPERATURE,
                    reading.temperatureC(),
                    OperatingRanges.temperatureC(status),
                    miner,
                    reading,
                    breaches);
            running(Metric.FAN_SPEED, fan, OperatingRanges.fanRpm(status), miner, reading, breaches);
        } else {
            stopped(Metric.TEMPERATURE, reading.temperatureC(), miner, reading, breaches);
            stopped(Metric.FAN_SPEED, fan, miner, reading, breaches);
        }
        return breaches;
    }

    private static void running(
            Metric metric,
            Double value,
            OperatingRange allowed,
            RosteredMiner miner,
            ReceivedReading reading,
            List<Breach> breaches) {
        if (value == null) {
            String message = "miner %d: %s must not be null while %s, got null at %s"
                    .formatted(reading.minerId(), metric.field(), miner.statusText(), reading.recordedAt());
            breaches.add(breach(Rule.NULLABILITY, metric, null, null, message, reading));
        } else {
            range(metric, value, allowed, miner, reading, breaches);
        }
    }

    private static void stopped(
            Metric metric, Double value, RosteredMiner miner, ReceivedReading reading, List<Breach> breaches) {
        if (value != null) {
            String message = "miner %d: %s must be null while %s, got %s %s at %s"
                    .formatted(
                            reading.minerId(),
                            metric.field(),
                            miner.statusText(),
                            plain(value),
                            metric.unit(),
                            reading.recordedAt());
            breaches.add(breach(Rule.NULLABILITY, metric, value, null, message, reading));
        }
    }

    private static void range(
            Metric metric,
            double value,
            OperatingRange allowed,
            RosteredMiner miner,
            ReceivedReading reading,
            List<Breach> breaches) {
        // Written so that NaN, which compares as false, breaks the rule.
        if (value >= allowed.min() - TOLERANCE && value <= allowed.max() + TOLERANCE) {
            return;
        }
        String message = "miner %d: %s must be %s to %s %s while %s, got %s at %s"
                .formatted(
                        reading.minerId(),
                        metric.field(),
                        plain(allowed.min()),
                        plain(allowed.max()),
                        metric.unit(),
                        miner.statusText(),
                        plain(value),
                        reading.recordedAt());
        Breach.Limits limits = new Breach.Limits(allowed.min(), allowed.max());
        breaches.add(breach(Rule.RANGE, metric, value, limits, message, reading));
    }

    private static Breach breach(
            Rule rule, Metric metric, Double observed, Breach.Limits limits, String message, ReceivedReading reading) {
        return new Breach(
                rule, reading.minerId(), metric, List.of(reading.recordedAt()), null, observed, limits, message);
    }

    /** At most two decimals, no exponent, no trailing zeros, whatever the locale. */
    private static String plain(double value) {
        if (!Double.isFinite(value)) {
            return Double.toString(value);
        }
        BigDecimal rounded = new BigDecimal(value).setScale(2, RoundingMode.HALF_EVEN);
        return rounded.signum() == 0 ? "0" : rounded.stripTrailingZeros().toPlainString();
    }
}

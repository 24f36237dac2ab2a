package io.minerstream.validator.rule;

import io.minerstream.avro.Rule;
import io.minerstream.schemas.miner.Baseline;
import io.minerstream.schemas.miner.Metric;
import io.minerstream.schemas.miner.MinerStatus;
import io.minerstream.schemas.miner.OperatingRange;
import io.minerstream.schemas.miner.OperatingRanges;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Instant;
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

    private final RosteredMiner miner;
    private final ReceivedReading reading;
    private final List<Breach> breaches = new ArrayList<>(0);

    private ReadingRules(RosteredMiner miner, ReceivedReading reading) {
        this.miner = miner;
        this.reading = reading;
    }

    /**
     * Judges the values of a reading.
     *
     * @return broken rules in the order of {@link Metric}; empty when none is
     */
    public static List<Breach> check(RosteredMiner miner, ReceivedReading reading) {
        ReadingRules rules = new ReadingRules(miner, reading);
        rules.check();
        return rules.breaches;
    }

    private void check() {
        MinerStatus status = miner.status();
        Baseline baseline = miner.baseline();
        Double fan = reading.fanRpm() == null ? null : Double.valueOf(reading.fanRpm());
        range(
                Metric.HASHRATE,
                reading.hashrateTh(),
                OperatingRanges.hashrateFactor(status).times(baseline.hashrateTh()));
        range(
                Metric.POWER_CONSUMPTION,
                reading.powerW(),
                OperatingRanges.powerFactor(status).times(baseline.powerW()));
        if (status.isRunning()) {
            running(Metric.TEMPERATURE, reading.temperatureC(), OperatingRanges.temperatureC(status));
            running(Metric.FAN_SPEED, fan, OperatingRanges.fanRpm(status));
        } else {
            stopped(Metric.TEMPERATURE, reading.temperatureC());
            stopped(Metric.FAN_SPEED, fan);
        }
    }

    private void running(Metric metric, Double value, OperatingRange allowed) {
        if (value == null) {
            String message = "miner %s: %s must not be null while %s, got null at %s"
                    .formatted(reading.minerId(), metric.field(), miner.statusText(), reading.recordedAt());
            add(Rule.NULLABILITY, metric, null, null, message);
        } else {
            range(metric, value, allowed);
        }
    }

    private void stopped(Metric metric, Double value) {
        if (value != null) {
            String message = "miner %s: %s must be null while %s, got %s %s at %s"
                    .formatted(
                            reading.minerId(),
                            metric.field(),
                            miner.statusText(),
                            plain(value),
                            metric.unit(),
                            reading.recordedAt());
            add(Rule.NULLABILITY, metric, value, null, message);
        }
    }

    private void range(Metric metric, double value, OperatingRange allowed) {
        // Written so that NaN, which compares as false, breaks the rule.
        if (value >= allowed.min() - TOLERANCE && value <= allowed.max() + TOLERANCE) {
            return;
        }
        String message = "miner %s: %s must be %s to %s %s while %s, got %s at %s"
                .formatted(
                        reading.minerId(),
                        metric.field(),
                        plain(allowed.min()),
                        plain(allowed.max()),
                        metric.unit(),
                        miner.statusText(),
                        plain(value),
                        reading.recordedAt());
        add(Rule.RANGE, metric, value, new Breach.Limits(allowed.min(), allowed.max()), message);
    }

    private void add(Rule rule, Metric metric, Double observed, Breach.Limits limits, String message) {
        List<Instant> timePoints = List.of(reading.recordedAt());
        breaches.add(new Breach(rule, reading.minerId(), metric, timePoints, null, observed, limits, message));
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

package io.minerstream.validator.rule;

import io.minerstream.avro.Rule;
import io.minerstream.schemas.miner.Baseline;
import io.minerstream.schemas.miner.Metric;
import io.minerstream.schemas.miner.MinerStatus;
import io.minerstream.schemas.miner.OperatingRange;
import io.minerstream.validator.policy.MinerPolicy;
import io.minerstream.validator.policy.StatusLimits;
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

    /** On top of the tolerance, for the binary representation of value and limit. */
    private static final double BINARY = 1e-6;

    private final RosteredMiner miner;
    private final MinerPolicy policy;
    private final ReceivedReading reading;
    private final List<Breach> breaches = new ArrayList<>(0);

    private ReadingRules(RosteredMiner miner, ReceivedReading reading) {
        this.miner = miner;
        this.policy = miner.policy();
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
        StatusLimits limits = policy.limits(status);
        Double fan = reading.fanRpm() == null ? null : Double.valueOf(reading.fanRpm());
        range(Metric.HASHRATE, reading.hashrateTh(), limits.hashrateFactor().times(baseline.hashrateTh()));
        range(Metric.POWER_CONSUMPTION, reading.powerW(), limits.powerFactor().times(baseline.powerW()));
        if (status.isRunning()) {
            running(Metric.TEMPERATURE, reading.temperatureC(), limits.temperatureC());
            running(Metric.FAN_SPEED, fan, limits.fanRpm());
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
        double tolerance = policy.tolerance() + BINARY;
        // Written so that NaN, which compares as false, breaks the rule.
        if (value >= allowed.min() - tolerance && value <= allowed.max() + tolerance) {
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
        if (!policy.isEnabled(rule)) {
            return;
        }
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

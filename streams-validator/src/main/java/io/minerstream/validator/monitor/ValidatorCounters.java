package io.minerstream.validator.monitor;

import io.minerstream.avro.AlertState;
import io.minerstream.avro.Rule;
import io.minerstream.avro.TelemetryAlert;
import io.minerstream.avro.WindowVerdict;
import io.minerstream.validator.alert.AlertChange;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;

/**
 * What one instance has found since it started, for monitoring. Counts alerts, verdicts, watermarks and refused records, and
 * therefore costs nothing per reading. Work that is repeated after a failure counts twice. Thread-safe.
 */
public final class ValidatorCounters {

    /** Setting of Kafka Streams that holds the counters: Streams gives its settings to processors and handlers alike. */
    public static final String SETTING = "validator.counters";

    /** Stands for no watermark. */
    private static final long NONE = Long.MIN_VALUE;

    private final Map<Rule, LongAdder> violations = new EnumMap<>(Rule.class);
    private final LongAdder passed = new LongAdder();
    private final LongAdder failed = new LongAdder();
    private final LongAdder quarantined = new LongAdder();
    private final AtomicLong watermarkMs = new AtomicLong(NONE);

    public ValidatorCounters() {
        for (Rule rule : Rule.values()) {
            violations.put(rule, new LongAdder());
        }
    }

    /** The counters among the settings; new ones, which nobody reads, when there are none. */
    public static ValidatorCounters of(Map<String, ?> settings) {
        return settings.get(SETTING) instanceof ValidatorCounters given ? given : new ValidatorCounters();
    }

    /** An alert changed its state. */
    public void changed(AlertChange change) {
        TelemetryAlert alert = change.alert();
        if (alert != null && alert.getState() == AlertState.FIRING) {
            violations.get(alert.getRule()).increment();
        }
    }

    /** A verdict was found. */
    public void judged(WindowVerdict verdict) {
        (verdict.getPassed() ? passed : failed).increment();
    }

    /** A record went to the quarantine. */
    public void quarantined() {
        quarantined.increment();
    }

    /** A watermark of this event time came, milliseconds since the epoch. */
    public void watermark(long closedMs) {
        watermarkMs.accumulateAndGet(closedMs, Math::max);
    }

    /** Alerts that began to fire because a rule was broken. */
    public long violations(Rule rule) {
        return violations.get(rule).sum();
    }

    /** Verdicts over a site and a window. */
    public long verdicts(boolean ofPassed) {
        return (ofPassed ? passed : failed).sum();
    }

    /** Records that could not be decoded or were refused. */
    public long quarantinedRecords() {
        return quarantined.sum();
    }

    /** Event time of the newest watermark, seconds since the epoch; NaN before the first one. */
    public double watermarkSeconds() {
        long ms = watermarkMs.get();
        return ms == NONE ? Double.NaN : ms / 1000.0;
    }
}

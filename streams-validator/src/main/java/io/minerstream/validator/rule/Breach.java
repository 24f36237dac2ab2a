package io.minerstream.validator.rule;

import io.minerstream.avro.Rule;
import io.minerstream.schemas.miner.Metric;
import java.time.Instant;
import java.util.List;
import java.util.Locale;

/**
 * One rule broken by one miner.
 *
 * @param rule the broken rule
 * @param minerId the subject
 * @param metric metric that the rule checks; null where it checks the whole record
 * @param timePoints time points that break the rule, ascending, never null; only the first {@value #MOST_TIME_POINTS} are kept
 * @param expected what must hold, where it is one value; else null
 * @param observed what came; null where nothing or null came
 * @param allowed RANGE: both limits in the metric's unit; else null
 * @param message one sentence for people
 */
public record Breach(
        Rule rule,
        int minerId,
        Metric metric,
        List<Instant> timePoints,
        Double expected,
        Double observed,
        Limits allowed,
        String message) {

    /** Bounds the alert to 90 kB: the message says how many there are. */
    static final int MOST_TIME_POINTS = 10_000;

    public Breach {
        timePoints = List.copyOf(timePoints.subList(0, Math.min(MOST_TIME_POINTS, timePoints.size())));
    }

    /** One that neither concerns a metric nor compares two values. */
    static Breach of(Rule rule, int minerId, List<Instant> timePoints, String message) {
        return new Breach(rule, minerId, null, timePoints, null, null, null, message);
    }

    /** Smallest and largest allowed value, without the tolerance for rounding. */
    public record Limits(double lower, double upper) {}

    /** Identity of the alert: rule, metric and subject, as in {@code range/hashrate/miner/17} or {@code count/miner/17}. */
    public String fingerprint() {
        String kind = rule.name().toLowerCase(Locale.ROOT);
        return (metric == null ? kind : kind + "/" + metric.field()) + "/miner/" + minerId;
    }
}

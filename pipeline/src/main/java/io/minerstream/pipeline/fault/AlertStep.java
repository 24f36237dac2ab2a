package io.minerstream.pipeline.fault;

import io.minerstream.avro.AlertState;
import io.minerstream.avro.Evidence;
import io.minerstream.avro.Rule;
import io.minerstream.avro.TelemetryAlert;
import java.time.Instant;
import java.util.List;
import java.util.Locale;

/**
 * What one record of the alerts' topic must say, or says.
 *
 * @param metric null for rules on the whole reading
 * @param minerId null for an alert of a site
 * @param timePoints those that break the rule
 * @param observed null for rules without a value
 * @param evidence place of the offending reading; null for rules on windows
 */
record AlertStep(
        Rule rule,
        String metric,
        Integer minerId,
        AlertState state,
        List<Instant> timePoints,
        Double observed,
        Evidence evidence) {

    static AlertStep of(TelemetryAlert alert) {
        return new AlertStep(
                alert.getRule(),
                alert.getMetric(),
                alert.getMinerId(),
                alert.getState(),
                List.copyOf(alert.getTimePoints()),
                alert.getObserved(),
                alert.getFirstEvidence());
    }

    AlertStep in(AlertState other) {
        return new AlertStep(rule, metric, minerId, other, timePoints, observed, evidence);
    }

    /** For example {@code FIRING range/temperature/miner/17, 2026-11-28T05:00:00Z, 125.0, miner-telemetry 3 @ 42}. */
    String text() {
        StringBuilder text = new StringBuilder(state + " " + rule.name().toLowerCase(Locale.ROOT));
        text.append(metric == null ? "" : "/" + metric).append(minerId == null ? "/site" : "/miner/" + minerId);
        timePoints.forEach(point -> text.append(", ").append(point));
        if (observed != null) {
            text.append(", ").append(observed);
        }
        if (evidence != null) {
            text.append(", %s %s @ %s".formatted(evidence.getTopic(), evidence.getPartition(), evidence.getOffset()));
        }
        return text.toString();
    }
}

package io.minerstream.validator;

import io.minerstream.avro.AlertState;
import io.minerstream.avro.Evidence;
import io.minerstream.avro.Rule;
import io.minerstream.avro.Severity;
import io.minerstream.avro.TelemetryAlert;
import java.time.Instant;
import java.util.List;

/**
 * An alert as MinerStream's JSON has it; the fields of {@link TelemetryAlert} under the same names in camel case.
 *
 * @param timePoints the first {@value #MOST_TIME_POINTS}
 * @param timePointCount how many the alert has
 * @param expected null for none, as the other numbers; NaN and infinity are null, too
 */
public record AlertDocument(
        String fingerprint,
        AlertState state,
        Rule rule,
        String metric,
        Severity severity,
        Integer siteId,
        Integer minerId,
        int miners,
        List<Integer> exampleMiners,
        String message,
        Instant startsAt,
        Instant resolvedAt,
        Instant raisedAt,
        String runId,
        Instant windowStart,
        Instant windowEnd,
        List<Instant> timePoints,
        int timePointCount,
        Double expected,
        Double observed,
        Double lowerLimit,
        Double upperLimit,
        Position firstEvidence,
        Position lastEvidence) {

    /** The topic may have 10,000. */
    static final int MOST_TIME_POINTS = 10;

    /** Place of an offending record. */
    public record Position(String topic, int partition, long offset) {

        private static Position of(Evidence evidence) {
            return evidence == null
                    ? null
                    : new Position(evidence.getTopic(), evidence.getPartition(), evidence.getOffset());
        }
    }

    /** The document of an alert of the topic. */
    public static AlertDocument of(TelemetryAlert alert) {
        return of(alert, alert.getState(), alert.getResolvedAt());
    }

    /** The same in another state than the topic has. */
    public static AlertDocument of(TelemetryAlert alert, AlertState state, Instant resolvedAt) {
        List<Instant> points = alert.getTimePoints();
        return new AlertDocument(
                alert.getFingerprint(),
                state,
                alert.getRule(),
                alert.getMetric(),
                alert.getSeverity(),
                alert.getSiteId(),
                alert.getMinerId(),
                alert.getMiners(),
                alert.getExampleMiners(),
                alert.getMessage(),
                alert.getStartsAt(),
                resolvedAt,
                alert.getRaisedAt(),
                alert.getRunId(),
                alert.getWindowStart(),
                alert.getWindowEnd(),
                List.copyOf(points.subList(0, Math.min(MOST_TIME_POINTS, points.size()))),
                points.size(),
                finite(alert.getExpected()),
                finite(alert.getObserved()),
                finite(alert.getLowerLimit()),
                finite(alert.getUpperLimit()),
                Position.of(alert.getFirstEvidence()),
                Position.of(alert.getLastEvidence()));
    }

    /** JSON has neither NaN nor infinity. */
    private static Double finite(Double value) {
        return value == null || !Double.isFinite(value) ? null : value;
    }
}

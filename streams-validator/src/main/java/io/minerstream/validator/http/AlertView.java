package io.minerstream.validator.http;

import io.minerstream.avro.AlertState;
import io.minerstream.avro.Evidence;
import io.minerstream.avro.Rule;
import io.minerstream.avro.Severity;
import io.minerstream.avro.TelemetryAlert;
import java.time.Instant;
import java.util.List;

/**
 * An alert as JSON has it: the fields of {@link TelemetryAlert}.
 *
 * @param timePoints the first {@value #MOST_TIME_POINTS}
 * @param timePointCount how many there are
 */
record AlertView(
        String fingerprint,
        Rule rule,
        String metric,
        Severity severity,
        AlertState state,
        Integer siteId,
        Integer minerId,
        int miners,
        List<Integer> exampleMiners,
        String runId,
        Instant windowStart,
        Instant windowEnd,
        List<Instant> timePoints,
        int timePointCount,
        Double expected,
        Double observed,
        Double lowerLimit,
        Double upperLimit,
        String message,
        Position firstEvidence,
        Position lastEvidence,
        Instant changedAt,
        Instant startsAt,
        Instant resolvedAt) {

    /** Bounds the memory of the alerts that are kept for answers. */
    private static final int MOST_TIME_POINTS = 50;

    /** Of an offending record in Kafka. */
    record Position(String topic, int partition, long offset) {
        private static Position of(Evidence evidence) {
            return evidence == null
                    ? null
                    : new Position(evidence.getTopic(), evidence.getPartition(), evidence.getOffset());
        }
    }

    static AlertView of(TelemetryAlert alert) {
        List<Instant> points = alert.getTimePoints();
        return new AlertView(
                alert.getFingerprint(),
                alert.getRule(),
                alert.getMetric(),
                alert.getSeverity(),
                alert.getState(),
                alert.getSiteId(),
                alert.getMinerId(),
                alert.getMiners(),
                List.copyOf(alert.getExampleMiners()),
                alert.getRunId(),
                alert.getWindowStart(),
                alert.getWindowEnd(),
                List.copyOf(points.subList(0, Math.min(points.size(), MOST_TIME_POINTS))),
                points.size(),
                alert.getExpected(),
                alert.getObserved(),
                alert.getLowerLimit(),
                alert.getUpperLimit(),
                alert.getMessage(),
                Position.of(alert.getFirstEvidence()),
                Position.of(alert.getLastEvidence()),
                alert.getRaisedAt(),
                alert.getStartsAt(),
                alert.getResolvedAt());
    }
}

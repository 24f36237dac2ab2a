package io.minerstream.validator.delivery;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.ser.std.ToStringSerializer;
import io.minerstream.avro.AlertState;
import io.minerstream.avro.Evidence;
import io.minerstream.avro.TelemetryAlert;
import io.minerstream.validator.AlertDocument;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** What requests consist of. Stateless. */
final class Body {

    /** Times in RFC 3339, enums as their symbols. */
    private static final JsonMapper JSON = JsonMapper.builder()
            .addModule(new SimpleModule().addSerializer(Instant.class, ToStringSerializer.instance))
            .build();

    /** An alert that is not sent again for so many intervals ends at Alertmanager. */
    private static final int INTERVALS_UNTIL_END = 4;

    private Body() {}

    /** As Alertmanager's API v2 takes it. */
    record Posted(Map<String, String> labels, Map<String, String> annotations, Instant startsAt, Instant endsAt) {}

    /** As a webhook takes it. */
    record Message(int version, List<AlertDocument> alerts) {}

    /** A request of Alertmanager's API v2. */
    static String forAlertmanager(List<Notice> notices, Instant now, Duration resendInterval) {
        Instant end = now.plus(resendInterval.multipliedBy(INTERVALS_UNTIL_END));
        return write(notices.stream()
                .map(notice -> new Posted(
                        labels(notice.alert()),
                        annotations(notice.alert()),
                        notice.startedAt(now),
                        notice.isFiring() ? end : notice.endedAt(now)))
                .toList());
    }

    /** A request of a webhook. */
    static String forWebhook(List<Notice> notices) {
        return write(new Message(
                1,
                notices.stream()
                        .map(notice -> AlertDocument.of(
                                notice.alert(),
                                notice.isFiring() ? AlertState.FIRING : AlertState.RESOLVED,
                                notice.endedAt()))
                        .toList()));
    }

    private static String write(Object body) {
        try {
            return JSON.writeValueAsString(body);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(body.getClass() + " cannot be written as JSON", e);
        }
    }

    /** The identity of an alert at Alertmanager: equal for all its changes. */
    private static Map<String, String> labels(TelemetryAlert alert) {
        Map<String, String> labels = new LinkedHashMap<>();
        labels.put("alertname", "Telemetry" + camelCase(alert.getRule()));
        labels.put("severity", alert.getSeverity().name().toLowerCase(Locale.ROOT));
        put(labels, "site", alert.getSiteId());
        put(labels, "miner", alert.getMinerId());
        put(labels, "metric", alert.getMetric());
        return labels;
    }

    private static Map<String, String> annotations(TelemetryAlert alert) {
        Map<String, String> annotations = new LinkedHashMap<>();
        annotations.put("summary", alert.getMessage());
        put(annotations, "expected", alert.getExpected());
        put(annotations, "observed", alert.getObserved());
        put(annotations, "lower_limit", alert.getLowerLimit());
        put(annotations, "upper_limit", alert.getUpperLimit());
        put(annotations, "run", alert.getRunId());
        put(annotations, "window_start", alert.getWindowStart());
        put(annotations, "window_end", alert.getWindowEnd());
        putPosition(annotations, "first_evidence", alert.getFirstEvidence());
        putPosition(annotations, "last_evidence", alert.getLastEvidence());
        if (alert.getMinerId() == null) {
            put(annotations, "miners", alert.getMiners());
            annotations.put(
                    "example_miners",
                    alert.getExampleMiners().stream().map(String::valueOf).collect(Collectors.joining(", ")));
        }
        return annotations;
    }

    private static void put(Map<String, String> texts, String name, Object value) {
        if (value != null) {
            texts.put(name, value.toString());
        }
    }

    private static void putPosition(Map<String, String> texts, String name, Evidence evidence) {
        if (evidence != null) {
            texts.put(
                    name,
                    "topic %s, partition %s, offset %s"
                            .formatted(evidence.getTopic(), evidence.getPartition(), evidence.getOffset()));
        }
    }

    /** {@code OFF_CADENCE} is OffCadence: alert names are in camel case by Prometheus' convention. */
    private static String camelCase(Enum<?> rule) {
        StringBuilder name = new StringBuilder();
        for (String word : rule.name().split("_", -1)) {
            name.append(word.charAt(0)).append(word.substring(1).toLowerCase(Locale.ROOT));
        }
        return name.toString();
    }
}

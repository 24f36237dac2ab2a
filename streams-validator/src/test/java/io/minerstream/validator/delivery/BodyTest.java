package io.minerstream.validator.delivery;

import static io.minerstream.validator.AlertBuilder.anAlert;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.minerstream.avro.Rule;
import io.minerstream.avro.TelemetryAlert;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

class BodyTest {

    private static final Instant NOW = Instant.parse("2026-11-22T12:00:00Z");

    @Test
    void shouldTellAlertmanagerOfAFiringAlert() throws Exception {
        assertThat(toAlertmanager(anAlert().build()))
                .isEqualTo(
                        json(
                                """
                        {"labels": {"alertname": "TelemetryRange", "severity": "warning", "site": "5", "miner": "17",
                           "metric": "hashrate"},
                         "annotations": {"summary": "hashrate of miner 17 must be 80 to 120 TH/s, was 12",
                           "observed": "12.0", "lower_limit": "80.0", "upper_limit": "120.0", "run": "run00001",
                           "first_evidence": "topic miner-telemetry, partition 3, offset 41",
                           "last_evidence": "topic miner-telemetry, partition 3, offset 42"},
                         "startsAt": "2026-11-22T07:00:00Z",
                         "endsAt": "2026-11-22T12:04:00Z"}
                        """));
    }

    @Test
    void shouldTellAlertmanagerOfASite() throws Exception {
        JsonNode alert =
                toAlertmanager(anAlert().rule(Rule.UNKNOWN_MINER).site(7, 5_900).build());

        assertThat(alert.get("labels"))
                .isEqualTo(
                        json(
                                """
                        {"alertname": "TelemetryUnknownMiner", "severity": "warning", "site": "7"}
                        """));
        assertThat(alert.at("/annotations/miners").asText()).isEqualTo("5900");
        assertThat(alert.at("/annotations/example_miners").asText()).isEqualTo("1, 2, 3");
    }

    @Test
    void shouldNotTellAlertmanagerOfTheFuture() throws Exception {
        Instant ahead = NOW.plusSeconds(3600);
        JsonNode alert = toAlertmanager(
                anAlert().startsAt(ahead).resolvedAt(ahead.plusSeconds(60)).build());

        assertThat(alert.get("startsAt").asText()).isEqualTo(NOW.toString());
        assertThat(alert.get("endsAt").asText()).isEqualTo(NOW.toString());
    }

    @Test
    void shouldNotEndAnAlertBeforeItsStart() throws Exception {
        JsonNode alert = toAlertmanager(
                anAlert().resolvedAt(Instant.parse("2026-11-22T06:00:00Z")).build());

        assertThat(alert.get("endsAt").asText()).isEqualTo("2026-11-22T07:00:00Z");
    }

    @Test
    void shouldTellAWebhookAllOfAnAlert() throws Exception {
        assertThat(json(Body.forWebhook(List.of(notice(anAlert()
                        .resolvedAt(Instant.parse("2026-11-22T09:00:00Z"))
                        .build())))))
                .isEqualTo(
                        json(
                                """
                        {"version": 1, "alerts": [{
                          "fingerprint": "range/hashrate/miner/17", "state": "RESOLVED", "rule": "RANGE",
                          "metric": "hashrate", "severity": "WARNING", "siteId": 5, "minerId": 17, "miners": 1,
                          "exampleMiners": [], "message": "hashrate of miner 17 must be 80 to 120 TH/s, was 12",
                          "startsAt": "2026-11-22T07:00:00Z", "resolvedAt": "2026-11-22T09:00:00Z",
                          "raisedAt": "2026-11-22T07:00:05Z", "runId": "run00001", "windowStart": null,
                          "windowEnd": null, "timePoints": ["2026-11-22T07:00:00Z"], "timePointCount": 1,
                          "expected": null, "observed": 12.0, "lowerLimit": 80.0, "upperLimit": 120.0,
                          "firstEvidence": {"topic": "miner-telemetry", "partition": 3, "offset": 41},
                          "lastEvidence": {"topic": "miner-telemetry", "partition": 3, "offset": 42}}]}
                        """));
    }

    private static JsonNode toAlertmanager(TelemetryAlert alert) throws Exception {
        return json(Body.forAlertmanager(List.of(notice(alert)), NOW, Duration.ofMinutes(1)))
                .get(0);
    }

    private static Notice notice(TelemetryAlert alert) {
        return Notice.of(Optional.empty(), new TopicPartition("telemetry-alerts", 0), 1, alert, NOW)
                .orElseThrow();
    }

    private static JsonNode json(String text) throws Exception {
        // Numbers as the parser makes them.
        return new ObjectMapper().readTree(text);
    }
}

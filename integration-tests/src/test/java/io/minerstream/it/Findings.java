package io.minerstream.it;

import io.minerstream.avro.AlertState;
import io.minerstream.avro.TelemetryAlert;
import io.minerstream.avro.WindowVerdict;
import io.minerstream.pipeline.connection.Connections;
import io.minerstream.schemas.serde.AvroRecordSerde;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.serialization.Serde;

/**
 * What a validator found, committed: without wall-clock times and the prefix of topics, so that validators can be compared.
 *
 * @param lines each alert's changes with their number, each verdict and each quarantined record
 * @param verdicts number of records
 * @param last state of each alert, by its labels at Alertmanager
 */
record Findings(List<String> lines, int verdicts, Map<String, AlertState> last) {

    static Findings read(Connections connections) {
        List<String> lines = new ArrayList<>();
        Map<String, Integer> changes = new HashMap<>();
        Map<String, AlertState> last = new TreeMap<>();
        int verdicts = 0;
        Map<String, String> kafka = connections.kafkaProperties();
        try (Serde<TelemetryAlert> alertSerde = AvroRecordSerde.of(TelemetryAlert.class, kafka);
                Serde<WindowVerdict> verdictSerde = AvroRecordSerde.of(WindowVerdict.class, kafka)) {
            String alerts = connections.topics().alerts();
            for (ConsumerRecord<byte[], byte[]> record : RawTopic.read(connections, alerts)) {
                String fingerprint = new String(record.key(), StandardCharsets.UTF_8);
                String text = "withdrawn";
                if (record.value() != null) {
                    TelemetryAlert alert = alertSerde.deserializer().deserialize(alerts, record.value());
                    alert.setRaisedAt(Instant.EPOCH);
                    last.put(labels(alert), alert.getState());
                    text = alert.toString();
                }
                lines.add("change %s of %s: %s"
                        .formatted(changes.merge(fingerprint, 1, Integer::sum), fingerprint, text));
            }
            String topic = connections.topics().verdicts();
            for (ConsumerRecord<byte[], byte[]> record : RawTopic.read(connections, topic)) {
                WindowVerdict verdict = verdictSerde.deserializer().deserialize(topic, record.value());
                verdict.setDecidedAt(Instant.EPOCH);
                verdicts++;
                lines.add("verdict: " + verdict);
            }
        }
        for (ConsumerRecord<byte[], byte[]> record :
                RawTopic.read(connections, connections.topics().quarantine())) {
            lines.add("quarantined: partition %s, offset %s: %s"
                    .formatted(header(record, "partition"), header(record, "offset"), header(record, "message")));
        }
        lines.replaceAll(line -> line.replace(connections.topics().prefix(), ""));
        return new Findings(lines, verdicts, last);
    }

    private static String header(ConsumerRecord<byte[], byte[]> record, String name) {
        return new String(
                record.headers().lastHeader("__streams.errors." + name).value(), StandardCharsets.UTF_8);
    }

    private static String labels(TelemetryAlert alert) {
        StringBuilder name = new StringBuilder("Telemetry");
        for (String word : alert.getRule().name().split("_", -1)) {
            name.append(word.charAt(0)).append(word.substring(1).toLowerCase(Locale.ROOT));
        }
        return "%s site=%s miner=%s metric=%s"
                .formatted(name, text(alert.getSiteId()), text(alert.getMinerId()), text(alert.getMetric()));
    }

    private static String text(Object label) {
        return label == null ? "-" : label.toString();
    }

    /** Labels of the alerts that fire, sorted. */
    List<String> firing() {
        return last.entrySet().stream()
                .filter(alert -> alert.getValue() == AlertState.FIRING)
                .map(Map.Entry::getKey)
                .toList();
    }

    /** The last state of each alert that fired. */
    List<String> mustBeTold() {
        return last.entrySet().stream()
                .filter(alert -> alert.getValue() != AlertState.PENDING)
                .map(alert -> alert.getKey() + (alert.getValue() == AlertState.FIRING ? " firing" : " resolved"))
                .toList();
    }
}

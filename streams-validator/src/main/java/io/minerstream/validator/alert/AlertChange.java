package io.minerstream.validator.alert;

import io.minerstream.avro.AlertState;
import io.minerstream.avro.TelemetryAlert;
import io.minerstream.validator.state.StateFormat;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Locale;
import org.apache.kafka.common.serialization.Serde;

/**
 * A change of state of a miner's alert.
 *
 * @param kind rule and metric, as the fingerprint has them: {@code range/hashrate}
 * @param siteId site whose alert may stand for this one; null for none
 * @param minerId the miner
 * @param awaits key of the verdict with which it is known whether this is a site matter; empty for alerts of single readings
 * @param alert the record; null when the alert was pending and never fired
 */
public record AlertChange(String kind, Integer siteId, int minerId, String awaits, TelemetryAlert alert) {

    /** What the alerts of single readings await. */
    static final String NOTHING = "";

    /**
     * A change to a record of a miner.
     *
     * @param siteId site whose alert may stand for it; null for none
     */
    static AlertChange of(TelemetryAlert alert, Integer siteId, String awaits) {
        String kind = alert.getRule().name().toLowerCase(Locale.ROOT);
        return new AlertChange(
                alert.getMetric() == null ? kind : kind + "/" + alert.getMetric(),
                siteId,
                alert.getMinerId(),
                awaits,
                alert);
    }

    AlertChange with(TelemetryAlert record) {
        return new AlertChange(kind, siteId, minerId, awaits, record);
    }

    AlertChange withdrawn() {
        return with(null);
    }

    /** Key of the record. */
    public String fingerprint() {
        return kind + "/miner/" + minerId;
    }

    boolean isOver() {
        return alert == null || alert.getState() == AlertState.RESOLVED;
    }

    /** The record stands last, as the alerts' topic holds it, under that topic's subject. */
    public static Serde<AlertChange> serde(Serde<TelemetryAlert> alerts, String alertTopic) {
        return StateFormat.ofValues(
                "change of an alert",
                (change, out) -> {
                    StateFormat.writeText(change.kind, out);
                    out.writeBoolean(change.siteId != null);
                    if (change.siteId != null) {
                        out.writeInt(change.siteId);
                    }
                    out.writeInt(change.minerId);
                    StateFormat.writeText(change.awaits, out);
                    writeAlert(change.alert, alerts, alertTopic, out);
                },
                in -> new AlertChange(
                        StateFormat.readText(in),
                        in.get() == 0 ? null : Integer.valueOf(in.getInt()),
                        in.getInt(),
                        StateFormat.readText(in),
                        readAlert(in, alerts, alertTopic)));
    }

    /** Records of alerts in a state store, under the subject of their topic. */
    public static Serde<TelemetryAlert> ofAlerts(Serde<TelemetryAlert> alerts, String alertTopic) {
        return StateFormat.ofValues(
                "alert",
                (alert, out) -> writeAlert(alert, alerts, alertTopic, out),
                in -> readAlert(in, alerts, alertTopic));
    }

    static void writeAlert(TelemetryAlert alert, Serde<TelemetryAlert> alerts, String topic, DataOutputStream out)
            throws IOException {
        byte[] bytes = alert == null ? new byte[0] : alerts.serializer().serialize(topic, alert);
        out.writeInt(bytes.length);
        out.write(bytes);
    }

    static TelemetryAlert readAlert(ByteBuffer in, Serde<TelemetryAlert> alerts, String topic) {
        byte[] bytes = StateFormat.readBytes(in, in.getInt());
        return bytes.length == 0 ? null : alerts.deserializer().deserialize(topic, bytes);
    }
}

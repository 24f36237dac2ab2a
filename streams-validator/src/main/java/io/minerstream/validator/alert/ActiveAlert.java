package io.minerstream.validator.alert;

import io.minerstream.avro.TelemetryAlert;
import io.minerstream.schemas.miner.Metric;
import io.minerstream.validator.rule.Breach;
import io.minerstream.validator.state.StateFormat;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.common.serialization.Serde;

/**
 * An alert that is pending or firing.
 *
 * @param cycle where it is in its life
 * @param windowSite site of the windows that judge its rule; null when single readings do
 * @param stranger whether its miner was not in the roster when it began
 * @param alert its last record, with the newest evidence
 */
public record ActiveAlert(AlertCycle cycle, Integer windowSite, boolean stranger, TelemetryAlert alert) {

    private static final int FIRING = 1;
    private static final int OF_WINDOW = 1 << 1;
    private static final int STRANGER = 1 << 2;

    ActiveAlert at(AlertCycle next) {
        return new ActiveAlert(next, windowSite, stranger, alert);
    }

    boolean isOfWindow() {
        return windowSite != null;
    }

    boolean isOf(Breach breach) {
        return alert.getRule() == breach.rule() && isAbout(breach.metric());
    }

    boolean isAbout(Metric metric) {
        return metric == null ? alert.getMetric() == null : metric.field().equals(alert.getMetric());
    }

    /**
     * All active alerts of a miner: their number, then flags, times, and the record as the alerts' topic holds it, under that
     * topic's subject.
     */
    public static Serde<List<ActiveAlert>> serde(Serde<TelemetryAlert> alerts, String alertTopic) {
        return StateFormat.ofValues(
                "list of active alerts",
                (list, out) -> {
                    out.writeInt(list.size());
                    for (ActiveAlert active : list) {
                        write(active, alerts.serializer().serialize(alertTopic, active.alert), out);
                    }
                },
                in -> {
                    int count = in.getInt();
                    List<ActiveAlert> list = new ArrayList<>();
                    for (int i = 0; i < count; i++) {
                        list.add(read(in, alerts, alertTopic));
                    }
                    return list;
                });
    }

    private static void write(ActiveAlert active, byte[] alert, DataOutputStream out) throws IOException {
        AlertCycle cycle = active.cycle;
        out.writeByte((cycle.firing() ? FIRING : 0)
                | (active.isOfWindow() ? OF_WINDOW : 0)
                | (active.stranger ? STRANGER : 0));
        if (active.isOfWindow()) {
            out.writeInt(active.windowSite);
        }
        out.writeLong(cycle.startsMs());
        out.writeLong(cycle.lastBadMs());
        out.writeLong(cycle.lastRun());
        out.writeLong(cycle.goodSinceMs());
        out.writeLong(cycle.goodUntilMs());
        out.writeLong(cycle.saidMs());
        out.writeInt(alert.length);
        out.write(alert);
    }

    private static ActiveAlert read(ByteBuffer in, Serde<TelemetryAlert> alerts, String alertTopic) {
        int flags = in.get();
        Integer windowSite = (flags & OF_WINDOW) == 0 ? null : Integer.valueOf(in.getInt());
        AlertCycle cycle = new AlertCycle(
                (flags & FIRING) != 0,
                in.getLong(),
                in.getLong(),
                in.getLong(),
                in.getLong(),
                in.getLong(),
                in.getLong());
        return new ActiveAlert(
                cycle,
                windowSite,
                (flags & STRANGER) != 0,
                alerts.deserializer().deserialize(alertTopic, StateFormat.readBytes(in, in.getInt())));
    }
}

package io.minerstream.validator.alert;

import io.minerstream.avro.AlertState;
import io.minerstream.avro.TelemetryAlert;
import io.minerstream.validator.state.StateFormat;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.common.serialization.Serde;

/**
 * A miner's alert, as the group of its site sees it.
 *
 * @param published pending or firing, when the alerts' topic has it so; null when it has not
 * @param covered the firing record that the site's alert stands for; null when there is none
 * @param heldSinceMs wall-clock time at which the oldest held change came
 * @param awaits of the newest held change
 * @param held records that wait, in their order; null stands for a tombstone
 */
public record GroupMember(
        AlertState published, TelemetryAlert covered, long heldSinceMs, String awaits, List<TelemetryAlert> held) {

    private static final byte NONE = 0;
    private static final byte PENDING = 1;
    private static final byte FIRING = 2;

    /** A miner whose alert changes so often while it is held need not wait. */
    private static final int MOST_HELD = 100;

    /** 6 bytes each. */
    private static final int MOST_TIME_POINTS = 50_000;

    static final GroupMember NEW = new GroupMember(null, null, 0, "", List.of());

    /** Whether no more may be held: the state of a miner must fit a record of the changelog. */
    boolean isFull() {
        int points = 0;
        for (TelemetryAlert alert : held) {
            points += alert == null ? 0 : alert.getTimePoints().size();
        }
        return held.size() >= MOST_HELD || points >= MOST_TIME_POINTS;
    }

    boolean isEmpty() {
        return published == null && covered == null && held.isEmpty();
    }

    GroupMember hold(AlertChange change, long nowMs) {
        List<TelemetryAlert> more = new ArrayList<>(held);
        more.add(change.alert());
        return new GroupMember(published, covered, held.isEmpty() ? nowMs : heldSinceMs, change.awaits(), more);
    }

    public static Serde<GroupMember> serde(Serde<TelemetryAlert> alerts, String alertTopic) {
        return StateFormat.ofValues(
                "alert of a group",
                (member, out) -> {
                    out.writeByte(
                            member.published == null ? NONE : member.published == AlertState.FIRING ? FIRING : PENDING);
                    out.writeLong(member.heldSinceMs);
                    StateFormat.writeText(member.awaits, out);
                    AlertChange.writeAlert(member.covered, alerts, alertTopic, out);
                    out.writeInt(member.held.size());
                    for (TelemetryAlert alert : member.held) {
                        AlertChange.writeAlert(alert, alerts, alertTopic, out);
                    }
                },
                in -> {
                    byte code = in.get();
                    AlertState published =
                            code == NONE ? null : code == FIRING ? AlertState.FIRING : AlertState.PENDING;
                    long heldSinceMs = in.getLong();
                    String awaits = StateFormat.readText(in);
                    TelemetryAlert covered = AlertChange.readAlert(in, alerts, alertTopic);
                    int count = in.getInt();
                    List<TelemetryAlert> held = new ArrayList<>();
                    for (int i = 0; i < count; i++) {
                        held.add(AlertChange.readAlert(in, alerts, alertTopic));
                    }
                    return new GroupMember(published, covered, heldSinceMs, awaits, held);
                });
    }
}

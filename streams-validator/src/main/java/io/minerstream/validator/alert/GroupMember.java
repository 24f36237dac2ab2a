package io.minerstream.validator.alert;

import io.minerstream.avro.AlertState;
import io.minerstream.avro.TelemetryAlert;
import io.minerstream.validator.rule.Verdicts;
import io.minerstream.validator.state.StateFormat;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.apache.kafka.common.serialization.Serde;

/**
 * A miner's alert, as the group of its site sees it.
 *
 * @param published pending or firing, when the alerts' topic has it so; null when it has not
 * @param covered the firing record that the site's alert stands for; null when there is none
 * @param held changes that wait, in their order
 */
public record GroupMember(AlertState published, TelemetryAlert covered, List<Held> held) {

    private static final byte NONE = 0;
    private static final byte PENDING = 1;
    private static final byte FIRING = 2;

    /** A miner whose alert changes so often while it is held need not wait. */
    private static final int MOST_HELD = 100;

    /** 6 bytes each. */
    private static final int MOST_TIME_POINTS = 50_000;

    static final GroupMember NEW = new GroupMember(null, null, List.of());

    /**
     * What a change waits for.
     *
     * @param sinceMs wall-clock time at which it came
     * @param awaits as of its {@link AlertChange}
     */
    record Wait(long sinceMs, String awaits) {
        boolean isOfReading() {
            return awaits.isEmpty();
        }

        boolean isOfWindow() {
            return Verdicts.isCollecting(awaits);
        }
    }

    /** @param alert null stands for a tombstone */
    record Held(Wait until, TelemetryAlert alert) {
        boolean fires() {
            return alert != null && alert.getState() == AlertState.FIRING;
        }
    }

    /** Whether no more may be held: the state of a miner must fit a record of the changelog. */
    boolean isFull() {
        int points = 0;
        for (Held change : held) {
            points += change.alert == null ? 0 : change.alert.getTimePoints().size();
        }
        return held.size() >= MOST_HELD || points >= MOST_TIME_POINTS;
    }

    boolean isEmpty() {
        return published == null && covered == null && held.isEmpty();
    }

    boolean isFiring() {
        return covered != null || published == AlertState.FIRING;
    }

    GroupMember hold(AlertChange change, long nowMs) {
        List<Held> more = new ArrayList<>(held);
        more.add(new Held(new Wait(nowMs, change.awaits()), change.alert()));
        return new GroupMember(published, covered, more);
    }

    /** How many of the held changes go out: those that are due, up to the first that is not. */
    int due(Predicate<Wait> isDue) {
        int count = 0;
        while (count < held.size() && isDue.test(held.get(count).until)) {
            count++;
        }
        return count;
    }

    public static Serde<GroupMember> serde(Serde<TelemetryAlert> alerts, String alertTopic) {
        return StateFormat.ofValues(
                "alert of a group",
                (member, out) -> {
                    out.writeByte(
                            member.published == null ? NONE : member.published == AlertState.FIRING ? FIRING : PENDING);
                    AlertChange.writeAlert(member.covered, alerts, alertTopic, out);
                    out.writeInt(member.held.size());
                    for (Held change : member.held) {
                        out.writeLong(change.until.sinceMs);
                        StateFormat.writeText(change.until.awaits, out);
                        AlertChange.writeAlert(change.alert, alerts, alertTopic, out);
                    }
                },
                in -> {
                    byte code = in.get();
                    AlertState published =
                            code == NONE ? null : code == FIRING ? AlertState.FIRING : AlertState.PENDING;
                    TelemetryAlert covered = AlertChange.readAlert(in, alerts, alertTopic);
                    int count = in.getInt();
                    List<Held> held = new ArrayList<>();
                    for (int i = 0; i < count; i++) {
                        Wait until = new Wait(in.getLong(), StateFormat.readText(in));
                        held.add(new Held(until, AlertChange.readAlert(in, alerts, alertTopic)));
                    }
                    return new GroupMember(published, covered, held);
                });
    }
}

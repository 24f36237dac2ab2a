package io.minerstream.validator.alert;

import io.minerstream.avro.AlertState;
import io.minerstream.avro.Evidence;
import io.minerstream.avro.TelemetryAlert;
import io.minerstream.validator.alert.AlertCycle.Change;
import io.minerstream.validator.alert.AlertCycle.Step;
import io.minerstream.validator.rule.Breach;
import java.time.Instant;
import java.util.List;

/** The records of the alerts' topic. A record describes the offence that caused it, a resolution that of the record before it. */
final class AlertRecords {

    private AlertRecords() {}

    /**
     * An alert that is pending or fires.
     *
     * @param first first evidence of an earlier offence; null when this one is the first
     * @param nowMs wall-clock time of the change of state
     */
    static TelemetryAlert of(Offence offence, Step step, Evidence first, long nowMs) {
        Breach breach = offence.breach();
        return new TelemetryAlert(
                breach.fingerprint(),
                breach.rule(),
                breach.metric() == null ? null : breach.metric().field(),
                offence.rule().severity(),
                step.change() == Change.PENDING ? AlertState.PENDING : AlertState.FIRING,
                offence.siteId(),
                breach.minerId(),
                offence.runId(),
                offence.isOfWindow() ? offence.window().start() : null,
                offence.isOfWindow() ? offence.window().end() : null,
                breach.timePoints(),
                breach.expected(),
                breach.observed(),
                breach.allowed() == null ? null : breach.allowed().lower(),
                breach.allowed() == null ? null : breach.allowed().upper(),
                breach.message(),
                first == null ? offence.first() : first,
                offence.last(),
                Instant.ofEpochMilli(nowMs),
                Instant.ofEpochMilli(step.cycle().startsMs()),
                null,
                1,
                List.of());
    }

    /**
     * The end of an alert.
     *
     * @param atMs event time since which the rule holds
     */
    static TelemetryAlert resolved(TelemetryAlert firing, long atMs, long nowMs) {
        TelemetryAlert resolved = TelemetryAlert.newBuilder(firing).build();
        resolved.setState(AlertState.RESOLVED);
        resolved.setResolvedAt(Instant.ofEpochMilli(atMs));
        resolved.setRaisedAt(Instant.ofEpochMilli(nowMs));
        return resolved;
    }
}

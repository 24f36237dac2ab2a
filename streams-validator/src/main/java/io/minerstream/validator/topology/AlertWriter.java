package io.minerstream.validator.topology;

import io.minerstream.avro.AlertState;
import io.minerstream.avro.Evidence;
import io.minerstream.avro.TelemetryAlert;
import io.minerstream.schemas.run.RunId;
import io.minerstream.validator.rule.Breach;
import io.minerstream.validator.rule.ReceivedReading;
import io.minerstream.validator.rule.TimeWindow;
import java.time.Instant;

/** Turns broken rules into alerts. */
final class AlertWriter {

    private final String telemetryTopic;

    AlertWriter(String telemetryTopic) {
        this.telemetryTopic = telemetryTopic;
    }

    /**
     * An alert about single records.
     *
     * @param siteId site of the subject; null when it is not known
     * @param first first offending record
     * @param last last offending record
     */
    TelemetryAlert ofRecords(Breach breach, Integer siteId, ReceivedReading first, ReceivedReading last, long nowMs) {
        String runId = first.hasRun() ? RunId.unpack(first.run()).text() : null;
        return alert(breach, siteId, runId, null, evidence(first), evidence(last), nowMs);
    }

    /** An alert about all records of a window: the offence is what did not come, so there is no evidence. */
    TelemetryAlert ofWindow(Breach breach, int siteId, long run, TimeWindow window, long nowMs) {
        return alert(breach, siteId, RunId.unpack(run).text(), window, null, null, nowMs);
    }

    private static TelemetryAlert alert(
            Breach breach, Integer siteId, String runId, TimeWindow window, Evidence first, Evidence last, long nowMs) {
        return new TelemetryAlert(
                breach.fingerprint(),
                breach.rule(),
                breach.metric() == null ? null : breach.metric().field(),
                breach.severity(),
                AlertState.FIRING,
                siteId,
                breach.minerId(),
                runId,
                window == null ? null : window.start(),
                window == null ? null : window.end(),
                breach.timePoints(),
                breach.expected(),
                breach.observed(),
                breach.allowed() == null ? null : breach.allowed().lower(),
                breach.allowed() == null ? null : breach.allowed().upper(),
                breach.message(),
                first,
                last,
                Instant.ofEpochMilli(nowMs));
    }

    private Evidence evidence(ReceivedReading reading) {
        return new Evidence(telemetryTopic, reading.partition(), reading.offset());
    }
}

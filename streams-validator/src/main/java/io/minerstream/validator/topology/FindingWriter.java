package io.minerstream.validator.topology;

import io.minerstream.avro.AlertState;
import io.minerstream.avro.Evidence;
import io.minerstream.avro.TelemetryAlert;
import io.minerstream.avro.Watermark;
import io.minerstream.validator.rule.Breach;
import io.minerstream.validator.rule.ReceivedReading;
import io.minerstream.validator.rule.RunText;
import io.minerstream.validator.rule.TimeWindow;
import io.minerstream.validator.rule.Verdicts;
import java.time.Instant;
import java.util.List;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;

/** Sends alerts and partial verdicts downstream. */
final class FindingWriter {

    private final ProcessorContext<String, Finding> context;
    private final String telemetryTopic;

    FindingWriter(ProcessorContext<String, Finding> context, String telemetryTopic) {
        this.context = context;
        this.telemetryTopic = telemetryTopic;
    }

    /**
     * An alert about single records.
     *
     * @param siteId site of the subject; null when it is not known
     * @param first first offending record
     * @param last last offending record
     */
    void ofRecords(Breach breach, Integer siteId, ReceivedReading first, ReceivedReading last, long nowMs) {
        String runId = first.hasRun() ? RunText.of(first.run()) : null;
        raise(breach, siteId, runId, null, evidence(first), evidence(last), nowMs);
    }

    /** An alert about all records of a window; without evidence, as no single record is wrong. */
    void ofWindow(Breach breach, int siteId, long run, TimeWindow window, long nowMs) {
        raise(breach, siteId, RunText.of(run), window, null, null, nowMs);
    }

    private void raise(
            Breach breach, Integer siteId, String runId, TimeWindow window, Evidence first, Evidence last, long nowMs) {
        TelemetryAlert alert = new TelemetryAlert(
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
                Instant.ofEpochMilli(nowMs),
                breach.timePoints().isEmpty() ? null : breach.timePoints().get(0),
                null,
                1,
                List.of());
        context.forward(new Record<>(alert.getFingerprint(), new Finding.Raised(alert), nowMs));
    }

    private Evidence evidence(ReceivedReading reading) {
        return new Evidence(telemetryTopic, reading.partition(), reading.offset());
    }

    /** A window of event time, to the partition that the announcement is for. */
    void announced(Watermark announcement) {
        context.forward(new Record<>(
                Integer.toString(announcement.getPartition()),
                new Finding.Announced(announcement),
                announcement.getClosed().toEpochMilli()));
    }

    /** A verdict over a window, committed at once: users wait for verdicts. */
    void judged(PartialVerdict verdict, long nowMs) {
        context.forward(new Record<>(Verdicts.key(verdict.verdict()), new Finding.Judged(verdict), nowMs));
        context.commit();
    }
}

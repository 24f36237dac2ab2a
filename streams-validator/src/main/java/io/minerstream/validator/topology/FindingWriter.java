package io.minerstream.validator.topology;

import io.minerstream.avro.Evidence;
import io.minerstream.avro.Watermark;
import io.minerstream.validator.alert.ActiveAlert;
import io.minerstream.validator.alert.AlertBook;
import io.minerstream.validator.alert.AlertChange;
import io.minerstream.validator.alert.Offence;
import io.minerstream.validator.input.Quarantine;
import io.minerstream.validator.monitor.ValidatorCounters;
import io.minerstream.validator.policy.MinerPolicy;
import io.minerstream.validator.rule.Breach;
import io.minerstream.validator.rule.ReceivedReading;
import io.minerstream.validator.rule.RunName;
import io.minerstream.validator.rule.SilentMiner;
import io.minerstream.validator.rule.TimeWindow;
import io.minerstream.validator.rule.Verdicts;
import io.minerstream.validator.state.RunRecord.Plan;
import java.time.Instant;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueStore;

/** Enters what was judged into the alerts, and sends their changes and partial verdicts downstream. */
final class FindingWriter {

    private final ProcessorContext<Object, Object> context;
    private final ValidatorCounters counters;
    private final Quarantine quarantine;
    private final String telemetryTopic;
    private final AlertBook alerts;
    private final SiteCounts sites;

    FindingWriter(
            ProcessorContext<Object, Object> context,
            String telemetryTopic,
            String quarantineTopic,
            StateBounds bounds,
            SiteCounts sites) {
        this.context = context;
        this.counters = ValidatorCounters.of(context.appConfigs());
        this.quarantine = new Quarantine(quarantineTopic, counters);
        this.sites = sites;
        this.telemetryTopic = telemetryTopic;
        KeyValueStore<Integer, List<ActiveAlert>> store = context.getStateStore(Stores.ALERTS);
        this.alerts = new AlertBook(store, bounds.strangers(), this::send);
    }

    private void send(AlertChange change) {
        counters.changed(change);
        reportSites();
        forward(change.fingerprint(), new Finding.Changed(change), context.currentSystemTimeMs());
    }

    /** The alerts of the partition's miners. */
    AlertBook alerts() {
        return alerts;
    }

    /**
     * A rule that single records break.
     *
     * @param policy what the miner is judged by
     * @param siteId site of the subject; null when it is not known
     * @param rostered whether the roster has the miner
     * @param first first offending record
     * @param last last offending record
     */
    void ofRecords(
            Breach breach,
            MinerPolicy policy,
            Integer siteId,
            boolean rostered,
            ReceivedReading first,
            ReceivedReading last,
            long nowMs) {
        alerts.offend(
                new Offence(
                        breach,
                        policy,
                        siteId,
                        rostered,
                        last.run(),
                        last.interval(),
                        null,
                        evidence(first),
                        evidence(last)),
                nowMs);
    }

    private Evidence evidence(ReceivedReading reading) {
        return new Evidence(telemetryTopic, reading.partition(), reading.offset());
    }

    /** A reading that cannot be decoded or is refused, to the quarantine. */
    void refused(ConsumerRecord<byte[], byte[]> record, Exception reason) {
        ProducerRecord<byte[], byte[]> copy = quarantine.copy(record, reason);
        context.forward(
                new Record<>(copy.key(), copy.value(), copy.timestamp(), copy.headers()), ValidatorTopology.QUARANTINE);
    }

    /** A window of event time, to the partition that the announcement is for. */
    void announced(Watermark announcement) {
        context.forward(
                new Record<>(
                        announcement.getPartition(),
                        announcement,
                        announcement.getClosed().toEpochMilli()),
                ValidatorTopology.ANNOUNCEMENTS);
    }

    /** A silence, or a time in which a miner was heard; without evidence. */
    void ofSilence(
            int minerId, SilentMiner span, MinerPolicy policy, int siteId, long run, TimeWindow window, long nowMs) {
        if (span.silent()) {
            Breach breach = span.breach(minerId, window);
            alerts.offend(new Offence(breach, policy, siteId, true, run, window.interval(), null, null, null), nowMs);
        } else {
            alerts.heard(
                    minerId, policy, run, window.interval(), window.at(span.from()), window.at(span.to() - 1), nowMs);
        }
    }

    /** All silences of a run that end at or before an instant were found in this partition. */
    void looked(Plan plan, long run, Instant to) {
        int partition = context.taskId().partition();
        forward(
                Integer.toString(plan.siteId()),
                new Finding.Looked(plan.siteId(), RunName.of(run), partition, plan.partitions(), to),
                context.currentSystemTimeMs());
    }

    /**
     * The rules on all records of a window, of one miner; without evidence, as no single record is wrong.
     *
     * @param breaches what the miner broke
     * @param policy what it is judged by
     */
    void ofWindow(
            int minerId,
            List<Breach> breaches,
            MinerPolicy policy,
            int siteId,
            boolean rostered,
            long run,
            TimeWindow window,
            long nowMs) {
        for (Breach breach : breaches) {
            alerts.offend(
                    new Offence(breach, policy, siteId, rostered, run, window.interval(), window, null, null), nowMs);
        }
        alerts.judged(minerId, policy, siteId, run, window, breaches, nowMs);
    }

    /** Sends how many miners of each site the partition has, where that has changed. */
    void reportSites() {
        sites.report((siteId, miners) -> forward(
                Integer.toString(siteId),
                new Finding.Counted(siteId, context.taskId().partition(), miners),
                context.currentSystemTimeMs()));
    }

    /** A verdict over a window, committed at once: users wait for verdicts. */
    void judged(PartialVerdict verdict, long nowMs) {
        forward(Verdicts.key(verdict.verdict()), new Finding.Judged(verdict), nowMs);
        context.commit();
    }

    private void forward(String key, Finding finding, long timestampMs) {
        context.forward(new Record<>(key, finding, timestampMs), ValidatorTopology.FINDINGS);
    }
}

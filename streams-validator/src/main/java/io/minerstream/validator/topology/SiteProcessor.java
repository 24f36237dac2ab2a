package io.minerstream.validator.topology;

import io.minerstream.avro.TelemetryAlert;
import io.minerstream.avro.WindowVerdict;
import io.minerstream.validator.alert.AlertGrouping;
import io.minerstream.validator.alert.SiteSizes;
import io.minerstream.validator.monitor.ValidatorCounters;
import io.minerstream.validator.policy.GroupPolicy;
import io.minerstream.validator.rule.Verdicts;
import java.time.Duration;
import java.util.List;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.streams.processor.PunctuationType;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;

/** Puts together what the partitions find about a site: verdicts over its windows, and the alerts of its miners. */
final class SiteProcessor implements Processor<String, Finding, String, SpecificRecord> {

    private static final Duration TICK = Duration.ofMillis(100);
    private static final Duration FORGET_EVERY = Duration.ofMinutes(10);

    private final Duration retention;
    private final GroupPolicy grouping;
    private final StateBounds bounds;
    private ProcessorContext<String, SpecificRecord> context;
    private ValidatorCounters counters;
    private VerdictMerge verdicts;
    private AlertGrouping alerts;
    private SiteSizes sizes;

    /**
     * @param retention how long partial verdicts and the latest verdict of a window are remembered
     */
    SiteProcessor(Duration retention, GroupPolicy grouping, StateBounds bounds) {
        this.retention = retention;
        this.grouping = grouping;
        this.bounds = bounds;
    }

    @Override
    public void init(ProcessorContext<String, SpecificRecord> newContext) {
        context = newContext;
        counters = ValidatorCounters.of(context.appConfigs());
        verdicts = new VerdictMerge(
                context.getStateStore(Stores.PARTIALS), context.getStateStore(Stores.LATEST), bounds.verdicts());
        sizes = new SiteSizes(context.getStateStore(Stores.SITE_MINERS), bounds.verdicts());
        alerts = new AlertGrouping(
                context.getStateStore(Stores.GROUPED_ALERTS),
                context.getStateStore(Stores.SITE_ALERTS),
                sizes,
                grouping,
                bounds.groupedAlerts(),
                bounds.announcedRuns(),
                this::raise);
        context.schedule(TICK, PunctuationType.WALL_CLOCK_TIME, ignored -> alerts.tick(context.currentSystemTimeMs()));
        context.schedule(
                FORGET_EVERY,
                PunctuationType.WALL_CLOCK_TIME,
                ignored -> verdicts.forget(context.currentSystemTimeMs() - retention.toMillis()));
    }

    @Override
    public void process(Record<String, Finding> record) {
        Finding finding = record.value();
        if (finding instanceof Finding.Changed changed) {
            alerts.add(changed.change(), context.currentSystemTimeMs());
        } else if (finding instanceof Finding.Judged judged) {
            judged(judged.verdict(), record.timestamp());
        } else if (finding instanceof Finding.Counted counted) {
            sizes.report(counted.siteId(), counted.partition(), counted.miners());
        } else if (finding instanceof Finding.Looked looked) {
            alerts.looked(
                    looked.siteId(),
                    looked.run(),
                    looked.partition(),
                    looked.partitions(),
                    looked.to(),
                    context.currentSystemTimeMs());
        }
    }

    /** Alerts come before the verdict that they explain. */
    private void judged(PartialVerdict partial, long timestampMs) {
        List<WindowVerdict> merged = verdicts.add(partial);
        if (merged.isEmpty()) {
            return;
        }
        WindowVerdict verdict = partial.verdict();
        // A further record repeats the verdict over a later run.
        counters.judged(merged.get(0));
        alerts.judged(verdict.getSiteId(), Verdicts.collecting(verdict), context.currentSystemTimeMs());
        merged.forEach(next ->
                context.forward(new Record<>(Verdicts.key(next), next, timestampMs), ValidatorTopology.VERDICTS));
        // Users wait for verdicts.
        context.commit();
    }

    private void raise(String fingerprint, TelemetryAlert alert) {
        context.forward(new Record<>(fingerprint, alert, context.currentSystemTimeMs()), ValidatorTopology.ALERTS);
    }
}

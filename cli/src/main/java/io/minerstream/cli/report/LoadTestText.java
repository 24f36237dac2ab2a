package io.minerstream.cli.report;

import io.minerstream.pipeline.load.LoadTestOutcome;
import io.minerstream.pipeline.load.lag.GroupSample;
import io.minerstream.pipeline.load.lag.LoadSample;
import io.minerstream.pipeline.load.lag.Percentiles;
import io.minerstream.pipeline.load.verdict.GroupVerdict;
import io.minerstream.pipeline.load.verdict.LagBreach;
import io.minerstream.pipeline.load.verdict.LagLimits;
import io.minerstream.producer.run.RunSpec;
import io.minerstream.schemas.run.DurationText;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** A load test for people. Immutable. */
public final class LoadTestText {

    private final Messages messages;

    public LoadTestText(Messages messages) {
        this.messages = messages;
    }

    /** The run whose readings are the load. */
    public String started(RunSpec run) {
        return messages.text(
                "load.started",
                run.id().text(),
                run.siteId(),
                run.range().from().toString(),
                run.range().to().toString());
    }

    /**
     * A look at the groups, on one line.
     *
     * @param draining whether the load has ended
     */
    public String look(LoadSample sample, boolean draining) {
        String load = draining
                ? messages.text("load.drain")
                : messages.text("load.sent", sample.load().sent(), sample.intended());
        return messages.text(
                "load.look",
                DurationText.elapsed(sample.at()),
                load,
                sample.groups().stream().map(this::behind).collect(Collectors.joining("; ")));
    }

    private String behind(GroupSample group) {
        return messages.text(
                "load.behind", group.group(), DurationText.elapsed(group.age()), group.readings(), group.members());
    }

    /** Kafka did not answer a look. */
    public String unanswered(String message) {
        return messages.text("load.unanswered", message);
    }

    /** The whole result. */
    public List<String> lines(LoadTestOutcome outcome) {
        List<String> lines = new ArrayList<>();
        lines.add(messages.text(
                "load.title",
                outcome.plan().rate().text(),
                DurationText.elapsed(outcome.length()),
                outcome.topic(),
                outcome.run().id().text()));
        if (!outcome.complete()) {
            lines.add("  " + messages.text("load.partial"));
        }
        load(outcome, lines);
        outcome.groups().forEach(group -> group(outcome, group, lines));
        return lines;
    }

    private void load(LoadTestOutcome outcome, List<String> lines) {
        lines.add("");
        if (outcome.history().readings() > 0) {
            lines.add(messages.text(
                    "load.history",
                    outcome.history().readings(),
                    DurationText.elapsed(Duration.ofNanos(outcome.history().nanos()))));
        }
        lines.add(messages.text(
                "load.load",
                outcome.intended(),
                outcome.load().sent(),
                outcome.load().acknowledged()));
        lines.add("  " + messages.text("load.send.lateness", percentiles(outcome.sendLateness())));
        lines.add("  " + messages.text("load.acknowledgement", percentiles(outcome.acknowledgement())));
        outcome.loadLimit().ifPresent(limit -> lines.add("  ❌ " + messages.word("load.limit", limit)));
        outcome.others()
                .ifPresent(others -> lines.add("  " + messages.text("load.others", others.due(), others.arrived())));
        if (outcome.foreign() > 0) {
            lines.add("  " + messages.text("load.foreign", outcome.foreign()));
        }
    }

    private void group(LoadTestOutcome outcome, GroupVerdict group, List<String> lines) {
        lines.add("");
        String verdict =
                !outcome.complete() || outcome.loadLimit().isPresent() ? "load.group.undecided" : "load.group.passed";
        lines.add(messages.text(group.passed() ? verdict : "load.group.failed", group.group()));
        lines.add("  "
                + messages.text(
                        "load.lag",
                        DurationText.elapsed(group.maxLag()),
                        group.maxReadings(),
                        DurationText.elapsed(group.commitInterval())));
        lines.add("  " + messages.text("load.lateness", group.lateness().readings(), percentiles(group.lateness())));
        lines.add("  " + messages.text("load.members", group.fewestMembers(), group.rebalances()));
        if (outcome.history().readings() > 0) {
            lines.add("  "
                    + group.caughtUp()
                            .map(at -> messages.text("load.caught.up", DurationText.elapsed(at)))
                            .orElseGet(() -> messages.text("load.caught.up.never")));
        }
        lines.add("  "
                + group.drain()
                        .map(drain -> messages.text("load.drained", DurationText.elapsed(drain)))
                        .orElseGet(() -> messages.text("load.unread", group.unread())));
        group.breaches()
                .forEach(breach ->
                        lines.add("  ❌ " + breach(breach, outcome.plan().limits())));
        partitions(outcome, group, lines);
    }

    private String breach(LagBreach breach, LagLimits limits) {
        String limit =
                switch (breach.limit()) {
                    case LAG ->
                        messages.text(
                                "load.limit.lag",
                                DurationText.elapsed(limits.maxLag().orElseThrow()));
                    case READINGS ->
                        messages.text("load.limit.records", limits.maxReadings().orElseThrow());
                };
        return messages.text(
                "load.breach",
                limit,
                DurationText.elapsed(breach.first()),
                DurationText.elapsed(breach.broken()),
                DurationText.elapsed(breach.worstAt()),
                DurationText.elapsed(breach.worstLag()),
                breach.worstPartition(),
                breach.worstReadings());
    }

    private void partitions(LoadTestOutcome outcome, GroupVerdict group, List<String> lines) {
        List<List<String>> rows = new ArrayList<>();
        rows.add(List.of(
                messages.text("load.partition"),
                messages.text("load.partition.committed"),
                messages.text("load.partition.unread"),
                messages.text("load.partition.lag"),
                messages.text("load.partition.records")));
        for (LoadTestDocument.Partition partition : LoadTestDocument.Partition.of(outcome, group.group())) {
            rows.add(List.of(
                    Integer.toString(partition.partition()),
                    partition.committed() == null
                            ? messages.text("sink.lag.nothing")
                            : Messages.grouped(partition.committed()),
                    Messages.grouped(partition.unread()),
                    DurationText.elapsed(partition.maxLagSeconds()),
                    Messages.grouped(partition.maxLagRecords())));
        }
        Columns.table(rows, Set.of(0, 1, 2, 3, 4)).forEach(row -> lines.add("  " + row));
    }

    private String percentiles(Percentiles percentiles) {
        return messages.text(
                "load.percentiles",
                length(percentiles.p50()),
                length(percentiles.p90()),
                length(percentiles.p99()),
                length(percentiles.p999()),
                length(percentiles.max()));
    }

    private String length(Duration length) {
        return length.toMillis() < 100
                ? messages.text("load.millis", length.toNanos() / 1e6)
                : DurationText.elapsed(length);
    }
}

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
import java.util.Optional;
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
        lines.add(title(outcome));
        if (!outcome.complete()) {
            lines.add("  " + messages.text("load.partial"));
        }
        lines.add("");
        history(outcome).ifPresent(lines::add);
        lines.add(load(outcome));
        loadDetails(outcome).forEach(line -> lines.add("  " + line));
        for (GroupVerdict group : outcome.groups()) {
            lines.add("");
            lines.add(verdict(outcome, group));
            details(outcome, group).forEach(line -> lines.add("  " + line));
            Columns.table(partitions(outcome, group), Set.of(0, 1, 2, 3, 4)).forEach(row -> lines.add("  " + row));
        }
        return lines;
    }

    /** What was done. */
    String title(LoadTestOutcome outcome) {
        return messages.text(
                "load.title",
                outcome.plan().rate().text(),
                DurationText.elapsed(outcome.length()),
                outcome.topic(),
                outcome.run().id().text());
    }

    /** What was sent before the load. */
    Optional<String> history(LoadTestOutcome outcome) {
        return outcome.history().readings() == 0
                ? Optional.empty()
                : Optional.of(messages.text(
                        "load.history",
                        outcome.history().readings(),
                        DurationText.elapsed(Duration.ofNanos(outcome.history().nanos()))));
    }

    /** How many readings there were. */
    String load(LoadTestOutcome outcome) {
        return messages.text(
                "load.load",
                outcome.intended(),
                outcome.load().sent(),
                outcome.load().acknowledged());
    }

    /** How late they were, and why they were not what was asked for. */
    List<String> loadDetails(LoadTestOutcome outcome) {
        List<String> lines = new ArrayList<>();
        lines.add(messages.text("load.send.lateness", percentiles(outcome.sendLateness())));
        lines.add(messages.text("load.acknowledgement", percentiles(outcome.acknowledgement())));
        outcome.loadLimit().ifPresent(limit -> lines.add("❌ " + messages.word("load.limit", limit)));
        outcome.others().ifPresent(others -> lines.add(messages.text("load.others", others.due(), others.arrived())));
        if (outcome.foreign() > 0) {
            lines.add(messages.text("load.foreign", outcome.foreign()));
        }
        return lines;
    }

    /** Whether a group kept up. */
    String verdict(LoadTestOutcome outcome, GroupVerdict group) {
        String verdict =
                !outcome.complete() || outcome.loadLimit().isPresent() ? "load.group.undecided" : "load.group.passed";
        return messages.text(group.passed() ? verdict : "load.group.failed", group.group());
    }

    /** How a group bore the load. */
    List<String> details(LoadTestOutcome outcome, GroupVerdict group) {
        List<String> lines = new ArrayList<>();
        lines.add(messages.text(
                "load.lag",
                DurationText.elapsed(group.maxLag()),
                group.maxReadings(),
                DurationText.elapsed(group.commitInterval())));
        lines.add(messages.text("load.lateness", group.lateness().readings(), percentiles(group.lateness())));
        lines.add(messages.text("load.members", group.fewestMembers(), group.rebalances()));
        if (outcome.history().readings() > 0) {
            lines.add(group.caughtUp()
                    .map(at -> messages.text("load.caught.up", DurationText.elapsed(at)))
                    .orElseGet(() -> messages.text("load.caught.up.never")));
        }
        lines.add(group.drain()
                .map(drain -> messages.text("load.drained", DurationText.elapsed(drain)))
                .orElseGet(() -> messages.text("load.unread", group.unread())));
        group.breaches()
                .forEach(
                        breach -> lines.add("❌ " + breach(breach, outcome.plan().limits())));
        return lines;
    }

    /** The option of a limit on lag in time. */
    String limit(Duration maxLag) {
        return messages.text("load.limit.lag", DurationText.elapsed(maxLag));
    }

    /** The option of a limit on lag in readings. */
    String limit(long maxReadings) {
        return messages.text("load.limit.records", maxReadings);
    }

    private String breach(LagBreach breach, LagLimits limits) {
        String limit =
                switch (breach.limit()) {
                    case LAG -> limit(limits.maxLag().orElseThrow());
                    case READINGS -> limit(limits.maxReadings().orElseThrow());
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

    /** A row for each partition, below a row of headings. */
    List<List<String>> partitions(LoadTestOutcome outcome, GroupVerdict group) {
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
        return rows;
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

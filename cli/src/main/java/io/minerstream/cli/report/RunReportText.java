package io.minerstream.cli.report;

import io.minerstream.pipeline.embedded.StackSummary;
import io.minerstream.pipeline.run.RunOutcome;
import io.minerstream.pipeline.run.Stage;
import io.minerstream.pipeline.strategy.StrategyOutcome;
import io.minerstream.producer.publish.RunResult;
import io.minerstream.schemas.run.DurationText;
import io.minerstream.stack.StackEndpoints;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** A {@link RunReport} for people. */
public final class RunReportText {

    private static final int LABEL_COLUMNS = 32;

    private final RunReport report;
    private final Messages messages;
    private final List<String> lines = new ArrayList<>();

    public RunReportText(RunReport report, Messages messages) {
        this.report = report;
        this.messages = messages;
    }

    /** All lines; to be called once. */
    public List<String> lines() {
        RunResult published = report.outcome().published();
        lines.add(messages.text(
                "title." + report.command(),
                published.miners(),
                messages.length(published.range()),
                published.siteId()));
        report.stack().ifPresent(stack -> {
            lines.add("");
            lines.addAll(stackLines(stack, messages));
        });
        fleet(published);
        stages();
        checks();
        verdicts();
        report.strategies().ifPresent(this::strategies);
        lines.add("");
        lines.add(messages.text(report.passed() ? "done" : "failed", DurationText.elapsed(report.elapsed())));
        return List.copyOf(lines);
    }

    /** The addresses of an embedded stack, a line each. */
    public static List<String> stackLines(StackSummary stack, Messages messages) {
        StackEndpoints endpoints = stack.endpoints();
        return List.of(
                messages.text("stack", DurationText.elapsed(stack.startup())),
                label(messages.text("stack.kafka")) + endpoints.bootstrapServers(),
                label(messages.text("stack.registry")) + endpoints.registryUrl(),
                label(messages.text("stack.connect")) + endpoints.connectUrl(),
                label(messages.text("stack.database")) + endpoints.jdbcUrl(),
                label(messages.text("stack.data")) + endpoints.dataDirectory());
    }

    private void fleet(RunResult published) {
        heading(messages.text("fleet"));
        published.statusDistribution().forEach((status, miners) -> lines.add(label(status) + Messages.grouped(miners)));
        if (published.scheduledChanges() > 0) {
            lines.add("  " + messages.text("fleet.changes", published.scheduledChanges()));
        }
    }

    private void stages() {
        RunOutcome outcome = report.outcome();
        RunResult published = outcome.published();
        heading(messages.text(
                "run",
                published.runId().text(),
                outcome.spec().seed(),
                outcome.spec().profile().word(),
                messages.bounds(published.range())));
        lines.add(label(messages.text("stage"))
                + columns(messages.text("stage.records"), messages.text("stage.time"), messages.text("stage.rate")));
        for (Stage stage : outcome.stages()) {
            lines.add(label(messages.word("stage", stage.name()))
                    + columns(
                            Messages.grouped(stage.records()),
                            DurationText.elapsed(stage.elapsed()),
                            Messages.grouped(Math.round(stage.recordsPerSecond())) + "/s"));
        }
        if (!outcome.spec().commit().isExactlyOnce()) {
            lines.add("  "
                    + messages.text(published.mayHaveDuplicates() ? "no.transactions.duplicates" : "no.transactions"));
        }
        published
                .lateness()
                .ifPresent(late -> lines.add(label(messages.text("lateness"))
                        + messages.text("lateness.value", millis(late.p50()), millis(late.p99()), millis(late.max()))));
    }

    private void checks() {
        heading(messages.text("checks"));
        if (report.outcome().warehouse().isPresent()) {
            new CheckText(messages).lines(report.outcome().warehouse().get()).forEach(line -> lines.add("  " + line));
        } else {
            lines.add("  " + messages.text(report.outcome().followed() ? "warehouse.none" : "warehouse.not.awaited"));
        }
    }

    private void verdicts() {
        heading(messages.text("verdict"));
        if (!report.outcome().followed()) {
            lines.add("  " + messages.text("verdict.not.awaited"));
            return;
        }
        new VerdictText(messages)
                .lines(report.outcome().verdicts(), report.outcome().alerts())
                .forEach(line -> lines.add("  " + line));
    }

    private void strategies(StrategyOutcome strategies) {
        heading(messages.text("strategies"));
        new StrategyText(messages).checks(strategies).forEach(line -> lines.add("  " + line));
    }

    private void heading(String text) {
        lines.add("");
        lines.add(text);
    }

    private static String label(String text) {
        return "  " + Columns.left(text, LABEL_COLUMNS);
    }

    private static String columns(String records, String time, String rate) {
        return Columns.right(records, 12) + Columns.right(time, 12) + Columns.right(rate, 14);
    }

    private static double millis(Duration duration) {
        return duration.toNanos() / 1e6;
    }
}

package io.minerstream.cli.report;

import io.minerstream.connect.warehouse.CheckReportText;
import io.minerstream.pipeline.embedded.StackSummary;
import io.minerstream.pipeline.run.RunOutcome;
import io.minerstream.pipeline.run.Stage;
import io.minerstream.pipeline.strategy.StrategyOutcome;
import io.minerstream.producer.publish.RunResult;
import io.minerstream.stack.StackEndpoints;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** A {@link RunReport} for people. */
public final class RunReportText {

    private static final int LABEL_COLUMNS = 32;

    private final RunReport report;
    private final Locale locale;
    private final Messages messages;
    private final List<String> lines = new ArrayList<>();

    RunReportText(RunReport report, Locale locale) {
        this.report = report;
        this.locale = locale;
        this.messages = new Messages(locale);
    }

    List<String> lines() {
        RunResult published = report.outcome().published();
        RunSpan span = new RunSpan(published.range(), messages);
        lines.add(messages.text(report.command() + ".title", published.miners(), span.length(), published.siteId()));
        report.stack().ifPresent(stack -> {
            lines.add("");
            lines.addAll(stackLines(stack, locale));
        });
        fleet(published);
        stages();
        checks();
        verdicts();
        report.strategies().ifPresent(this::strategies);
        lines.add("");
        lines.add(messages.text(report.passed() ? "done" : "failed", Durations.text(report.elapsed())));
        return List.copyOf(lines);
    }

    /** The addresses of an embedded stack, a line each. */
    public static List<String> stackLines(StackSummary stack, Locale locale) {
        Messages messages = new Messages(locale);
        StackEndpoints endpoints = stack.endpoints();
        return List.of(
                messages.text("stack", Durations.text(stack.startup())),
                label(messages.text("stack.kafka")) + endpoints.bootstrapServers(),
                label(messages.text("stack.registry")) + endpoints.registryUrl(),
                label(messages.text("stack.connect")) + endpoints.connectUrl(),
                label(messages.text("stack.database")) + endpoints.jdbcUrl(),
                label(messages.text("stack.data")) + endpoints.dataDirectory());
    }

    private void fleet(RunResult published) {
        heading(messages.text("fleet"));
        published.statusDistribution().forEach((status, miners) -> lines.add(label(status) + grouped(miners)));
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
                new RunSpan(published.range(), messages).bounds()));
        lines.add(label(messages.text("stage"))
                + columns(messages.text("stage.records"), messages.text("stage.time"), messages.text("stage.rate")));
        for (Stage stage : outcome.stages()) {
            lines.add(label(messages.text("stage." + stage.name().name().toLowerCase(Locale.ROOT)))
                    + columns(
                            grouped(stage.records()),
                            Durations.text(stage.elapsed()),
                            grouped(Math.round(stage.recordsPerSecond())) + "/s"));
        }
        if (!outcome.spec().commit().isExactlyOnce()) {
            lines.add("  "
                    + messages.text(published.mayHaveDuplicates() ? "no.transactions.doubles" : "no.transactions"));
        }
        published
                .lateness()
                .ifPresent(late -> lines.add(label(messages.text("lateness"))
                        + messages.text("lateness.value", millis(late.p50()), millis(late.p99()), millis(late.max()))));
    }

    private void checks() {
        heading(messages.text("checks"));
        if (report.outcome().warehouse().isPresent()) {
            CheckReportText.in(locale)
                    .lines(report.outcome().warehouse().get())
                    .forEach(line -> lines.add("  " + line));
        } else {
            lines.add("  " + messages.text("warehouse.none"));
        }
    }

    private void verdicts() {
        heading(messages.text("verdict"));
        new VerdictText(locale)
                .lines(report.outcome().verdicts(), report.outcome().alerts())
                .forEach(line -> lines.add("  " + line));
    }

    private void strategies(StrategyOutcome strategies) {
        heading(messages.text("strategies"));
        new StrategyText(locale).checks(strategies).forEach(line -> lines.add("  " + line));
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

    private static String grouped(long value) {
        return String.format(Locale.ENGLISH, "%,d", value);
    }
}

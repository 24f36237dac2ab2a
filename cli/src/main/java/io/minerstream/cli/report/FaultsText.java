package io.minerstream.cli.report;

import io.minerstream.avro.AlertState;
import io.minerstream.avro.Evidence;
import io.minerstream.avro.TelemetryAlert;
import io.minerstream.connect.warehouse.CheckReport;
import io.minerstream.connect.warehouse.CheckResult;
import io.minerstream.connect.warehouse.CheckResult.Outcome;
import io.minerstream.pipeline.embedded.StackSummary;
import io.minerstream.pipeline.fault.Difference;
import io.minerstream.pipeline.fault.DrillOutcome;
import io.minerstream.pipeline.fault.DrillPhase;
import io.minerstream.pipeline.fault.FaultPlan;
import io.minerstream.pipeline.fault.FaultPlan.Reading;
import io.minerstream.producer.fleet.Fleet;
import io.minerstream.producer.replay.ReplayResult;
import io.minerstream.producer.run.RunSpec;
import io.minerstream.schemas.run.DurationText;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** A drill for people, section by section as it goes on. Messages of alerts are in English, as the validator wrote them. Immutable. */
public final class FaultsText {

    private static final int LABEL_COLUMNS = 32;
    private static final int STATE_COLUMNS = 10;
    private static final int RULE_COLUMNS = 11;

    private final Messages messages;

    public FaultsText(Messages messages) {
        this.messages = messages;
    }

    /** What is about to happen. */
    public List<String> start(StackSummary stack, Fleet fleet, RunSpec spec, FaultPlan plan) {
        List<String> lines = new ArrayList<>();
        lines.add(messages.text("title.faults", fleet.size(), messages.length(spec.range()), spec.siteId()));
        lines.add("");
        lines.addAll(RunReportText.stackLines(stack, messages));
        lines.add("");
        lines.add(messages.text("faults"));
        lines.add(label("faults.withheld") + reading(plan.withheld()));
        lines.add(label("faults.doubled") + reading(plan.doubled()));
        lines.add(label("faults.out.of.range")
                + messages.text(
                        "text.aside",
                        reading(plan.outOfRange()),
                        messages.text("check.status_metrics.temperature", FaultPlan.TEMPERATURE_C)));
        return lines;
    }

    private String label(String key) {
        return "  " + Columns.left(messages.text(key), LABEL_COLUMNS);
    }

    private String reading(Reading reading) {
        return messages.text("faults.reading", reading.minerId(), reading.recordedAt());
    }

    /** A run begins. */
    public List<String> run(RunSpec run) {
        return run.force()
                ? List.of(
                        "",
                        messages.text("faults.repair", run.id()),
                        "  " + messages.text("faults.repair.sent"),
                        "  " + messages.text("faults.repair.doubled"))
                : List.of("", messages.text("faults.run", run.id()));
    }

    /** One change of an alert's state, with the place of the offending reading where there is one. */
    public List<String> change(TelemetryAlert alert) {
        boolean resolved = alert.getState() == AlertState.RESOLVED;
        String start = "  " + Columns.left(messages.word("alerts.state", alert.getState()), STATE_COLUMNS)
                + Columns.left(alert.getRule().name(), RULE_COLUMNS);
        List<String> lines = new ArrayList<>();
        lines.add(start
                + (resolved
                        ? messages.text("faults.resolved", alert.getFingerprint(), alert.getResolvedAt())
                        : alert.getMessage()));
        Evidence evidence = alert.getFirstEvidence();
        if (evidence != null && !resolved) {
            lines.add(" ".repeat(2 + STATE_COLUMNS + RULE_COLUMNS)
                    + messages.text(
                            "faults.evidence", evidence.getTopic(), evidence.getPartition(), evidence.getOffset()));
        }
        return lines;
    }

    /** What became of a run. */
    public List<String> end(DrillPhase phase) {
        List<String> lines = new ArrayList<>();
        lines.add(messages.text("verdict"));
        new VerdictText(messages)
                .lines(phase.run().verdicts(), phase.run().alerts())
                .forEach(line -> lines.add("  " + line));
        lines.add(messages.text("stack.database"));
        phase.rows().ifPresent(rows -> lines.add("  " + rows(rows)));
        phase.run().warehouse().ifPresent(checks -> lines.add("  " + checks(checks)));
        return lines;
    }

    private String rows(ReplayResult rows) {
        return rows.isExact()
                ? messages.text("exact.passed")
                : messages.text("exact.failed", rows.missing(), rows.extra(), rows.different());
    }

    private String checks(CheckReport checks) {
        return checks.passed()
                ? messages.text("faults.checks.passed")
                : messages.text(
                        "faults.checks.failed",
                        checks.checks().stream()
                                .filter(result -> result.outcome() == Outcome.FAIL)
                                .map(CheckResult::check)
                                .map(Enum::name)
                                .collect(Collectors.joining(", ")));
    }

    /** Whether exactly the faults were caught, and else what differs. */
    public List<String> result(DrillOutcome outcome, Duration elapsed) {
        List<String> lines = new ArrayList<>(List.of("", messages.text("faults.caught")));
        if (outcome.passed()) {
            lines.add("  "
                    + messages.text(
                            "faults.passed", count(outcome, AlertState.FIRING), count(outcome, AlertState.RESOLVED)));
        } else {
            lines.add(
                    "  " + messages.text("faults.failed", outcome.differences().size()));
            outcome.differences().forEach(difference -> lines.add("     " + text(difference)));
        }
        lines.add("");
        lines.add(messages.text(outcome.passed() ? "done" : "failed", DurationText.elapsed(elapsed)));
        return lines;
    }

    private static long count(DrillOutcome outcome, AlertState state) {
        return outcome.changes().filter(alert -> alert.getState() == state).count();
    }

    private String text(Difference difference) {
        return messages.word("faults.difference", difference.kind(), difference.must(), difference.got());
    }
}

package io.minerstream.cli.report;

import io.minerstream.pipeline.replay.ReplayOutcome;
import io.minerstream.pipeline.replay.ReplayPlan;
import io.minerstream.pipeline.replay.ReplayTarget;
import io.minerstream.pipeline.verify.ExactReport;
import io.minerstream.schemas.run.DurationText;
import java.util.ArrayList;
import java.util.List;

/** A replay for people. Immutable. */
public final class ReplayText {

    private final Messages messages;

    public ReplayText(Messages messages) {
        this.messages = messages;
    }

    /** What would be read, and what forbids it. */
    public List<String> preview(ReplayPlan plan) {
        List<String> lines = plan(plan);
        lines.addAll(findings(plan.findings()));
        lines.add(messages.text("replay.dry", plan.offsets()));
        return lines;
    }

    /** What was read, then a comparison for each run. */
    public List<String> lines(ReplayOutcome outcome) {
        List<String> lines = plan(outcome.plan());
        lines.add(messages.text(
                "replay.done",
                outcome.plan().offsets(),
                DurationText.elapsed(outcome.elapsed()),
                outcome.offsetsPerSecond()));
        lines.addAll(comparisons(outcome.reports()));
        return lines;
    }

    /** A line for each reason that forbids it. */
    List<String> findings(List<String> findings) {
        return findings.stream()
                .map(finding -> "  ❌ " + messages.failure(finding))
                .toList();
    }

    /** The comparisons, an empty line before each. */
    List<String> comparisons(List<ExactReport> reports) {
        List<String> lines = new ArrayList<>();
        for (ExactReport report : reports) {
            lines.add("");
            lines.addAll(new ExactReportText(messages).lines(report));
        }
        return lines;
    }

    /** A line for each run of the range that does not land again, or is not compared. */
    List<String> leftOut(ReplayTarget target) {
        return target.leftOut().stream()
                .map(run -> "  " + messages.text("replay.left.out", messages.failure(run)))
                .toList();
    }

    private List<String> plan(ReplayPlan plan) {
        List<String> lines = new ArrayList<>();
        lines.add(messages.text("replay.title", messages.bounds(plan.target().range()), plan.connector()));
        for (ReplayPlan.Partition partition : plan.partitions()) {
            lines.add("  "
                    + messages.text(
                            "replay.partition",
                            plan.topic(),
                            partition.partition(),
                            partition.start(),
                            partition.end(),
                            partition.offsets()));
        }
        if (plan.mayLackRecords()) {
            lines.add("  " + messages.text("replay.may.lack"));
        }
        lines.addAll(leftOut(plan.target()));
        return lines;
    }
}

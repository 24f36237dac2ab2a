package io.minerstream.cli.report;

import io.minerstream.pipeline.replay.RegenerationOutcome;
import io.minerstream.pipeline.replay.RegenerationPlan;
import io.minerstream.producer.run.RunSpec;
import io.minerstream.schemas.run.DurationText;
import java.util.ArrayList;
import java.util.List;

/** A replay with {@code --regenerate} for people. Immutable. */
public final class RegenerationText {

    private final Messages messages;

    public RegenerationText(Messages messages) {
        this.messages = messages;
    }

    /** What would be generated, and what forbids it. */
    public List<String> preview(RegenerationPlan plan) {
        List<String> lines = plan(plan);
        lines.addAll(new ReplayText(messages).findings(plan.findings()));
        lines.add(messages.text("regenerate.dry", plan.records()));
        return lines;
    }

    /** What was generated, then a comparison for each run. */
    public List<String> lines(RegenerationOutcome outcome) {
        List<String> lines = plan(outcome.plan());
        lines.add(messages.text(
                "regenerate.done",
                outcome.records(),
                DurationText.elapsed(outcome.elapsed()),
                outcome.recordsPerSecond()));
        lines.addAll(new ReplayText(messages).comparisons(outcome.reports()));
        return lines;
    }

    private List<String> plan(RegenerationPlan plan) {
        List<String> lines = new ArrayList<>();
        lines.add(
                messages.text("regenerate.title", messages.bounds(plan.target().range()), plan.connector()));
        for (RegenerationPlan.Regenerated run : plan.runs()) {
            RunSpec spec = run.preview().spec();
            lines.add("  "
                    + messages.text(
                            "regenerate.run",
                            run.original().runId(),
                            spec.id().text(),
                            spec.seed(),
                            spec.profile().word(),
                            messages.bounds(spec.range()),
                            run.original().replay().miners(),
                            messages.text(
                                    "preview.records.value",
                                    run.preview().plan().records(),
                                    run.preview().committed())));
        }
        lines.addAll(new ReplayText(messages).leftOut(plan.target()));
        return lines;
    }
}

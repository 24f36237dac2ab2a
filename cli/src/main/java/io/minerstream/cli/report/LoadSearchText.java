package io.minerstream.cli.report;

import io.minerstream.pipeline.load.LoadSearchOutcome;
import io.minerstream.pipeline.load.LoadSearchOutcome.Spike;
import io.minerstream.pipeline.load.search.Bottleneck;
import io.minerstream.pipeline.load.search.RateProbe;
import io.minerstream.pipeline.load.search.RateSearch.Step;
import io.minerstream.schemas.run.DurationText;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** A search for the highest rate for people. Immutable. */
public final class LoadSearchText {

    private final Messages messages;

    public LoadSearchText(Messages messages) {
        this.messages = messages;
    }

    /** A rate that is about to be tried. */
    public String probing(Step step) {
        return messages.text("search.probing", messages.word("search.kind", step.kind()), rate(step.ratePerSecond()));
    }

    /** What came of a rate. */
    public String probed(RateProbe probe) {
        return messages.text(
                "search.probed",
                rate(probe.step().ratePerSecond()),
                messages.word("search.verdict", probe.verdict()),
                DurationText.elapsed(probe.length()));
    }

    /** Twice the rate is about to begin. */
    public String spiking(double ratePerSecond, Duration length) {
        return messages.text("search.spiking", rate(ratePerSecond), DurationText.exact(length));
    }

    /** The whole result. */
    public List<String> lines(LoadSearchOutcome outcome) {
        List<String> lines = new ArrayList<>();
        lines.add(title(outcome));
        lines.add("");
        Columns.table(probes(outcome.max().probes()), Set.of(0, 2, 3, 4)).forEach(row -> lines.add("  " + row));
        lines.add("");
        lines.add(result(outcome));
        details(outcome).forEach(line -> lines.add("  " + line));
        if (!outcome.complete()) {
            lines.add("  " + messages.text("load.partial"));
        }
        return lines;
    }

    /** What was done. */
    String title(LoadSearchOutcome outcome) {
        return messages.text(
                "search.title",
                String.join(", ", outcome.groups()),
                outcome.topic(),
                DurationText.elapsed(outcome.elapsed()));
    }

    /** What limits, and how the groups bore the spike. */
    List<String> details(LoadSearchOutcome outcome) {
        List<String> lines = new ArrayList<>();
        outcome.max().bottleneck().ifPresent(bottleneck -> lines.add(bottleneck(bottleneck)));
        outcome.spike().ifPresent(spike -> lines.add(spike(spike)));
        return lines;
    }

    /** A row for each rate that was tried, below a row of headings. */
    List<List<String>> probes(List<RateProbe> probes) {
        List<List<String>> rows = new ArrayList<>();
        rows.add(List.of(
                messages.text("search.rate"),
                messages.text("search.kind"),
                messages.text("search.seconds"),
                messages.text("search.growth"),
                messages.text("search.interval"),
                messages.text("search.verdict")));
        for (RateProbe probe : probes) {
            rows.add(List.of(
                    rate(probe.step().ratePerSecond()),
                    messages.word("search.kind", probe.step().kind()),
                    DurationText.elapsed(probe.length()),
                    probe.growth()
                            .map(slope -> messages.text("search.slope", slope.value()))
                            .orElse(""),
                    probe.growth()
                            .map(slope -> messages.text("search.slopes", slope.low(), slope.high()))
                            .orElse(""),
                    messages.word("search.verdict", probe.verdict())));
        }
        return rows;
    }

    /** The rate that was found. */
    String result(LoadSearchOutcome outcome) {
        double max = outcome.max().ratePerSecond();
        if (max == 0) {
            return "❌ " + messages.text("search.none");
        }
        return outcome.max().confirmed()
                ? "✅ " + messages.text("search.max", rate(max))
                : "❌ " + messages.text("search.at.least", rate(max));
    }

    private String bottleneck(Bottleneck bottleneck) {
        return messages.word(
                "search.bottleneck",
                bottleneck.kind(),
                bottleneck.group().orElse(""),
                bottleneck.partition().orElse(0));
    }

    private String spike(Spike spike) {
        return messages.text(
                spike.drain().isPresent() ? "search.spike" : "search.spike.undrained",
                rate(spike.ratePerSecond()),
                DurationText.elapsed(spike.length()),
                DurationText.elapsed(spike.maxLag()),
                spike.drain().map(DurationText::elapsed).orElse(""));
    }

    /** Readings per second. */
    String rate(double ratePerSecond) {
        return messages.text(ratePerSecond < 100 ? "search.per.second.small" : "search.per.second", ratePerSecond);
    }
}

package io.minerstream.cli.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** A comparison of load tests for people. Immutable. */
public final class LoadComparisonText {

    private final Messages messages;

    public LoadComparisonText(Messages messages) {
        this.messages = messages;
    }

    /** The whole comparison. */
    public List<String> lines(LoadComparison comparison) {
        List<List<String>> rows = new ArrayList<>();
        rows.add(List.of(
                messages.text("compare.figure"),
                messages.text("compare.base"),
                messages.text("compare.new"),
                messages.text("compare.change"),
                ""));
        for (LoadComparison.Figure figure : comparison.figures()) {
            String name = messages.word("compare.figure", figure.figure());
            rows.add(List.of(
                    figure.group().map(group -> group + ": " + name).orElse(name),
                    value(figure.unit(), figure.base()),
                    value(figure.unit(), figure.current()),
                    figure.changePercent() == null
                            ? ""
                            : String.format(Locale.ENGLISH, "%+,.1f %%", figure.changePercent()),
                    figure.regressed() ? "❌" : ""));
        }
        List<String> lines = new ArrayList<>(Columns.table(rows, Set.of(1, 2, 3)));
        lines.add("");
        long regressed = comparison.figures().stream()
                .filter(LoadComparison.Figure::regressed)
                .count();
        String allowed = String.format(Locale.ENGLISH, "%s %%", number(comparison.maxRegressionPercent()));
        lines.add(
                regressed == 0
                        ? "✅ " + messages.text("compare.passed", allowed)
                        : "❌ " + messages.text("compare.failed", regressed, allowed));
        comparison
                .differences()
                .forEach(difference -> lines.add("  "
                        + messages.text(
                                "compare.difference", difference.name(), difference.base(), difference.current())));
        return lines;
    }

    private String value(LoadComparison.Unit unit, Double value) {
        if (value == null) {
            return messages.text("compare.never");
        }
        return switch (unit) {
            case SECONDS -> String.format(Locale.ENGLISH, "%,.2f s", value);
            case READINGS -> Messages.grouped(Math.round(value));
            case READINGS_PER_SECOND -> String.format(Locale.ENGLISH, "%,.1f/s", value);
        };
    }

    private static String number(double value) {
        return value == Math.rint(value) ? Long.toString((long) value) : Double.toString(value);
    }
}

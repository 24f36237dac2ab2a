package io.minerstream.cli.terminal;

import io.minerstream.cli.report.Columns;
import io.minerstream.cli.report.Messages;
import io.minerstream.cli.terminal.Step.State;
import io.minerstream.schemas.run.DurationText;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Steps as lines: with bars on a terminal, their numbers alone elsewhere. Immutable. */
final class StepText {

    /** As the labels of results, which follow on the same terminal. */
    private static final int LABEL_COLUMNS = 32;

    private static final int PERCENT_COLUMNS = 6;
    private static final int RATE_COLUMNS = 12;
    private static final int TIME_COLUMNS = 16;
    private static final int MARK_COLUMNS = 2;
    private static final int SHORTEST_LABEL = 12;
    private static final int SHORTEST_BAR = 8;
    private static final int LONGEST_BAR = 30;
    private static final String SPINNER = "⠋⠙⠹⠸⠼⠴⠦⠧⠇⠏";
    private static final long SPINNER_NANOS = 100_000_000;
    private static final String RED = "31";
    private static final String GREEN = "32";
    private static final String CYAN = "36";
    private static final String GREY = "90";

    private final Messages messages;
    private final boolean colored;

    StepText(Messages messages, boolean colored) {
        this.messages = messages;
        this.colored = colored;
    }

    /** The numbers of one step. */
    String plain(Step step, long nanos) {
        return Stream.concat(
                        Stream.of(step.label()),
                        Stream.of(percent(step), count(step), rate(step, nanos), time(step, nanos))
                                .filter(cell -> !cell.isEmpty()))
                .collect(Collectors.joining("  "));
    }

    /**
     * A line for each step, the last ones where there are more than fit. Of a narrow terminal, counts, then bars, then the ends of
     * labels are left out.
     */
    List<String> frame(List<Step> steps, TerminalSize size, long nanos) {
        int counts = steps.stream().mapToInt(StepText::countColumns).max().orElse(0);
        int columns = size.columns() - MARK_COLUMNS - 1;
        int numbers = TIME_COLUMNS + (counts == 0 ? 0 : PERCENT_COLUMNS + RATE_COLUMNS);
        int label = Math.max(SHORTEST_LABEL, Math.min(LABEL_COLUMNS, columns - numbers));
        int rest = columns - numbers - label;
        boolean counted = counts > 0 && rest - counts >= SHORTEST_BAR;
        int bar = counts == 0 || rest < SHORTEST_BAR ? 0 : Math.min(LONGEST_BAR, counted ? rest - counts : rest);
        return steps.subList(Math.max(0, steps.size() - size.rows() + 1), steps.size()).stream()
                .map(step -> {
                    String name =
                            Columns.left(counts == 0 ? step.label() : Columns.cut(step.label(), label - 1), label);
                    String found = (counts == 0 ? "" : Columns.right(percent(step), PERCENT_COLUMNS))
                            + (counted ? Columns.right(count(step), counts) : "")
                            + (counts == 0 ? "" : Columns.right(rate(step, nanos), RATE_COLUMNS))
                            + Columns.right(time(step, nanos), TIME_COLUMNS);
                    String line = bar == 0 ? Columns.cut(name + found, columns) : name + bar(step, bar) + found;
                    return (mark(step, nanos) + " " + line).stripTrailing();
                })
                .toList();
    }

    private String mark(Step step, long nanos) {
        return switch (step.state()) {
            case PLANNED -> " ";
            case RUNNING ->
                color(CYAN, String.valueOf(SPINNER.charAt(Math.floorMod(nanos / SPINNER_NANOS, SPINNER.length()))));
            case DONE -> color(GREEN, "✓");
            case STOPPED -> color(RED, "✗");
        };
    }

    /** In half columns. */
    private String bar(Step step, int columns) {
        if (step.total() == 0) {
            return " ".repeat(columns);
        }
        int halves = (int) (2L * columns * step.count() / step.total());
        String reached = "━".repeat(halves / 2) + (halves % 2 == 0 ? "" : "╸");
        return color(GREEN, reached) + color(GREY, "─".repeat(columns - reached.length()));
    }

    private String color(String code, String text) {
        return colored && !text.isEmpty() ? "\u001b[" + code + "m" + text + "\u001b[m" : text;
    }

    private static String percent(Step step) {
        return step.total() == 0 ? "" : 100 * step.count() / step.total() + " %";
    }

    private static String count(Step step) {
        return step.total() == 0 ? "" : Messages.grouped(step.count()) + "/" + Messages.grouped(step.total());
    }

    /** With two blanks before it; 0 when nothing is counted. */
    private static int countColumns(Step step) {
        return step.total() == 0 ? 0 : 2 * Messages.grouped(step.total()).length() + 3;
    }

    private static String rate(Step step, long nanos) {
        double rate = step.rate(nanos);
        return rate == 0 ? "" : Messages.grouped(Math.round(rate)) + "/s";
    }

    private String time(Step step, long nanos) {
        Duration elapsed = step.elapsed(nanos);
        if (step.state() == State.PLANNED) {
            return "";
        }
        if (step.hasEnded() || step.total() == 0) {
            return DurationText.elapsed(elapsed);
        }
        double rate = step.rate(nanos);
        return rate == 0 ? "" : messages.text("progress.left", seconds((step.total() - step.count()) / rate));
    }

    private static String seconds(double seconds) {
        Duration rounded = Duration.ofSeconds((long) Math.ceil(seconds));
        return rounded.toMinutes() > 0 ? DurationText.elapsed(rounded) : DurationText.exact(rounded);
    }
}

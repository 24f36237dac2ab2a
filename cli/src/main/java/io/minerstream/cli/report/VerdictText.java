package io.minerstream.cli.report;

import io.minerstream.avro.RuleFailures;
import io.minerstream.avro.WindowVerdict;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToLongFunction;
import java.util.stream.Collectors;

/** The verdicts of a run, for people. Of thousands of windows only failed ones are shown. */
final class VerdictText {

    /** Failed windows that are shown: most faults of a run occur in all windows. */
    private static final int MOST_WINDOWS = 10;

    private final Messages messages;

    VerdictText(Messages messages) {
        this.messages = messages;
    }

    /**
     * The lines, not indented.
     *
     * @param verdicts of one run, in the order of time; may be empty
     * @param alerts how many the validator raised in the run
     */
    List<String> lines(List<WindowVerdict> verdicts, long alerts) {
        return switch (verdicts.size()) {
            case 0 -> List.of(messages.text("verdict.none"));
            case 1 -> one(verdicts.get(0), alerts);
            default -> several(verdicts, alerts);
        };
    }

    private List<String> one(WindowVerdict verdict, long alerts) {
        if (verdict.getPassed()) {
            return List.of(messages.text(
                    "verdict.passed", verdict.getMinersPassed(), verdict.getMiners(), verdict.getReceivedRecords()));
        }
        List<String> lines = new ArrayList<>();
        lines.add(messages.text(
                "verdict.failed",
                verdict.getMinersFailed(),
                verdict.getMiners(),
                verdict.getReceivedRecords(),
                verdict.getExpectedRecords(),
                verdict.getDuplicateRecords(),
                alerts));
        lines.addAll(rules(verdict));
        return lines;
    }

    private List<String> several(List<WindowVerdict> verdicts, long alerts) {
        List<WindowVerdict> failed =
                verdicts.stream().filter(verdict -> !verdict.getPassed()).toList();
        long received = sum(verdicts, WindowVerdict::getReceivedRecords);
        if (failed.isEmpty()) {
            return List.of(messages.text("verdicts.passed", verdicts.size(), received));
        }
        List<String> lines = new ArrayList<>();
        lines.add(messages.text(
                "verdicts.failed",
                failed.size(),
                verdicts.size(),
                received,
                sum(verdicts, WindowVerdict::getExpectedRecords),
                sum(verdicts, WindowVerdict::getDuplicateRecords),
                alerts));
        for (WindowVerdict verdict : failed.subList(0, Math.min(MOST_WINDOWS, failed.size()))) {
            lines.add("  "
                    + messages.text(
                            "verdicts.window",
                            verdict.getWindowStart(),
                            verdict.getMinersFailed(),
                            verdict.getMiners(),
                            verdict.getReceivedRecords(),
                            verdict.getExpectedRecords(),
                            verdict.getDuplicateRecords()));
            rules(verdict).forEach(rule -> lines.add("  " + rule));
        }
        if (failed.size() > MOST_WINDOWS) {
            lines.add("  " + messages.text("verdicts.more", failed.size() - MOST_WINDOWS));
        }
        return lines;
    }

    private List<String> rules(WindowVerdict verdict) {
        return verdict.getFailures().stream().map(this::rule).toList();
    }

    private String rule(RuleFailures failure) {
        String examples = failure.getExamples().stream().map(String::valueOf).collect(Collectors.joining(", "));
        return "  " + messages.text("verdict.rule", failure.getRule(), failure.getMiners(), examples);
    }

    private static long sum(List<WindowVerdict> verdicts, ToLongFunction<WindowVerdict> records) {
        return verdicts.stream().mapToLong(records).sum();
    }
}

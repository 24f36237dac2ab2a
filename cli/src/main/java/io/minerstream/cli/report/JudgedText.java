package io.minerstream.cli.report;

import io.minerstream.avro.WindowVerdict;
import io.minerstream.cli.report.JudgedReport.Check;
import io.minerstream.cli.report.JudgedReport.Offender;
import io.minerstream.cli.report.JudgedReport.Result;
import io.minerstream.connect.warehouse.CheckOffender;
import io.minerstream.connect.warehouse.StatusMetrics;
import io.minerstream.connect.warehouse.WarehouseChecks;
import io.minerstream.validator.JudgedWindows;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A {@link JudgedReport} for people, in the words of the {@linkplain CheckText checks in SQL}. Immutable. */
public final class JudgedText {

    private static final String INDENT = "   ";

    private final Messages messages;
    private final CheckText checks;

    public JudgedText(Messages messages) {
        this.messages = messages;
        this.checks = new CheckText(messages);
    }

    /** The report, a line each: a title, each check with its offenders, then the readings per status. */
    public List<String> lines(JudgedReport report) {
        List<String> lines = new ArrayList<>();
        List<StatusMetrics> statuses = report.statuses();
        lines.add(title(report));
        for (Result result : report.results()) {
            if (!result.passed()) {
                lines.add(failed(report, result));
                result.offenders().forEach(offender -> lines.add(INDENT + describe(offender)));
                if (result.more() > 0) {
                    lines.add(INDENT + checks.text("more", result.more()));
                }
            } else if (result.check() == Check.METRICS) {
                lines.addAll(averages(statuses));
            } else {
                passed(report, result.check()).ifPresent(lines::add);
            }
        }
        statuses.forEach(metrics -> lines.add(checks.describe(metrics)));
        return lines;
    }

    private String title(JudgedReport report) {
        JudgedWindows windows = report.windows();
        List<WindowVerdict> verdicts = report.verdicts();
        return checks.text(
                "title",
                windows.siteId(),
                verdicts.stream().mapToInt(WindowVerdict::getMiners).max().orElse(0),
                verdicts.stream().mapToLong(WindowVerdict::getReceivedRecords).sum(),
                verdicts.stream().mapToLong(WindowVerdict::getExpectedRecords).sum(),
                windows.from(),
                windows.to());
    }

    /** Of miners that the site does not have, nothing is said unless there are some. */
    private Optional<String> passed(JudgedReport report, Check check) {
        Duration length =
                Duration.between(report.windows().from(), report.windows().to());
        return switch (check) {
            case RECORD_COUNT -> Optional.of(checks.text("record_count.pass", points(length, report)));
            case CADENCE -> Optional.of(checks.text("cadence.pass", messages.interval(report.interval())));
            case METRICS, KNOWN_MINERS -> Optional.empty();
        };
    }

    private static long points(Duration length, JudgedReport report) {
        return length.dividedBy(report.interval());
    }

    /** The warnings of the reference are about values that the rules on single readings let pass. */
    private List<String> averages(List<StatusMetrics> statuses) {
        List<CheckOffender.Implausible> implausible = statuses.stream()
                .flatMap(metrics -> WarehouseChecks.implausible(metrics).stream())
                .toList();
        if (implausible.isEmpty()) {
            return List.of(checks.text("status_metrics.pass"));
        }
        List<String> lines = new ArrayList<>(List.of(checks.text("status_metrics.warn", "", implausible.size())));
        implausible.forEach(offender -> lines.add(INDENT + checks.describe(offender)));
        return lines;
    }

    private String failed(JudgedReport report, Result result) {
        String line = failedIn(report, result);
        int windows = report.verdicts().size();
        return windows == 1
                ? line
                : messages.text("text.aside", line, messages.text("judged.windows", result.failedWindows(), windows));
    }

    private String failedIn(JudgedReport report, Result result) {
        int miners =
                result.miners().values().stream().mapToInt(Integer::intValue).sum();
        return switch (result.check()) {
            case RECORD_COUNT -> checks.text("record_count.fail", points(windowLength(report), report), miners);
            case CADENCE -> messages.text("judged.cadence.fail", messages.interval(report.interval()), rules(result));
            case METRICS -> messages.text("judged.metrics.fail", rules(result));
            case KNOWN_MINERS -> messages.text("judged.unknown_miner.fail", miners);
        };
    }

    /** The last window of a run may be shorter. */
    private static Duration windowLength(JudgedReport report) {
        WindowVerdict first = report.verdicts().get(0);
        return Duration.between(first.getWindowStart(), first.getWindowEnd());
    }

    private String rules(Result result) {
        return result.miners().entrySet().stream()
                .map(rule -> messages.text("judged.rule", rule.getKey(), rule.getValue()))
                .reduce((left, right) -> messages.text("text.list", left, right))
                .orElseThrow();
    }

    private String describe(Offender offender) {
        String what = offender.message().isEmpty()
                ? messages.text("exact.miner", String.valueOf(offender.minerId()))
                : offender.message();
        return messages.text("text.detail", offender.rule(), what);
    }
}

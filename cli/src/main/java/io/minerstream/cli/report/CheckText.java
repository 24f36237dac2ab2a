package io.minerstream.cli.report;

import io.minerstream.connect.warehouse.CheckOffender;
import io.minerstream.connect.warehouse.CheckReport;
import io.minerstream.connect.warehouse.CheckResult;
import io.minerstream.connect.warehouse.StatusMetrics;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** A {@link CheckReport} for people. Immutable. */
public final class CheckText {

    private final Messages messages;

    public CheckText(Messages messages) {
        this.messages = messages;
    }

    /** The report, a line each: a title, each check with its offenders, then the readings per status. */
    public List<String> lines(CheckReport report) {
        List<String> lines = new ArrayList<>();
        lines.add(text(
                "title",
                report.siteId(),
                report.miners(),
                report.records(),
                report.expectedRecords(),
                report.range().from(),
                report.range().to()));
        for (CheckResult result : report.checks()) {
            lines.add(outcome(report, result));
            result.offenders().forEach(offender -> lines.add("   " + describe(offender)));
            long more = result.offenderCount() - result.offenders().size();
            if (more > 0) {
                lines.add("   " + text("more", more));
            }
        }
        report.statuses().forEach(metrics -> lines.add(describe(metrics)));
        return lines;
    }

    private String outcome(CheckReport report, CheckResult result) {
        String key = result.check().name().toLowerCase(Locale.ROOT) + "."
                + result.outcome().name().toLowerCase(Locale.ROOT);
        return switch (result.check()) {
            case SITE_HAS_MINERS -> text(key, report.siteId());
            case SITE_HAS_TELEMETRY ->
                text(key, report.siteId(), report.range().from(), report.range().to());
            case RECORD_COUNT -> text(key, report.range().timePoints(), result.offenderCount());
            case CADENCE -> text(key, messages.interval(report.range().interval()), result.offenderCount());
            case KNOWN_MINERS, STATUS_METRICS, NULLABILITY, UNIQUENESS, FINITENESS ->
                text(key, "", result.offenderCount());
        };
    }

    /** An offender of a check. */
    String describe(CheckOffender offender) {
        if (offender instanceof CheckOffender.RecordCount count) {
            return text("record_count.offender", count.minerId(), count.records());
        } else if (offender instanceof CheckOffender.UnknownMiner unknown) {
            return text("record_count.offender", unknown.minerId(), unknown.records());
        } else if (offender instanceof CheckOffender.Gap gap) {
            return text(
                    "cadence.offender", gap.minerId(), messages.interval(gap.duration()), gap.before(), gap.after());
        } else if (offender instanceof CheckOffender.Implausible implausible) {
            return text(
                    "status_metrics.offender",
                    implausible.status(),
                    decimals(implausible.averageHashrateTh()),
                    decimals(implausible.limitTh()));
        } else if (offender instanceof CheckOffender.Nullness nullness) {
            return text("nullability.offender", nullness.minerId(), nullness.status(), nullness.records());
        } else if (offender instanceof CheckOffender.Repeated repeated) {
            return text("uniqueness.offender", repeated.minerId(), repeated.records(), repeated.recordedAt());
        } else if (offender instanceof CheckOffender.Infinite infinite) {
            return text("finiteness.offender", infinite.minerId(), infinite.records());
        }
        throw new AssertionError(offender);
    }

    /** The readings of a status. */
    String describe(StatusMetrics metrics) {
        String temperature = metrics.averageTemperatureC() == null
                ? text("status_metrics.no_temperature")
                : text("status_metrics.temperature", decimals(metrics.averageTemperatureC()));
        return text(
                "status_metrics.row",
                metrics.status(),
                metrics.records(),
                decimals(metrics.averageHashrateTh()),
                decimals(metrics.minHashrateTh()),
                decimals(metrics.maxHashrateTh()),
                decimals(metrics.averagePowerW()),
                temperature);
    }

    private static String decimals(double value) {
        return String.format(Locale.ROOT, "%.2f", value);
    }

    /** Arguments go in as plain text: their digits are not grouped. */
    String text(String key, Object... arguments) {
        return messages.text(
                "check." + key, Arrays.stream(arguments).map(String::valueOf).toArray());
    }
}

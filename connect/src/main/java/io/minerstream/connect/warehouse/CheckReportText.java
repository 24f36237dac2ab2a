package io.minerstream.connect.warehouse;

import java.text.MessageFormat;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.ResourceBundle;

/** A {@link CheckReport} for people, in English or Chinese. Immutable. */
public final class CheckReportText {

    // Without this, a JVM whose own language is Chinese would answer a request for English in Chinese.
    private static final ResourceBundle.Control NO_FALLBACK =
            ResourceBundle.Control.getNoFallbackControl(ResourceBundle.Control.FORMAT_PROPERTIES);

    private final ResourceBundle texts;

    private CheckReportText(ResourceBundle texts) {
        this.texts = texts;
    }

    /**
     * The texts of a language.
     *
     * @param language Chinese, of any country; English for any other
     */
    public static CheckReportText in(Locale language) {
        return new CheckReportText(
                ResourceBundle.getBundle("io.minerstream.connect.warehouse.CheckReport", language, NO_FALLBACK));
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
            case CADENCE -> text(key, interval(report.range().interval()), result.offenderCount());
            case STATUS_METRICS, NULLABILITY, UNIQUENESS -> text(key, "", result.offenderCount());
        };
    }

    private String describe(CheckOffender offender) {
        if (offender instanceof CheckOffender.RecordCount count) {
            return text("record_count.offender", count.minerId(), count.records());
        } else if (offender instanceof CheckOffender.Gap gap) {
            return text("cadence.offender", gap.minerId(), interval(gap.duration()), gap.before(), gap.after());
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
        }
        throw new AssertionError(offender);
    }

    private String describe(StatusMetrics metrics) {
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

    private String interval(Duration duration) {
        long seconds = duration.toSeconds();
        if (seconds % 3600 == 0 && seconds != 0) {
            return text("interval.hours", seconds / 3600);
        }
        if (seconds % 60 == 0 && seconds != 0) {
            return text("interval.minutes", seconds / 60);
        }
        return text("interval.seconds", seconds);
    }

    private static String decimals(double value) {
        return String.format(Locale.ROOT, "%.2f", value);
    }

    /** Arguments go in as plain text: MessageFormat would group the digits of numbers in the language's way. */
    private String text(String key, Object... arguments) {
        Object[] plain = new Object[arguments.length];
        for (int i = 0; i < arguments.length; i++) {
            plain[i] = String.valueOf(arguments[i]);
        }
        return new MessageFormat(texts.getString(key), Locale.ROOT).format(plain);
    }
}

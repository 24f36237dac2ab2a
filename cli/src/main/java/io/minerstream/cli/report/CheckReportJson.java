package io.minerstream.cli.report;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.minerstream.connect.warehouse.CheckOffender;
import io.minerstream.connect.warehouse.CheckReport;
import io.minerstream.connect.warehouse.CheckResult;
import io.minerstream.connect.warehouse.StatusMetrics;
import java.util.Locale;

/** A {@link CheckReport} for programs. */
public final class CheckReportJson {

    private CheckReportJson() {}

    /** The report as a JSON object. */
    public static ObjectNode of(CheckReport report) {
        ObjectNode json = JsonOutput.object()
                .put("passed", report.passed())
                .put("siteId", report.siteId())
                .put("from", report.range().from().toString())
                .put("to", report.range().to().toString())
                .put("intervalSeconds", report.range().interval().toSeconds())
                .put("miners", report.miners())
                .put("records", report.records())
                .put("expectedRecords", report.expectedRecords());
        ArrayNode checks = json.putArray("checks");
        report.checks().forEach(result -> checks.add(check(result)));
        ArrayNode statuses = json.putArray("statuses");
        report.statuses().forEach(metrics -> statuses.add(status(metrics)));
        return json;
    }

    private static ObjectNode check(CheckResult result) {
        ObjectNode json = JsonOutput.object()
                .put("check", result.check().name().toLowerCase(Locale.ROOT))
                .put("outcome", result.outcome().name().toLowerCase(Locale.ROOT))
                .put("offenderCount", result.offenderCount());
        ArrayNode offenders = json.putArray("offenders");
        result.offenders().forEach(offender -> offenders.add(offender(offender)));
        return json;
    }

    private static ObjectNode offender(CheckOffender offender) {
        ObjectNode json = JsonOutput.object();
        if (offender instanceof CheckOffender.RecordCount count) {
            return json.put("minerId", count.minerId()).put("records", count.records());
        } else if (offender instanceof CheckOffender.Gap gap) {
            return json.put("minerId", gap.minerId())
                    .put("before", gap.before().toString())
                    .put("after", gap.after().toString());
        } else if (offender instanceof CheckOffender.Implausible implausible) {
            return json.put("status", implausible.status())
                    .put("averageHashrate", implausible.averageHashrateTh())
                    .put("limit", implausible.limitTh());
        } else if (offender instanceof CheckOffender.Nullness nullness) {
            return json.put("minerId", nullness.minerId())
                    .put("status", nullness.status())
                    .put("records", nullness.records());
        } else if (offender instanceof CheckOffender.Repeated repeated) {
            return json.put("minerId", repeated.minerId())
                    .put("recordedAt", repeated.recordedAt().toString())
                    .put("records", repeated.records());
        }
        throw new AssertionError(offender);
    }

    private static ObjectNode status(StatusMetrics metrics) {
        return JsonOutput.object()
                .put("status", metrics.status())
                .put("records", metrics.records())
                .put("averageHashrate", metrics.averageHashrateTh())
                .put("minHashrate", metrics.minHashrateTh())
                .put("maxHashrate", metrics.maxHashrateTh())
                .put("averagePower", metrics.averagePowerW())
                .put("averageTemperature", metrics.averageTemperatureC());
    }
}

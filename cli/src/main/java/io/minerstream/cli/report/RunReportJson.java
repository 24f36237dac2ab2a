package io.minerstream.cli.report;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.DoubleNode;
import com.fasterxml.jackson.databind.node.LongNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.minerstream.avro.RuleFailures;
import io.minerstream.avro.WindowVerdict;
import io.minerstream.connect.warehouse.CheckReport;
import io.minerstream.pipeline.run.RunOutcome;
import io.minerstream.pipeline.run.Stage;
import io.minerstream.producer.publish.RunResult;
import io.minerstream.schemas.run.TimeRange;
import java.util.List;
import java.util.Locale;

/** A {@link RunReport} for programs: the fields of the reference's result, and more. */
final class RunReportJson {

    private RunReportJson() {}

    static ObjectNode of(RunReport report) {
        RunOutcome outcome = report.outcome();
        RunResult published = outcome.published();
        ObjectNode json = JsonOutput.object()
                .put("success", report.passed())
                .put("runId", published.runId().text())
                .put("siteId", published.siteId())
                .put("seed", outcome.spec().seed())
                .put("profile", outcome.spec().profile().word())
                .put("miners", published.miners());
        ObjectNode statuses = json.putObject("statusDistribution");
        published.statusDistribution().forEach(statuses::put);
        json.put("scheduledChanges", published.scheduledChanges());
        TimeRange range = published.range();
        json.set("hours", hours(range));
        json.put("intervalSeconds", range.interval().toSeconds())
                .put("timePoints", range.timePoints())
                .put("recordsGenerated", published.recordsGenerated())
                .put("recordsResumed", published.recordsResumed())
                .put("exactlyOnce", outcome.spec().commit().isExactlyOnce())
                .put("mayHaveDuplicates", published.mayHaveDuplicates())
                .put("firstTimePoint", range.from().toString())
                .put("lastTimePoint", range.last().toString());
        published.lateness().ifPresent(late -> json.putObject("lateness")
                .put("records", late.records())
                .put("p50Seconds", late.p50().toNanos() / 1e9)
                .put("p99Seconds", late.p99().toNanos() / 1e9)
                .put("maxSeconds", late.max().toNanos() / 1e9));
        outcome.warehouse().ifPresent(checks -> warehouse(json, checks));
        if (!outcome.verdicts().isEmpty()) {
            json.set("verdict", verdict(outcome.verdicts(), outcome.alerts()));
        }
        ArrayNode stages = json.putArray("stages");
        outcome.stages().forEach(stage -> stages.add(stage(stage)));
        report.strategies().ifPresent(strategies -> json.set("strategies", StrategyJson.of(strategies)));
        report.stack().ifPresent(stack -> json.set("stack", StackSummaryJson.of(stack)));
        return json.put("elapsedSeconds", JsonOutput.seconds(report.elapsed()));
    }

    /** Length of a range; a whole number unless its interval makes it a fraction. */
    private static JsonNode hours(TimeRange range) {
        long seconds = range.interval().toSeconds() * range.timePoints();
        long perHour = TimeRange.HOURLY.toSeconds();
        return seconds % perHour == 0
                ? LongNode.valueOf(seconds / perHour)
                : DoubleNode.valueOf((double) seconds / perHour);
    }

    private static void warehouse(ObjectNode json, CheckReport checks) {
        json.put("rowsInWarehouse", checks.records());
        json.set("checks", CheckReportJson.of(checks));
    }

    private static ObjectNode verdict(List<WindowVerdict> verdicts, long alerts) {
        ObjectNode json = JsonOutput.object()
                .put("passed", verdicts.stream().allMatch(WindowVerdict::getPassed))
                .put("windows", verdicts.size())
                .put(
                        "receivedRecords",
                        verdicts.stream()
                                .mapToLong(WindowVerdict::getReceivedRecords)
                                .sum())
                .put("alerts", alerts);
        ArrayNode windows = json.putArray("byWindow");
        verdicts.forEach(verdict -> windows.add(window(verdict)));
        return json;
    }

    private static ObjectNode window(WindowVerdict verdict) {
        ObjectNode json = JsonOutput.object()
                .put("from", verdict.getWindowStart().toString())
                .put("to", verdict.getWindowEnd().toString())
                .put("passed", verdict.getPassed())
                .put("miners", verdict.getMiners())
                .put("minersFailed", verdict.getMinersFailed())
                .put("expectedRecords", verdict.getExpectedRecords())
                .put("receivedRecords", verdict.getReceivedRecords())
                .put("duplicateRecords", verdict.getDuplicateRecords());
        ArrayNode failures = json.putArray("failures");
        for (RuleFailures failure : verdict.getFailures()) {
            ObjectNode entry =
                    failures.addObject().put("rule", failure.getRule().name()).put("miners", failure.getMiners());
            ArrayNode examples = entry.putArray("examples");
            failure.getExamples().forEach(examples::add);
        }
        return json;
    }

    private static ObjectNode stage(Stage stage) {
        return JsonOutput.object()
                .put("stage", stage.name().name().toLowerCase(Locale.ROOT))
                .put("records", stage.records())
                .put("seconds", JsonOutput.seconds(stage.elapsed()))
                .put("recordsPerSecond", Math.round(stage.recordsPerSecond()));
    }
}

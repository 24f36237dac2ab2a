package io.minerstream.cli.report;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.minerstream.pipeline.verify.ExactReport;
import io.minerstream.pipeline.verify.RunToVerify;
import io.minerstream.producer.replay.FieldDifference;
import io.minerstream.producer.replay.ReplayResult;
import io.minerstream.producer.replay.RowMismatch;
import java.util.Locale;

/** An {@link ExactReport} for programs. */
public final class ExactReportJson {

    private ExactReportJson() {}

    /** The report as a JSON object; {@code runId} is null for a run that is described rather than known. */
    public static ObjectNode of(ExactReport report) {
        RunToVerify run = report.run();
        ReplayResult result = report.result();
        ObjectNode json = JsonOutput.object()
                .put("passed", report.passed())
                .put(
                        "runId",
                        run.manifest().map(manifest -> manifest.getRunId()).orElse(null))
                .put("complete", run.isComplete())
                .put("siteId", run.siteId())
                .put("miners", run.replay().miners())
                .put("from", run.replay().from().toString())
                .put("comparedUntil", run.replay().to().toString())
                .put("to", run.to().toString())
                .put("seed", run.seed())
                .put("profile", run.profile())
                .put("fleet", word(run.fleet()))
                .put(word(report.place()), report.name())
                .put("expected", result.expected())
                .put("found", result.found())
                .put("equal", result.equal())
                .put("missing", result.missing())
                .put("extra", result.extra())
                .put("different", result.different())
                .put("later", report.later());
        ArrayNode offenders = json.putArray("offenders");
        result.offenders().forEach(offender -> offenders.add(offender(offender)));
        return json.put("seconds", JsonOutput.seconds(report.elapsed())).put("rowsPerSecond", report.rowsPerSecond());
    }

    private static ObjectNode offender(RowMismatch offender) {
        ObjectNode json = JsonOutput.object()
                .put("kind", word(offender.kind()))
                .put("minerId", offender.minerId())
                .put(
                        "recordedAt",
                        offender.recordedAt() == null
                                ? null
                                : offender.recordedAt().toString())
                .put("where", offender.where());
        ArrayNode fields = json.putArray("fields");
        for (FieldDifference field : offender.fields()) {
            fields.addObject()
                    .put("field", field.field())
                    .put("expected", field.expected())
                    .put("found", field.found());
        }
        return json;
    }

    private static String word(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
    }
}

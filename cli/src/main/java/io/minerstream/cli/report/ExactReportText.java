package io.minerstream.cli.report;

import io.minerstream.pipeline.verify.ExactReport;
import io.minerstream.pipeline.verify.ForeignRecords;
import io.minerstream.pipeline.verify.ForeignRecords.ForeignRecord;
import io.minerstream.pipeline.verify.RunToVerify;
import io.minerstream.pipeline.verify.RunToVerify.FleetOrigin;
import io.minerstream.producer.replay.ReplayResult;
import io.minerstream.producer.replay.RowMismatch;
import io.minerstream.schemas.run.DurationText;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** An {@link ExactReport} for people. Immutable. */
public final class ExactReportText {

    private static final int COUNT_COLUMNS = 15;

    private final Messages messages;

    public ExactReportText(Messages messages) {
        this.messages = messages;
    }

    /** The report, a line each: the run, the counts, the first offenders, the judgement. */
    public List<String> lines(ExactReport report) {
        RunToVerify run = report.run();
        ReplayResult result = report.result();
        List<String> lines = new ArrayList<>();
        lines.add(messages.text(
                "exact.title",
                run.runId() == null ? messages.text("exact.described") : run.runId(),
                run.siteId(),
                run.replay().miners(),
                run.replay().from().toString(),
                run.replay().to().toString(),
                run.seed(),
                run.profile()));
        report.table().ifPresent(name -> lines.add("  " + messages.text("exact.table", name)));
        report.topic().ifPresent(name -> lines.add("  " + messages.text("exact.topic", name)));
        lines.add("  "
                + messages.text(run.fleet() == FleetOrigin.ROSTER ? "exact.fleet.roster" : "exact.fleet.database"));
        lines.add("");
        lines.add(count("exact.expected", result.expected()));
        lines.add(count("exact.found", result.found()));
        lines.add(count("exact.equal", result.equal()));
        lines.add(count("exact.missing", result.missing()));
        lines.add(count("exact.extra", result.extra()));
        lines.add(count("exact.different", result.different()));
        if (report.topic().isPresent()) {
            lines.add(count("exact.foreign", report.foreign().count()));
        }
        lines.add("");
        result.offenders().forEach(offender -> lines.add("   " + describe(offender)));
        more(
                lines,
                result.missing() + result.extra() + result.different(),
                result.offenders().size());
        ForeignRecords foreign = report.foreign();
        foreign.first().forEach(record -> lines.add("   " + describe(record)));
        more(lines, foreign.count(), foreign.first().size());
        judgement(lines, report);
        lines.add(messages.text("exact.done", DurationText.elapsed(report.elapsed()), report.rowsPerSecond()));
        return lines;
    }

    private void more(List<String> lines, long all, int listed) {
        if (all > listed) {
            lines.add("   " + messages.text("exact.more", all - listed));
        }
    }

    private void judgement(List<String> lines, ExactReport report) {
        ReplayResult result = report.result();
        if (!result.isExact()) {
            lines.add(messages.text("exact.failed", result.missing(), result.extra(), result.different()));
        }
        if (report.foreign().count() > 0) {
            lines.add(messages.text(
                    report.foreign().allowed() ? "exact.foreign.allowed" : "exact.foreign.failed",
                    report.foreign().count()));
        }
        if (!report.run().isComplete()) {
            lines.add(messages.text(
                    "exact.incomplete",
                    report.run().manifest().orElseThrow().getState().name(),
                    report.run().replay().to().toString(),
                    report.run().to().toString()));
        }
        if (report.later() > 0) {
            lines.add(messages.text("exact.later", report.later()));
        }
        if (report.passed()) {
            lines.add(messages.text("exact.passed"));
        }
    }

    private String describe(RowMismatch offender) {
        String line =
                withKey(offender.minerId(), offender.recordedAt(), messages.word("exact.offender", offender.kind()));
        Optional<String> fields = offender.fields().stream()
                .map(field -> messages.text("exact.field", field.field(), field.expected(), field.found()))
                .reduce((first, second) -> messages.text("text.clauses", first, second));
        if (fields.isPresent()) {
            line = messages.text("text.detail", line, fields.get());
        }
        return offender.where().isEmpty() ? line : messages.text("text.aside", line, offender.where());
    }

    private String describe(ForeignRecord record) {
        String what = messages.word("exact.foreign", record.kind());
        return messages.text("text.aside", withKey(record.minerId(), record.recordedAt(), what), record.where());
    }

    private String withKey(Integer minerId, Instant recordedAt, String what) {
        String line = recordedAt == null ? what : messages.text("text.list", recordedAt.toString(), what);
        return minerId == null
                ? line
                : messages.text("text.list", messages.text("exact.miner", minerId.toString()), line);
    }

    private String count(String key, long rows) {
        return "  " + Columns.left(messages.text(key), COUNT_COLUMNS)
                + Columns.right(Messages.grouped(rows), COUNT_COLUMNS);
    }
}

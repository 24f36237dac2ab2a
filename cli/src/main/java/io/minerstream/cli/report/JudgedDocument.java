package io.minerstream.cli.report;

import io.minerstream.avro.WindowVerdict;
import io.minerstream.cli.report.JudgedReport.Result;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** The JSON of a {@link JudgedReport}. */
public record JudgedDocument(
        boolean passed,
        String runId,
        int siteId,
        Instant from,
        Instant to,
        Duration intervalSeconds,
        List<Result> checks,
        List<WindowVerdict> verdicts) {

    public static JudgedDocument of(JudgedReport report) {
        return new JudgedDocument(
                report.passed(),
                report.windows().run(),
                report.windows().siteId(),
                report.windows().from(),
                report.windows().to(),
                report.interval(),
                report.results(),
                report.verdicts());
    }
}

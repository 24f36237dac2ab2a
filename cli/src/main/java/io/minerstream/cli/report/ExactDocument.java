package io.minerstream.cli.report;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import io.minerstream.pipeline.verify.ExactReport;
import io.minerstream.pipeline.verify.ExactReport.Place;
import io.minerstream.pipeline.verify.RunToVerify;
import io.minerstream.producer.replay.ReplayResult;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * The JSON of an {@link ExactReport}.
 *
 * @param runId null for a run that is described rather than known
 */
public record ExactDocument(
        boolean passed,
        String runId,
        boolean complete,
        int siteId,
        int miners,
        Instant from,
        Instant comparedUntil,
        Instant to,
        long seed,
        String profile,
        RunToVerify.FleetOrigin fleet,
        Optional<String> table,
        Optional<String> topic,
        @JsonUnwrapped ReplayResult result,
        long later,
        Duration seconds,
        long rowsPerSecond) {

    /** The document of a report. */
    public static ExactDocument of(ExactReport report) {
        RunToVerify run = report.run();
        Optional<String> name = Optional.of(report.name());
        return new ExactDocument(
                report.passed(),
                run.manifest().map(manifest -> manifest.getRunId()).orElse(null),
                run.isComplete(),
                run.siteId(),
                run.replay().miners(),
                run.replay().from(),
                run.replay().to(),
                run.to(),
                run.seed(),
                run.profile(),
                run.fleet(),
                name.filter(table -> report.place() == Place.TABLE),
                name.filter(topic -> report.place() == Place.TOPIC),
                report.result(),
                report.later(),
                report.elapsed(),
                report.rowsPerSecond());
    }
}

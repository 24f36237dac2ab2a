package io.minerstream.cli.report;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import io.minerstream.avro.WindowVerdict;
import io.minerstream.connect.warehouse.CheckReport;
import io.minerstream.pipeline.embedded.StackSummary;
import io.minerstream.pipeline.run.RunOutcome;
import io.minerstream.pipeline.run.Stage;
import io.minerstream.producer.pacing.Lateness;
import io.minerstream.producer.publish.RunResult;
import io.minerstream.schemas.run.TimeRange;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The JSON of a {@link RunReport}: the fields of the reference's result, and more. */
public record RunDocument(
        boolean success,
        @JsonUnwrapped RunIdentity run,
        int miners,
        Map<String, Integer> statusDistribution,
        int scheduledChanges,
        Number hours,
        int timePoints,
        long recordsGenerated,
        long recordsResumed,
        boolean mayHaveDuplicates,
        Optional<Late> lateness,
        boolean followed,
        Optional<Long> rowsInWarehouse,
        Optional<CheckReport> checks,
        Optional<Verdict> verdict,
        List<StageDocument> stages,
        Optional<StrategyDocument> strategies,
        Optional<StackSummary> stack,
        Duration elapsedSeconds) {

    /** How late readings were sent. */
    record Late(long records, double p50Seconds, double p99Seconds, double maxSeconds) {

        static Late of(Lateness.Summary late) {
            return new Late(late.records(), seconds(late.p50()), seconds(late.p99()), seconds(late.max()));
        }

        /** Not rounded: most are shorter than a millisecond. */
        private static double seconds(Duration duration) {
            return duration.toNanos() / 1e9;
        }
    }

    /** The verdicts of all windows. */
    record Verdict(boolean passed, int windows, long receivedRecords, long alerts, List<WindowVerdict> byWindow) {

        static Verdict of(List<WindowVerdict> verdicts, long alerts) {
            return new Verdict(
                    verdicts.stream().allMatch(WindowVerdict::getPassed),
                    verdicts.size(),
                    verdicts.stream()
                            .mapToLong(WindowVerdict::getReceivedRecords)
                            .sum(),
                    alerts,
                    verdicts);
        }
    }

    /** A measured step. */
    record StageDocument(Stage.Name stage, long records, Duration seconds, long recordsPerSecond) {

        static StageDocument of(Stage stage) {
            return new StageDocument(
                    stage.name(), stage.records(), stage.elapsed(), Math.round(stage.recordsPerSecond()));
        }
    }

    /** The document of a report. */
    public static RunDocument of(RunReport report) {
        RunOutcome outcome = report.outcome();
        RunResult published = outcome.published();
        return new RunDocument(
                report.passed(),
                RunIdentity.of(outcome.spec()),
                published.miners(),
                published.statusDistribution(),
                published.scheduledChanges(),
                hours(published.range()),
                published.range().timePoints(),
                published.recordsGenerated(),
                published.recordsResumed(),
                published.mayHaveDuplicates(),
                published.lateness().map(Late::of),
                outcome.followed(),
                outcome.warehouse().map(CheckReport::records),
                outcome.warehouse(),
                outcome.verdicts().isEmpty()
                        ? Optional.empty()
                        : Optional.of(Verdict.of(outcome.verdicts(), outcome.alerts())),
                outcome.stages().stream().map(StageDocument::of).toList(),
                report.strategies().map(StrategyDocument::of),
                report.stack(),
                report.elapsed());
    }

    /** Length of a range; a whole number unless its interval makes it a fraction. */
    private static Number hours(TimeRange range) {
        long seconds = range.interval().toSeconds() * range.timePoints();
        long perHour = TimeRange.HOURLY.toSeconds();
        if (seconds % perHour == 0) {
            return seconds / perHour;
        }
        return (double) seconds / perHour;
    }
}

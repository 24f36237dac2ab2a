package io.minerstream.cli.verify;

import io.minerstream.cli.option.ConnectionOptions;
import io.minerstream.cli.option.OutputOptions;
import io.minerstream.cli.option.RangeOptions;
import io.minerstream.cli.option.SiteOption;
import io.minerstream.cli.report.CheckText;
import io.minerstream.cli.report.ExactReportText;
import io.minerstream.cli.terminal.ExitCode;
import io.minerstream.cli.terminal.Progress;
import io.minerstream.connect.warehouse.CheckReport;
import io.minerstream.connect.warehouse.TelemetryTable;
import io.minerstream.connect.warehouse.WarehouseChecks;
import io.minerstream.pipeline.PipelineException;
import io.minerstream.pipeline.connection.Connections;
import io.minerstream.pipeline.verify.ExactReport;
import io.minerstream.pipeline.verify.ExactVerification;
import io.minerstream.pipeline.verify.RunToVerify;
import io.minerstream.producer.record.RunHistoryReader;
import io.minerstream.producer.replay.ReplayMemoryException;
import io.minerstream.producer.run.RunHistory;
import io.minerstream.schemas.run.TimeRange;
import java.sql.Connection;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.Callable;
import me.tongfei.progressbar.ProgressBar;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Runs the three checks of the reference and two more in SQL, or compares each row with the generated one. */
@Command(name = "verify")
public final class VerifyCommand implements Callable<Integer> {

    private static final Duration DEFAULT_LENGTH = Duration.ofHours(24);

    @Mixin
    private ConnectionOptions connection;

    @Mixin
    private RangeOptions range;

    @Mixin
    private ExactOptions exact;

    @Mixin
    private OutputOptions output;

    @Mixin
    private SiteOption site;

    @Override
    public Integer call() {
        int siteId = site.orDefault();
        exact.requireConsistent(range);
        Connections connections = connection.resolve();
        return exact.isExact() ? compare(connections, siteId) : check(connections, siteId);
    }

    private int compare(Connections connections, int siteId) {
        RunToVerify run = exact.find(connections, siteId, range, Clock.systemUTC());
        ExactReport report;
        try (ProgressBar bar = Progress.onStandardError()
                .start(
                        exact.isTopic() ? "records of the topic" : "rows of the table",
                        run.replay().rows(),
                        "rows")) {
            ExactVerification verification = new ExactVerification(connections, exact.offenders(), bar::stepTo);
            report = exact.isTopic() ? verification.topic(run) : verification.table(run);
            bar.stepTo(report.result().found());
        } catch (ReplayMemoryException e) {
            throw PipelineException.failed("--topic: " + e.getMessage(), e);
        }
        output.print(report, messages -> new ExactReportText(messages).lines(report));
        return report.passed() ? ExitCode.DONE : ExitCode.FAILED;
    }

    private int check(Connections connections, int siteId) {
        Duration interval = range.interval().orElseGet(() -> intervalOfLatestRun(connections, siteId));
        CheckReport report = connections.withWarehouse(
                database -> new WarehouseChecks(database).run(siteId, timePoints(database, siteId, interval)));
        output.print(report, messages -> new CheckText(messages).lines(report));
        return report.passed() ? ExitCode.DONE : ExitCode.FAILED;
    }

    /** Rows do not hold their interval; the manifest of their run does. */
    private Duration intervalOfLatestRun(Connections connections, int siteId) {
        if (!connections.hasKafka()) {
            return TimeRange.HOURLY;
        }
        connections.openAdmin().close();
        return RunHistoryReader.read(connections.kafkaProperties(), connections.topics())
                .latest(siteId, run -> range.mayTouch(run.getFrom(), RunHistory.committedUntil(run)))
                .map(run -> Duration.ofSeconds(run.getIntervalSeconds()))
                .orElse(TimeRange.HOURLY);
    }

    private TimeRange timePoints(Connection database, int siteId, Duration interval) {
        TimeRange named = range.resolve(Clock.systemUTC(), interval);
        return range.isGiven()
                ? named
                : new TelemetryTable(database)
                        .latestRange(siteId, DEFAULT_LENGTH, interval)
                        .orElse(named);
    }
}

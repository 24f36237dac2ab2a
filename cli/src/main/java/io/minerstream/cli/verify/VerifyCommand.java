package io.minerstream.cli.verify;

import io.minerstream.cli.ExitCode;
import io.minerstream.cli.connection.ConnectionOptions;
import io.minerstream.cli.range.RangeOptions;
import io.minerstream.cli.range.SiteId;
import io.minerstream.cli.report.CheckReportJson;
import io.minerstream.cli.report.ExactReportJson;
import io.minerstream.cli.report.ExactReportText;
import io.minerstream.cli.report.JsonOutput;
import io.minerstream.cli.terminal.CommandException;
import io.minerstream.cli.terminal.OutputOptions;
import io.minerstream.cli.terminal.Progress;
import io.minerstream.connect.warehouse.CheckReport;
import io.minerstream.connect.warehouse.CheckReportText;
import io.minerstream.connect.warehouse.TelemetryTable;
import io.minerstream.connect.warehouse.WarehouseChecks;
import io.minerstream.pipeline.connection.Connections;
import io.minerstream.pipeline.verify.ExactReport;
import io.minerstream.pipeline.verify.ExactVerification;
import io.minerstream.pipeline.verify.RunToVerify;
import io.minerstream.producer.publish.RunHistoryReader;
import io.minerstream.producer.replay.ReplayMemoryException;
import io.minerstream.producer.run.RunHistory;
import io.minerstream.schemas.run.TimeRange;
import java.io.PrintWriter;
import java.sql.Connection;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.Callable;
import me.tongfei.progressbar.ProgressBar;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Runs the three checks of the reference, and two more, in SQL; or compares every row with what was generated. */
@Command(
        name = "verify",
        mixinStandardHelpOptions = true,
        sortOptions = true,
        header = "Check the telemetry of a site: in SQL, or row by row against its seed.",
        description = {
            "Every miner has a record at every time point, consecutive records are one interval apart, metrics fit the status, NULL "
                    + "where and only where the miner does not run, no doubles.",
            "Without a range, the 24 hours that end with the site's newest record. Without --interval, that of the site's latest run "
                    + "in the range, as Kafka knows it; an hour when Kafka is not known.",
            "With --exact, every row of a run is generated again from its seed and compared with the table, or with the topic: "
                    + "missing, extra and different rows are counted, and the first of them listed.",
            "Exit code 1 when a check fails or a row differs."
        })
public final class VerifyCommand implements Callable<Integer> {

    private static final Duration DEFAULT_LENGTH = Duration.ofHours(24);

    @Spec
    private CommandSpec spec;

    @Mixin
    private ConnectionOptions connection;

    @Mixin
    private RangeOptions range;

    @Mixin
    private ExactOptions exact;

    @Mixin
    private OutputOptions output;

    @Option(
            names = "--site-id",
            paramLabel = "ID",
            order = 1,
            defaultValue = "5",
            description = "Site to check (default: ${DEFAULT-VALUE}).")
    private int siteId;

    @Override
    public Integer call() {
        SiteId.require(siteId);
        exact.requireConsistent(range);
        Connections connections = connection.resolve();
        return exact.isExact() ? compare(connections) : check(connections);
    }

    private int compare(Connections connections) {
        RunToVerify run = exact.find(connections, siteId, range, Clock.systemUTC());
        ExactReport report;
        try (ProgressBar bar = Progress.onStandardError()
                .start(
                        exact.isTopic() ? "records of the topic" : "rows of the table",
                        run.replay().rows(),
                        "rows")) {
            ExactVerification verification =
                    ExactVerification.of(connections).listing(exact.offenders()).telling(bar::stepTo);
            report = exact.isTopic() ? verification.topic(run) : verification.table(run);
            bar.stepTo(report.result().found());
        } catch (ReplayMemoryException e) {
            throw new CommandException(ExitCode.FAILED, "--topic: " + e.getMessage(), e);
        }
        PrintWriter out = spec.commandLine().getOut();
        if (output.json()) {
            out.println(JsonOutput.write(ExactReportJson.of(report)));
        } else {
            new ExactReportText(output.locale()).lines(report).forEach(out::println);
        }
        return report.passed() ? ExitCode.DONE : ExitCode.FAILED;
    }

    private int check(Connections connections) {
        Duration interval = range.interval().orElseGet(() -> intervalOfLatestRun(connections));
        CheckReport report = connections.withWarehouse(
                database -> new WarehouseChecks(database).run(siteId, timePoints(database, interval)));
        PrintWriter out = spec.commandLine().getOut();
        if (output.json()) {
            out.println(JsonOutput.write(CheckReportJson.of(report)));
        } else {
            CheckReportText.in(output.locale()).lines(report).forEach(out::println);
        }
        return report.passed() ? ExitCode.DONE : ExitCode.FAILED;
    }

    /** Rows do not say how far apart they should be; the run that wrote them does. */
    private Duration intervalOfLatestRun(Connections connections) {
        if (!connections.hasKafka()) {
            return TimeRange.HOURLY;
        }
        connections.openAdmin().close();
        return RunHistoryReader.read(connections.kafkaProperties(), connections.topics())
                .latest(siteId, run -> range.mayTouch(run.getFrom(), RunHistory.committedUntil(run)))
                .map(run -> Duration.ofSeconds(run.getIntervalSeconds()))
                .orElse(TimeRange.HOURLY);
    }

    private TimeRange timePoints(Connection database, Duration interval) {
        TimeRange named = range.resolve(Clock.systemUTC(), interval);
        return range.isGiven()
                ? named
                : new TelemetryTable(database)
                        .latestRange(siteId, DEFAULT_LENGTH, interval)
                        .orElse(named);
    }
}

package io.minerstream.cli.verify;

import io.minerstream.cli.ExitCode;
import io.minerstream.cli.connection.ConnectionOptions;
import io.minerstream.cli.connection.Connections;
import io.minerstream.cli.range.RangeOptions;
import io.minerstream.cli.report.CheckReportJson;
import io.minerstream.cli.report.JsonOutput;
import io.minerstream.cli.terminal.OutputOptions;
import io.minerstream.connect.warehouse.CheckReport;
import io.minerstream.connect.warehouse.CheckReportText;
import io.minerstream.connect.warehouse.TelemetryTable;
import io.minerstream.connect.warehouse.WarehouseChecks;
import io.minerstream.schemas.run.TimeRange;
import java.io.PrintWriter;
import java.sql.Connection;
import java.time.Clock;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Runs the three checks of the reference, and two more, in SQL. */
@Command(
        name = "verify",
        mixinStandardHelpOptions = true,
        sortOptions = true,
        header = "Check the telemetry of a site in the warehouse, in SQL.",
        description = {
            "Every miner has one record an hour, consecutive records are one hour apart, metrics fit the status, NULL "
                    + "where and only where the miner does not run, no doubles.",
            "Without a range, the 24 hours that end with the site's newest record.",
            "Exit code 1 when a check fails."
        })
public final class VerifyCommand implements Callable<Integer> {

    private static final int DEFAULT_HOURS = 24;

    @Spec
    private CommandSpec spec;

    @Mixin
    private ConnectionOptions connection;

    @Mixin
    private RangeOptions range;

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
        CheckReport report = check(Connections.resolve(connection));
        PrintWriter out = spec.commandLine().getOut();
        if (output.json()) {
            out.println(JsonOutput.write(CheckReportJson.of(report)));
        } else {
            CheckReportText.in(output.locale()).lines(report).forEach(out::println);
        }
        return report.passed() ? ExitCode.DONE : ExitCode.FAILED;
    }

    private CheckReport check(Connections connections) {
        return connections.withWarehouse(database -> new WarehouseChecks(database).run(siteId, hours(database)));
    }

    private TimeRange hours(Connection database) {
        Clock clock = Clock.systemUTC();
        TimeRange named = range.resolve(clock);
        return range.isGiven()
                ? named
                : new TelemetryTable(database)
                        .latestRange(siteId, DEFAULT_HOURS)
                        .orElse(named);
    }
}

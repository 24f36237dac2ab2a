package io.minerstream.cli.runs;

import io.minerstream.avro.SimulationRun;
import io.minerstream.cli.ExitCode;
import io.minerstream.cli.connection.ConnectionOptions;
import io.minerstream.cli.range.SiteId;
import io.minerstream.cli.report.JsonOutput;
import io.minerstream.cli.report.RunJson;
import io.minerstream.cli.report.RunText;
import io.minerstream.cli.terminal.CommandException;
import io.minerstream.cli.terminal.OutputOptions;
import io.minerstream.pipeline.connection.Connections;
import io.minerstream.producer.publish.RunHistoryReader;
import io.minerstream.producer.publish.TelemetryPublisher;
import io.minerstream.schemas.run.RunId;
import java.io.PrintWriter;
import java.time.Clock;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** The runs that the topic {@code simulation-runs} knows. */
@Command(name = "runs", header = "List, look at, or abort runs.", synopsisSubcommandLabel = "COMMAND")
public final class RunsCommand {

    private static final String ID = "The run, 8 characters as `minerstream runs list` shows them.";

    @Spec
    private CommandSpec spec;

    @Command(
            name = "list",
            mixinStandardHelpOptions = true,
            sortOptions = true,
            header = "List all runs and their shards, the oldest first.",
            description =
                    "A run is complete only when each of its shards is completed; one that is started may be at work or broken "
                            + "off, and the command that started it goes on with it.")
    int list(
            @Option(
                            names = "--site-id",
                            paramLabel = "ID",
                            order = 1,
                            description = "Only runs of this site (default: all).")
                    Integer siteId,
            @Mixin ConnectionOptions connection,
            @Mixin OutputOptions output) {
        SiteId.require(siteId);
        Connections connections = connection.resolve();
        List<SimulationRun> runs =
                RunHistoryReader.read(connections.kafkaProperties(), connections.topics()).all().stream()
                        .filter(run -> siteId == null || run.getSiteId() == siteId)
                        .toList();
        print(runs, output);
        return ExitCode.DONE;
    }

    @Command(
            name = "show",
            mixinStandardHelpOptions = true,
            sortOptions = true,
            header = "Show all that is known of a run.",
            description = "Exit code 1 when there is no such run, or it is not complete.")
    int show(
            @Parameters(paramLabel = "RUN", description = ID) String id,
            @Mixin ConnectionOptions connection,
            @Mixin OutputOptions output) {
        RunId run = runId(id);
        List<SimulationRun> shards = require(connection.resolve(), run);
        if (output.json()) {
            print(shards, output);
        } else {
            new RunText(output.locale()).details(shards).forEach(out()::println);
        }
        return RunText.isComplete(shards) ? ExitCode.DONE : ExitCode.FAILED;
    }

    @Command(
            name = "abort",
            mixinStandardHelpOptions = true,
            sortOptions = true,
            header = "Give up a run that was not finished.",
            description =
                    "Stops the generators that may still be at work on it, aborts what they have not committed, and marks its "
                            + "unfinished shards as aborted, for good. What is committed stays; --force generates its range again.")
    int abort(
            @Parameters(paramLabel = "RUN", description = ID) String id,
            @Mixin ConnectionOptions connection,
            @Mixin OutputOptions output) {
        RunId run = runId(id);
        Connections connections = connection.resolve();
        require(connections, run);
        int aborted = new TelemetryPublisher(connections.kafkaProperties(), connections.topics(), Clock.systemUTC())
                .abort(run);
        if (aborted == 0) {
            throw new CommandException(
                    ExitCode.FAILED, "run " + run + ": must be unfinished to be aborted, got a run that is over");
        }
        print(require(connections, run), output);
        return ExitCode.DONE;
    }

    private void print(List<SimulationRun> runs, OutputOptions output) {
        if (output.json()) {
            out().println(JsonOutput.write(RunJson.of(runs)));
        } else {
            new RunText(output.locale()).table(runs).forEach(out()::println);
        }
    }

    private static List<SimulationRun> require(Connections connections, RunId id) {
        List<SimulationRun> shards = RunHistoryReader.read(connections.kafkaProperties(), connections.topics())
                .of(id);
        if (shards.isEmpty()) {
            throw new CommandException(
                    ExitCode.FAILED, "run " + id + ": is not known; `minerstream runs list` shows those that are");
        }
        return shards;
    }

    private static RunId runId(String text) {
        try {
            return new RunId(text);
        } catch (IllegalArgumentException e) {
            throw new CommandException(ExitCode.USAGE, e.getMessage(), e);
        }
    }

    private PrintWriter out() {
        return spec.commandLine().getOut();
    }
}

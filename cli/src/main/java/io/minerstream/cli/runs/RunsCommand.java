package io.minerstream.cli.runs;

import io.minerstream.avro.SimulationRun;
import io.minerstream.cli.option.ConnectionOptions;
import io.minerstream.cli.option.OutputOptions;
import io.minerstream.cli.option.SiteOption;
import io.minerstream.cli.report.RunText;
import io.minerstream.cli.report.RunsDocument;
import io.minerstream.cli.terminal.ExitCode;
import io.minerstream.pipeline.PipelineException;
import io.minerstream.pipeline.connection.Connections;
import io.minerstream.producer.publish.TelemetryPublisher;
import io.minerstream.producer.record.RunHistoryReader;
import io.minerstream.schemas.run.RunId;
import java.time.Clock;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** The runs that the topic {@code simulation-runs} knows. */
@Command(name = "runs", synopsisSubcommandLabel = "COMMAND")
public final class RunsCommand {

    @Command(name = "list", mixinStandardHelpOptions = true)
    int list(@Mixin SiteOption site, @Mixin ConnectionOptions connection, @Mixin OutputOptions output) {
        site.given();
        Connections connections = connection.resolve();
        List<SimulationRun> runs =
                RunHistoryReader.read(connections.kafkaProperties(), connections.topics()).all().stream()
                        .filter(run -> site.matches(run.getSiteId()))
                        .toList();
        print(runs, output);
        return ExitCode.DONE;
    }

    @Command(name = "show", mixinStandardHelpOptions = true)
    int show(
            @Parameters(paramLabel = "RUN") String id,
            @Mixin ConnectionOptions connection,
            @Mixin OutputOptions output) {
        List<SimulationRun> shards = require(connection.resolve(), runId(id));
        output.print(RunsDocument.of(shards), messages -> new RunText(messages).details(shards));
        return RunText.isComplete(shards) ? ExitCode.DONE : ExitCode.FAILED;
    }

    @Command(name = "abort", mixinStandardHelpOptions = true)
    int abort(
            @Parameters(paramLabel = "RUN") String id,
            @Mixin ConnectionOptions connection,
            @Mixin OutputOptions output) {
        RunId run = runId(id);
        Connections connections = connection.resolve();
        require(connections, run);
        int aborted = new TelemetryPublisher(connections.kafkaProperties(), connections.topics(), Clock.systemUTC())
                .abort(run);
        if (aborted == 0) {
            throw PipelineException.failed("run " + run + ": must be unfinished, got a finished run");
        }
        print(require(connections, run), output);
        return ExitCode.DONE;
    }

    private static void print(List<SimulationRun> runs, OutputOptions output) {
        output.print(RunsDocument.of(runs), messages -> new RunText(messages).table(runs));
    }

    private static List<SimulationRun> require(Connections connections, RunId id) {
        List<SimulationRun> shards = RunHistoryReader.read(connections.kafkaProperties(), connections.topics())
                .of(id);
        if (shards.isEmpty()) {
            throw PipelineException.failed("run " + id + ": is not known; `minerstream runs list` lists all runs");
        }
        return shards;
    }

    /** Not a converter of the parameter: picocli would report its error three times. */
    private static RunId runId(String text) {
        return PipelineException.valid("", () -> new RunId(text));
    }
}

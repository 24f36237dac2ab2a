package io.minerstream.cli.up;

import com.fasterxml.jackson.databind.JsonNode;
import io.minerstream.cli.ExitCode;
import io.minerstream.cli.report.JsonOutput;
import io.minerstream.cli.report.RunReportText;
import io.minerstream.cli.report.StackSummaryJson;
import io.minerstream.cli.terminal.OutputOptions;
import io.minerstream.cli.terminal.Progress;
import io.minerstream.pipeline.Teardown;
import io.minerstream.pipeline.connection.StackDirectory;
import io.minerstream.pipeline.embedded.EmbeddedPipeline;
import io.minerstream.pipeline.embedded.StackSummary;
import io.minerstream.stack.StackConfig;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Keeps an embedded stack until Ctrl-C. */
@Command(
        name = "up",
        mixinStandardHelpOptions = true,
        sortOptions = true,
        header = "Run an embedded stack until Ctrl-C.",
        description = {
            "Starts Kafka, a schema registry, Kafka Connect and PostgreSQL on free loopback ports, with tables, topics, the stream "
                    + "validator and the sink. The data directory outlives it: the next `up` finds the data again.",
            "The other commands find a running `up` by themselves."
        })
public final class UpCommand implements Callable<Integer> {

    @Spec
    private CommandSpec spec;

    @Option(
            names = "--data-dir",
            paramLabel = "DIR",
            description =
                    "Where data, logs and passwords are kept (default: MINERSTREAM_DATA_DIR, else ~/.minerstream).")
    private Path dataDirectory;

    @Mixin
    private OutputOptions output;

    @Override
    public Integer call() throws Exception {
        Progress progress = Progress.onStandardError();
        try (Teardown teardown = new Teardown(() -> progress.say("stopping ..."))) {
            EmbeddedPipeline pipeline = EmbeddedPipeline.start(
                    StackConfig.persistent(StackDirectory.of(dataDirectory)), new StackProgress(progress), teardown);
            print(pipeline.summary());
            pipeline.awaitExit();
        }
        return ExitCode.DONE;
    }

    private void print(StackSummary summary) {
        PrintWriter out = spec.commandLine().getOut();
        if (output.json()) {
            JsonNode json = StackSummaryJson.of(summary);
            out.println(JsonOutput.write(json));
        } else {
            RunReportText.stackLines(summary, output.locale()).forEach(out::println);
            out.println();
            InspectionCommands.lines(summary.endpoints()).forEach(out::println);
            out.println();
            out.println(
                    "Next, in another terminal: minerstream fleet init, then minerstream generate. Ctrl-C stops everything.");
        }
        out.flush();
    }
}

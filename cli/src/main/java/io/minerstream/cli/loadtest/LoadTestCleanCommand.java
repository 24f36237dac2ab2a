package io.minerstream.cli.loadtest;

import io.minerstream.cli.option.ConnectionOptions;
import io.minerstream.cli.option.HelpGroups;
import io.minerstream.cli.option.OutputOptions;
import io.minerstream.cli.report.LoadRemainsText;
import io.minerstream.cli.terminal.ExitCode;
import io.minerstream.pipeline.load.LoadCleanup;
import io.minerstream.pipeline.load.LoadRemains;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Deletes the readings of load tests. */
@Command(name = "clean")
final class LoadTestCleanCommand implements Callable<Integer> {

    @Option(names = "--dry-run", order = HelpGroups.LOAD)
    private boolean dryRun;

    @Mixin
    private ConnectionOptions connection;

    @Mixin
    private OutputOptions output;

    @Override
    public Integer call() {
        LoadCleanup cleanup = new LoadCleanup(connection.resolve());
        LoadRemains remains = dryRun ? cleanup.inspect() : cleanup.clean();
        output.print(remains, messages -> new LoadRemainsText(messages).lines(remains));
        return remains.findings().isEmpty() ? ExitCode.DONE : ExitCode.FAILED;
    }
}

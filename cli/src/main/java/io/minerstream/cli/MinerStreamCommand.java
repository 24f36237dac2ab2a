package io.minerstream.cli;

import io.minerstream.cli.demo.DemoCommand;
import io.minerstream.cli.fleet.FleetCommand;
import io.minerstream.cli.generate.FastInsertCommand;
import io.minerstream.cli.generate.GenerateCommand;
import io.minerstream.cli.live.LiveCommand;
import io.minerstream.cli.replay.ReplayCommand;
import io.minerstream.cli.runs.RunsCommand;
import io.minerstream.cli.sink.SinkCommand;
import io.minerstream.cli.strategy.SeedStrategiesCommand;
import io.minerstream.cli.strategy.StrategiesCommand;
import io.minerstream.cli.up.UpCommand;
import io.minerstream.cli.validate.ValidateCommand;
import io.minerstream.cli.verify.VerifyCommand;
import picocli.AutoComplete;
import picocli.CommandLine.Command;
import picocli.CommandLine.HelpCommand;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The command without a subcommand. */
@Command(
        name = "minerstream",
        synopsisSubcommandLabel = "COMMAND",
        subcommands = {
            DemoCommand.class,
            UpCommand.class,
            FleetCommand.class,
            GenerateCommand.class,
            FastInsertCommand.class,
            LiveCommand.class,
            RunsCommand.class,
            SeedStrategiesCommand.class,
            StrategiesCommand.class,
            ValidateCommand.class,
            SinkCommand.class,
            VerifyCommand.class,
            ReplayCommand.class,
            HelpCommand.class,
            AutoComplete.GenerateCompletion.class
        })
final class MinerStreamCommand implements Runnable {

    @Spec
    private CommandSpec spec;

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "a command must be given");
    }
}

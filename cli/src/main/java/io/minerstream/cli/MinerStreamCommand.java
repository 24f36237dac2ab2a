package io.minerstream.cli;

import io.minerstream.cli.alerts.AlertsCommand;
import io.minerstream.cli.demo.DemoCommand;
import io.minerstream.cli.fleet.FleetCommand;
import io.minerstream.cli.generate.FastInsertCommand;
import io.minerstream.cli.generate.GenerateCommand;
import io.minerstream.cli.live.LiveCommand;
import io.minerstream.cli.loadtest.LoadTestCommand;
import io.minerstream.cli.replay.ReplayCommand;
import io.minerstream.cli.runs.RunsCommand;
import io.minerstream.cli.sink.SinkCommand;
import io.minerstream.cli.strategy.SeedStrategiesCommand;
import io.minerstream.cli.strategy.StrategiesCommand;
import io.minerstream.cli.up.UpCommand;
import io.minerstream.cli.validate.ValidateCommand;
import io.minerstream.cli.verify.VerifyCommand;
import java.util.List;
import java.util.Set;
import picocli.AutoComplete;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.HelpCommand;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The command without a subcommand. */
@Command(name = "minerstream", synopsisSubcommandLabel = "COMMAND")
final class MinerStreamCommand implements Runnable {

    /** In the order of help. */
    private static final List<Class<?>> SUBCOMMANDS = List.of(
            DemoCommand.class,
            UpCommand.class,
            FleetCommand.class,
            GenerateCommand.class,
            FastInsertCommand.class,
            LiveCommand.class,
            LoadTestCommand.class,
            RunsCommand.class,
            SeedStrategiesCommand.class,
            StrategiesCommand.class,
            ValidateCommand.class,
            AlertsCommand.class,
            SinkCommand.class,
            VerifyCommand.class,
            ReplayCommand.class,
            HelpCommand.class,
            AutoComplete.GenerateCompletion.class);

    /** Commands that read the others. */
    private static final Set<Class<?>> NEED_ALL =
            Set.of(FastInsertCommand.class, HelpCommand.class, AutoComplete.GenerateCompletion.class);

    @Spec
    private CommandSpec spec;

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "a command must be given");
    }

    /**
     * With what these arguments need: reading the annotations of all subcommands takes longer than the rest of a short command. An
     * error in the name of a command needs all of them.
     */
    static CommandLine of(String... arguments) {
        if (List.of(arguments).equals(List.of("--version"))) {
            return with(List.of());
        }
        List<Class<?>> named = SUBCOMMANDS.stream()
                .filter(type -> arguments.length > 0 && name(type).equals(arguments[0]))
                .toList();
        return named.isEmpty() || NEED_ALL.containsAll(named) ? with(SUBCOMMANDS) : with(named);
    }

    private static CommandLine with(List<Class<?>> subcommands) {
        CommandLine commandLine = new CommandLine(new MinerStreamCommand());
        for (Class<?> subcommand : subcommands) {
            commandLine.addSubcommand(subcommand);
        }
        return commandLine;
    }

    private static String name(Class<?> subcommand) {
        return subcommand.getAnnotation(Command.class).name();
    }
}

package io.minerstream.cli.failure;

import io.minerstream.cli.option.OptionBounds;
import io.minerstream.cli.terminal.OutputException;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.ExecutionException;
import picocli.CommandLine.IExecutionStrategy;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.RunLast;

/**
 * Runs a command when all of its options are valid, and otherwise reports all errors at once. A command whose output failed has
 * failed. Stateless.
 */
public final class CollectedErrors implements IExecutionStrategy {

    private final RunLast execution = new RunLast();

    /** Makes a command and all of its subcommands collect errors. */
    public static CommandLine install(CommandLine commandLine) {
        collect(commandLine);
        return commandLine.setExecutionStrategy(new CollectedErrors());
    }

    private static void collect(CommandLine commandLine) {
        commandLine.getCommandSpec().parser().collectErrors(true);
        commandLine.getSubcommands().values().forEach(CollectedErrors::collect);
    }

    @Override
    public int execute(ParseResult parsed) {
        List<ParameterException> errors = new ArrayList<>();
        boolean help = false;
        ParseResult last = parsed;
        for (ParseResult level = parsed; level != null; level = level.subcommand()) {
            help |= level.isUsageHelpRequested() || level.isVersionHelpRequested();
            level.errors().forEach(error -> errors.add((ParameterException) error));
            errors.addAll(OptionBounds.errors(level));
            last = level;
        }
        CommandLine command = last.commandSpec().commandLine();
        if (help || errors.isEmpty()) {
            return execute(parsed, command);
        }
        if (errors.size() == 1) {
            throw errors.get(0);
        }
        StringBuilder all = new StringBuilder(errors.size() + " errors:");
        errors.forEach(error -> all.append("\n  ").append(error.getMessage()));
        throw new ParameterException(command, all.toString());
    }

    private int execute(ParseResult parsed, CommandLine command) {
        try {
            int exitCode = execution.execute(parsed);
            command.getOut().flush();
            return exitCode;
        } catch (OutputException e) {
            // Of help and version, which picocli prints outside of commands.
            throw new ExecutionException(command, e.getMessage(), e);
        }
    }
}

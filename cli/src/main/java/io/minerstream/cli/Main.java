package io.minerstream.cli;

import io.minerstream.cli.terminal.FailureHandler;
import io.minerstream.cli.terminal.Utf8;
import picocli.CommandLine;

/** Entry point of the {@code minerstream} command. */
public final class Main {

    private Main() {}

    /** Runs one command and ends the JVM with its {@link ExitCode}. */
    public static void main(String[] args) {
        System.exit(commandLine().execute(args));
    }

    /** The command line with its error handling, for embedding and tests; executes without ending the JVM. */
    public static CommandLine commandLine() {
        FailureHandler failures = new FailureHandler();
        CommandLine commandLine = new CommandLine(new MinerStreamCommand())
                .setOut(Utf8.writer(System.out))
                .setErr(Utf8.writer(System.err))
                .setExecutionExceptionHandler(failures)
                .setParameterExceptionHandler(failures)
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setAbbreviatedOptionsAllowed(false)
                .setUsageHelpAutoWidth(true)
                .setUsageHelpLongOptionsMaxWidth(32);
        return commandLine;
    }
}

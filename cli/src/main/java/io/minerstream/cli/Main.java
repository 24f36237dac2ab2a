package io.minerstream.cli;

import io.minerstream.cli.failure.CollectedErrors;
import io.minerstream.cli.failure.FailureHandler;
import io.minerstream.cli.option.Converters;
import io.minerstream.cli.option.HelpGroups;
import io.minerstream.cli.terminal.ExitCode;
import io.minerstream.cli.terminal.StandardOutput;
import io.minerstream.stack.host.CurrentUser;
import io.minerstream.stack.process.ClassDataArchive;
import io.minerstream.stack.process.ProcessLog;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.time.ZoneOffset;
import java.util.Locale;
import java.util.ResourceBundle;
import java.util.ResourceBundle.Control;
import java.util.TimeZone;
import picocli.CommandLine;
import picocli.CommandLine.IVersionProvider;

/** Entry point of the {@code minerstream} command. */
public final class Main {

    private Main() {}

    /** Runs one command and ends the JVM with its {@link ExitCode}. */
    public static void main(String[] args) {
        dependOnNothingOfTheMachine();
        // Picocli would look for Groovy in each jar.
        System.setProperty("picocli.disable.closures", "true");
        ProcessLog.properties("/io/minerstream/cli/log.properties").forEach(System::setProperty);
        ClassDataArchive.makeInBackground();
        int exitCode = commandLine(args).execute(args);
        ClassDataArchive.finishLater();
        System.exit(exitCode);
    }

    /**
     * Libraries follow these defaults. Kafka fails in Turkish, PostgreSQL's driver sends the JVM's zone to a server that may not
     * know it, and looks for {@code .pgpass} in a home directory that the JVM does not always find.
     */
    private static void dependOnNothingOfTheMachine() {
        // Not ENGLISH: for the US alone, Formatter looks no digits up, and Kafka Streams formats for each record
        // (KAFKA-19682).
        Locale.setDefault(Locale.US);
        TimeZone.setDefault(TimeZone.getTimeZone(ZoneOffset.UTC));
        CurrentUser.home().ifPresent(home -> System.setProperty("user.home", home.toString()));
    }

    /**
     * The command line with its error handling, for embedding and tests; executes without ending the JVM.
     *
     * @param arguments what it will be given: subcommands that these do not need may be left out; none for all subcommands
     */
    public static CommandLine commandLine(String... arguments) {
        FailureHandler failures = new FailureHandler();
        // UTF-8 whatever the default charset: results have Chinese and check marks.
        CommandLine commandLine = MinerStreamCommand.of(arguments)
                .setOut(StandardOutput.writer())
                .setErr(new PrintWriter(System.err, true, StandardCharsets.UTF_8))
                .setExecutionExceptionHandler(failures)
                .setParameterExceptionHandler(failures)
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setAbbreviatedOptionsAllowed(false)
                .setUsageHelpAutoWidth(true)
                .setUsageHelpLongOptionsMaxWidth(32);
        // As a class, which it is not, it would be looked for in each jar.
        commandLine.setResourceBundle(ResourceBundle.getBundle(
                "io.minerstream.cli.help", Locale.ROOT, Control.getControl(Control.FORMAT_PROPERTIES)));
        Converters.install(commandLine);
        HelpGroups.install(commandLine, new Version());
        return CollectedErrors.install(commandLine);
    }

    /** Version of the build, from the jar's manifest. */
    private static final class Version implements IVersionProvider {

        @Override
        public String[] getVersion() {
            String version = Main.class.getPackage().getImplementationVersion();
            return new String[] {"minerstream " + (version == null ? "(development)" : version)};
        }
    }
}

package io.minerstream.cli;

import io.minerstream.cli.option.HelpGroups;
import io.minerstream.cli.terminal.CollectedErrors;
import io.minerstream.cli.terminal.ExitCode;
import io.minerstream.cli.terminal.FailureHandler;
import io.minerstream.pipeline.validator.HealthEndpoint;
import io.minerstream.producer.fleet.StatusMix;
import io.minerstream.producer.pacing.RateProfile;
import io.minerstream.producer.run.CommitPolicy;
import io.minerstream.producer.run.Shard;
import io.minerstream.producer.signal.SignalProfile;
import io.minerstream.schemas.run.RunId;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.ResourceBundle;
import java.util.function.Function;
import picocli.CommandLine;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

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
        // UTF-8 whatever the default charset: results have Chinese and check marks.
        CommandLine commandLine = new CommandLine(new MinerStreamCommand())
                .setOut(new PrintWriter(System.out, true, StandardCharsets.UTF_8))
                .setErr(new PrintWriter(System.err, true, StandardCharsets.UTF_8))
                .setExecutionExceptionHandler(failures)
                .setParameterExceptionHandler(failures)
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setAbbreviatedOptionsAllowed(false)
                .setUsageHelpAutoWidth(true)
                .setUsageHelpLongOptionsMaxWidth(32);
        commandLine.setResourceBundle(ResourceBundle.getBundle("io.minerstream.cli.help", Locale.ROOT));
        registerConverters(commandLine);
        HelpGroups.install(commandLine, new Version());
        return CollectedErrors.install(commandLine);
    }

    private static void registerConverters(CommandLine commandLine) {
        registerNumbers(commandLine);
        commandLine
                .registerConverter(CommitPolicy.class, parsedBy(CommitPolicy::parse))
                .registerConverter(HealthEndpoint.Address.class, parsedBy(HealthEndpoint.Address::parse))
                .registerConverter(RateProfile.class, parsedBy(RateProfile::parse))
                .registerConverter(RunId.class, parsedBy(RunId::new))
                .registerConverter(Shard.class, parsedBy(Shard::parse))
                .registerConverter(SignalProfile.class, parsedBy(SignalProfile::named))
                .registerConverter(StatusMix.class, parsedBy(StatusMix::parse));
    }

    /** Picocli's own messages name Java types. */
    private static void registerNumbers(CommandLine commandLine) {
        ITypeConverter<Integer> ints = wholeNumber(Integer::valueOf, Integer.MIN_VALUE, Integer.MAX_VALUE);
        ITypeConverter<Long> longs = wholeNumber(Long::valueOf, Long.MIN_VALUE, Long.MAX_VALUE);
        ITypeConverter<Short> shorts = wholeNumber(Short::valueOf, Short.MIN_VALUE, Short.MAX_VALUE);
        ITypeConverter<Double> doubles = number(Double::valueOf, "a number");
        commandLine
                .registerConverter(int.class, ints)
                .registerConverter(Integer.class, ints)
                .registerConverter(long.class, longs)
                .registerConverter(Long.class, longs)
                .registerConverter(short.class, shorts)
                .registerConverter(Short.class, shorts)
                .registerConverter(double.class, doubles)
                .registerConverter(Double.class, doubles);
    }

    private static <T> ITypeConverter<T> wholeNumber(Function<String, T> parser, long least, long most) {
        return number(parser, "a whole number from %d to %d".formatted(least, most));
    }

    private static <T> ITypeConverter<T> number(Function<String, T> parser, String kind) {
        return text -> {
            try {
                return parser.apply(text);
            } catch (NumberFormatException e) {
                throw new TypeConversionException("must be %s, got '%s'".formatted(kind, text));
            }
        };
    }

    /** A converter by a parser whose errors name the rule. */
    private static <T> ITypeConverter<T> parsedBy(Function<String, T> parser) {
        return text -> {
            try {
                return parser.apply(text);
            } catch (IllegalArgumentException e) {
                throw new TypeConversionException(e.getMessage());
            }
        };
    }
}

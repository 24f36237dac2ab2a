package io.minerstream.cli.option;

import static org.assertj.core.api.Assertions.assertThat;

import io.minerstream.cli.Main;
import io.minerstream.cli.terminal.ExitCode;
import io.minerstream.schemas.bound.Bound;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParseResult;

/** Every option with a number or a time has bounds, works at both ends and is refused beyond them. */
class OptionBoundsTest {

    private static final Set<Class<?>> BOUNDED = Set.of(
            int.class,
            Integer.class,
            long.class,
            Long.class,
            short.class,
            Short.class,
            double.class,
            Double.class,
            Instant.class,
            Duration.class);

    static Stream<Arguments> options() {
        List<Arguments> options = new ArrayList<>();
        collect(Main.commandLine(), List.of(), options);
        return options.stream();
    }

    private static void collect(CommandLine command, List<String> path, List<Arguments> options) {
        for (OptionSpec option : command.getCommandSpec().options()) {
            if (BOUNDED.contains(option.type())) {
                options.add(Arguments.of(String.join(" ", path), option.longestName()));
            }
        }
        command.getSubcommands().forEach((name, subcommand) -> {
            List<String> longer = new ArrayList<>(path);
            longer.add(name);
            collect(subcommand, longer, options);
        });
    }

    @ParameterizedTest
    @MethodSource("options")
    void shouldWorkAtBothEndsAndRefuseWhatIsBeyond(String command, String name) {
        Bound bound = bound(command, name);

        assertThat(errors(command, name, text(bound.min()))).isEmpty();
        assertThat(errors(command, name, text(bound.max()))).isEmpty();
        if (bound != Bound.SEED) {
            requireRefused(command, name, bound, beyond(bound.min(), -1));
            requireRefused(command, name, bound, beyond(bound.max(), 1));
        }
    }

    private static Bound bound(String command, String name) {
        String[] path = command.split(" ");
        CommandLine named = Main.commandLine(path);
        for (String part : path) {
            named = named.getSubcommands().get(part);
        }
        return OptionBounds.of(named.getCommandSpec().findOption(name)).orElseThrow();
    }

    private static List<String> errors(String command, String name, String value) {
        List<String> errors = new ArrayList<>();
        String[] arguments = arguments(command, name, value);
        ParseResult parsed = Main.commandLine(arguments).parseArgs(arguments);
        for (ParseResult level = parsed; level != null; level = level.subcommand()) {
            OptionBounds.errors(level).forEach(error -> errors.add(error.getMessage()));
            level.errors().stream()
                    .map(Exception::getMessage)
                    .filter(error -> error.contains(name))
                    .forEach(errors::add);
        }
        return errors;
    }

    private static void requireRefused(String command, String name, Bound bound, String value) {
        StringWriter err = new StringWriter();
        String[] arguments = arguments(command, name, value);
        int exitCode = Main.commandLine(arguments)
                .setOut(new PrintWriter(new StringWriter(), true))
                .setErr(new PrintWriter(err, true))
                .execute(arguments);

        assertThat(err.toString()).contains(value);
        assertThat(err.toString()).containsPattern("%s[:'].* must be .*from .* to .*, got '?".formatted(name));
        assertThat(exitCode).isEqualTo(ExitCode.USAGE);
    }

    private static String[] arguments(String command, String name, String value) {
        return (command + " " + name + "=" + value).split(" ");
    }

    private static String beyond(Comparable<?> end, int direction) {
        if (end instanceof Long whole) {
            return Long.toString(whole + direction);
        } else if (end instanceof Double number) {
            return Double.toString(direction > 0 ? Math.nextUp(number) : Math.nextDown(number));
        } else if (end instanceof Instant time) {
            return time.plusMillis(direction).toString().replace("+10000", "+10000");
        }
        return ((Duration) end).plusMillis(direction).toString();
    }

    private static String text(Comparable<?> value) {
        return value.toString();
    }
}

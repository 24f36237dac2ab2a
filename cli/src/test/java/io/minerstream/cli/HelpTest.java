package io.minerstream.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.minerstream.cli.option.RangeOptions;
import io.minerstream.cli.option.SiteOption;
import io.minerstream.cli.option.SyntheticFleetOptions;
import io.minerstream.cli.terminal.ExitCode;
import io.minerstream.pipeline.verify.ExactVerification;
import io.minerstream.producer.fleet.SyntheticFleet;
import io.minerstream.producer.signal.SignalProfile;
import io.minerstream.schemas.topic.TopicCatalog;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.ResourceBundle;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/** Walks all commands and groups of commands. */
public class HelpTest {

    private static final int TERMINAL_COLUMNS = 80;

    /** Names after {@code minerstream}, separated by a space; the command itself has none. */
    public static Stream<String> commands() {
        return below(Main.commandLine()).map(spec -> spec.qualifiedName().replaceFirst("^minerstream ?", ""));
    }

    private static Stream<CommandSpec> below(CommandLine command) {
        return Stream.concat(
                Stream.of(command.getCommandSpec()),
                command.getSubcommands().values().stream()
                        .filter(subcommand ->
                                !subcommand.getCommandSpec().usageMessage().hidden())
                        .flatMap(HelpTest::below));
    }

    @ParameterizedTest
    @MethodSource("commands")
    void shouldHelpWithEveryCommandInGroupsOfOptions(String command) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        CommandLine commandLine =
                Main.commandLine().setOut(new PrintWriter(out, true)).setErr(new PrintWriter(err, true));

        int exitCode = commandLine.execute((command + " --help").strip().split(" "));

        assertThat(err.toString()).isEmpty();
        assertThat(exitCode).isEqualTo(ExitCode.DONE);
        List<String> lines = out.toString().lines().toList();
        assertThat(lines).allSatisfy(line -> assertThat(line.length()).isLessThanOrEqualTo(TERMINAL_COLUMNS));
        assertThat(synopsis(lines)).hasSizeLessThanOrEqualTo(2);
        assertThat(lines.stream().filter(line -> line.matches("  (-\\w, |    )--.*")))
                .as("options")
                .hasSize((int) options(commandLine, command))
                .allSatisfy(option ->
                        assertThat(heading(lines, lines.indexOf(option))).matches("[A-Z][A-Za-z ]+:"));
    }

    /** Those that are listed mean something else in each of their commands. */
    @Test
    void shouldDeclareOptionsOfSeveralCommandsOnce() {
        Map<String, Set<String>> declarations = new TreeMap<>();
        below(Main.commandLine())
                .flatMap(command -> command.options().stream())
                .filter(option -> !option.usageHelp() && !option.versionHelp())
                .forEach(option -> declarations
                        .computeIfAbsent(option.longestName(), name -> new HashSet<>())
                        .add(List.of(option.description()) + option.paramLabel() + option.defaultValue()));
        declarations.values().removeIf(different -> different.size() == 1);

        assertThat(declarations.keySet())
                .containsExactly(
                        "--commit",
                        "--file",
                        "--from",
                        "--hours",
                        "--profile",
                        "--rate",
                        "--run",
                        "--seed",
                        "--site-id",
                        "--threads",
                        "--topic");
    }

    @Test
    void shouldDescribeEveryCommandAndOptionAndNothingElse() {
        Set<String> used = new HashSet<>();
        below(Main.commandLine()).filter(HelpTest::isOurs).forEach(command -> {
            assertThat(command.usageMessage().header())
                    .as(command.qualifiedName())
                    .isNotEmpty();
            String name = command.qualifiedName(".");
            Stream.of("header", "description", "footer", "footerHeading")
                    .forEach(part -> used.add(name + ".usage." + part));
            command.args().forEach(argument -> {
                assertThat(argument.description()).as(name + " " + argument).isNotEmpty();
                String key = argument instanceof OptionSpec option
                        ? option.longestName().substring(2)
                        : argument.paramLabel() + "["
                                + ((PositionalParamSpec) argument).index().min() + "]";
                used.addAll(List.of(key, name + "." + key));
            });
        });

        assertThat(ResourceBundle.getBundle("io.minerstream.cli.help", Locale.ROOT)
                        .keySet())
                .allSatisfy(key -> assertThat(used).contains(key.replaceFirst("\\.\\d$", "")));
    }

    private static boolean isOurs(CommandSpec command) {
        return !command.name().equals("help") && !command.name().equals("generate-completion");
    }

    /** Those that picocli does not know, since they depend on other options. */
    @ParameterizedTest
    @CsvSource({
        "hours, " + RangeOptions.DEFAULT_HOURS,
        "miners, " + SyntheticFleetOptions.DEFAULT_MINERS,
        "null-baselines, " + SyntheticFleet.DEFAULT_NULL_BASELINES,
        "offenders, " + ExactVerification.DEFAULT_OFFENDERS,
        "partitions, 'those of an existing telemetry topic, else " + TopicCatalog.DEFAULT_PARTITIONS + "'",
        "site-id, 'all, or " + SiteOption.DEFAULT + " where one must be named'",
        "minerstream.demo.site-id, " + SiteOption.DEFAULT,
        "minerstream.fleet.init.site-id, " + SiteOption.DEFAULT,
        "minerstream.generate.site-id, " + SiteOption.DEFAULT,
        "minerstream.live.site-id, " + SiteOption.DEFAULT,
        "minerstream.load-test.site-id, " + SiteOption.DEFAULT,
        "minerstream.replay.site-id, " + SiteOption.DEFAULT,
        "minerstream.verify.site-id, " + SiteOption.DEFAULT,
        "minerstream.verify.profile, " + SignalProfile.DEFAULT_WORD
    })
    void shouldNameTheDefaultsOfTheCode(String key, String value) {
        assertThat(ResourceBundle.getBundle("io.minerstream.cli.help", Locale.ROOT)
                        .getString(key))
                .contains("(default: " + value + ")");
    }

    private static long options(CommandLine root, String command) {
        CommandLine found = root;
        for (String name : command.isEmpty() ? new String[0] : command.split(" ")) {
            found = found.getSubcommands().get(name);
        }
        return found.getCommandSpec().options().stream()
                .filter(option -> !option.hidden())
                .map(OptionSpec::longestName)
                .count();
    }

    private static List<String> synopsis(List<String> lines) {
        int first = lines.indexOf(lines.stream()
                .filter(line -> line.startsWith("Usage:"))
                .findFirst()
                .orElseThrow());
        return Stream.concat(
                        Stream.of(lines.get(first)),
                        lines.stream().skip(first + 1L).takeWhile(line -> line.startsWith(" ".repeat(20))))
                .toList();
    }

    /** The nearest line above that is not indented. */
    private static String heading(List<String> lines, int option) {
        int line = option;
        while (lines.get(line).startsWith(" ")) {
            line--;
        }
        return lines.get(line);
    }
}

package io.minerstream.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.minerstream.cli.terminal.ExitCode;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/** Walks all commands and groups of commands. */
class HelpTest {

    private static final int TERMINAL_COLUMNS = 80;

    /** Names after {@code minerstream}, separated by a space; the command itself has none. */
    static Stream<String> commands() {
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
                .containsExactly("--file", "--hours", "--profile", "--seed", "--site-id", "--threads", "--topic");
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

package io.minerstream.cli.documents;

import static java.util.stream.Collectors.joining;

import io.minerstream.cli.Main;
import io.minerstream.cli.option.OptionBounds;
import io.minerstream.schemas.bound.Bound;
import java.lang.reflect.AnnotatedElement;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;
import picocli.CommandLine.Option;

/** Commands and options as picocli knows them, in Markdown. */
final class OptionTables {

    private static final Pattern HEADING = Pattern.compile("^([A-Z][A-Za-z ]+):$");
    private static final Pattern OPTION = Pattern.compile("^ +(?:-\\w, )?(--[a-z-]+).*");
    private static final Pattern DEFAULT = Pattern.compile("\\s*\\(default: ([^)]*)\\)(?=\\.?$)");
    private static final Pattern ENVIRONMENT = Pattern.compile("\\$\\{env:([A-Z_]+).*}");

    private final Map<String, CommandLine> commands = new LinkedHashMap<>();

    OptionTables() {
        collect("", Main.commandLine());
    }

    private void collect(String parent, CommandLine command) {
        // The order of commands that are methods is the JVM's.
        Map<String, CommandLine> all =
                parent.isEmpty() ? command.getSubcommands() : new TreeMap<>(command.getSubcommands());
        all.forEach((name, subcommand) -> {
            boolean generated = name.equals("help") || name.equals("generate-completion");
            if (generated || subcommand.getCommandSpec().usageMessage().hidden()) {
                return;
            }
            String qualified = (parent + " " + name).strip();
            if (subcommand.getSubcommands().isEmpty() || subcommand.getCommand() instanceof Callable) {
                commands.put(qualified, subcommand);
            }
            collect(qualified, subcommand);
        });
    }

    /** A row for each command. */
    String commands() {
        return Markdown.table(
                List.of("command", "purpose"),
                commands.entrySet().stream()
                        .map(command -> List.of(
                                Markdown.code((command.getKey() + " " + parameters(command.getValue())).strip()),
                                String.join(
                                        " ",
                                        command.getValue()
                                                .getCommandSpec()
                                                .usageMessage()
                                                .header())))
                        .toList());
    }

    private static String parameters(CommandLine command) {
        return command.getCommandSpec().positionalParameters().stream()
                .map(PositionalParamSpec::paramLabel)
                .collect(joining(" "));
    }

    /** A table for each group of the help, with a row for each option; an option that differs has several rows. */
    String options() {
        SortedMap<Integer, String> titles = new TreeMap<>();
        SortedMap<Integer, Map<Row, List<String>>> groups = new TreeMap<>();
        commands.forEach((name, command) -> {
            Map<String, String> headings = headings(command);
            for (OptionSpec option : command.getCommandSpec().options()) {
                if (!option.hidden()) {
                    // Options of picocli itself have no order.
                    int group = option.order() < 0 ? Integer.MAX_VALUE : option.order();
                    titles.put(group, headings.get(option.longestName()));
                    groups.computeIfAbsent(group, any -> new LinkedHashMap<>())
                            .computeIfAbsent(Row.of(option), row -> new ArrayList<>())
                            .add(name);
                }
            }
        });
        return groups.entrySet().stream()
                .map(group -> "### " + titles.get(group.getKey()) + "\n\n"
                        + Markdown.table(
                                List.of("option", "default", "bounds", "commands", "effect"),
                                group.getValue().entrySet().stream()
                                        .map(row -> row.getKey().cells(commands(row.getValue())))
                                        .toList()))
                .collect(joining("\n\n"));
    }

    private record Row(String option, String standard, String bounds, String effect) {

        static Row of(OptionSpec option) {
            String label = option.arity().max() == 0 ? "" : " " + option.paramLabel();
            String description =
                    String.join(" ", option.description()).replace("%n", " ").replace("%%", "%");
            Matcher said = DEFAULT.matcher(description);
            String standard = standard(option, said.find() ? said.group(1) : "");
            String bounds = OptionBounds.of(option).map(Bound::range).orElse("");
            return new Row(Markdown.code(option.longestName() + label), standard, bounds, said.replaceAll(""));
        }

        private static String standard(OptionSpec option, String said) {
            // As annotated: picocli would put in what this machine's environment has.
            String value = ((AnnotatedElement) option.userObject())
                    .getAnnotation(Option.class)
                    .defaultValue();
            Matcher environment = ENVIRONMENT.matcher(value);
            if (environment.matches()) {
                return Markdown.code(environment.group(1));
            }
            if (!said.isEmpty() && !said.contains("${")) {
                return said;
            }
            boolean none = value.equals("__no_default_value__") || value.equals(Option.NULL_VALUE);
            return none || option.arity().max() == 0 ? "" : Markdown.code(value);
        }

        List<String> cells(String commands) {
            return List.of(option, standard, bounds, commands, effect);
        }
    }

    private String commands(List<String> names) {
        if (names.size() == commands.size()) {
            return "all";
        }
        if (2 * names.size() < commands.size()) {
            return codes(names);
        }
        return "all except "
                + codes(commands.keySet().stream()
                        .filter(name -> !names.contains(name))
                        .toList());
    }

    private static String codes(List<String> names) {
        return names.stream().map(Markdown::code).collect(joining(", "));
    }

    /** The heading of the help by option. */
    private static Map<String, String> headings(CommandLine command) {
        Map<String, String> headings = new LinkedHashMap<>();
        String heading = "Options";
        for (String line :
                command.getUsageMessage(CommandLine.Help.Ansi.OFF).lines().toList()) {
            Matcher option = OPTION.matcher(line);
            Matcher title = HEADING.matcher(line);
            if (title.matches()) {
                heading = title.group(1);
            } else if (option.matches()) {
                headings.putIfAbsent(option.group(1), heading);
            }
        }
        return headings;
    }
}

package io.minerstream.distribution;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/** A completion script for fish, which picocli does not write: commands and options with their descriptions, and values. */
final class FishCompletion {

    private final String name;
    private final List<String> lines = new ArrayList<>();

    private FishCompletion(String name) {
        this.name = name;
    }

    /**
     * The script.
     *
     * @param name of the program
     * @param command with its subcommands
     */
    static String of(String name, CommandSpec command) {
        FishCompletion script = new FishCompletion(name);
        script.lines.add("# fish completion of " + name);
        script.lines.add("complete -c " + name + " -f");
        script.add(command, List.of());
        return String.join("\n", script.lines) + "\n";
    }

    /** @param path the names from the first subcommand to this one */
    private void add(CommandSpec command, List<String> path) {
        List<CommandSpec> subcommands = command.subcommands().values().stream()
                .map(CommandLine::getCommandSpec)
                .filter(subcommand -> !subcommand.usageMessage().hidden())
                .distinct()
                .toList();
        String here = here(path, subcommands);
        for (CommandSpec subcommand : subcommands) {
            lines.add("complete -c %s -n %s -a %s -d %s"
                    .formatted(name, quoted(here), subcommand.name(), quoted(about(subcommand))));
        }
        command.options().stream()
                .filter(option -> !option.hidden())
                .forEach(option -> lines.add("complete -c %s -n %s%s%s -d %s"
                        .formatted(
                                name,
                                quoted(here),
                                names(option),
                                value(option),
                                quoted(first(option.description())))));
        for (CommandSpec subcommand : subcommands) {
            List<String> below = new ArrayList<>(path);
            below.add(subcommand.name());
            add(subcommand, below);
        }
    }

    /** picocli's own commands have a description alone. */
    private static String about(CommandSpec command) {
        String header = first(command.usageMessage().header());
        return header.isEmpty() ? first(command.usageMessage().description()) : header;
    }

    /** A condition of fish: the commands of the path are there, and none of those below. */
    private static String here(List<String> path, List<CommandSpec> subcommands) {
        List<String> conditions = new ArrayList<>();
        path.forEach(command -> conditions.add("__fish_seen_subcommand_from " + command));
        if (!subcommands.isEmpty()) {
            conditions.add("not __fish_seen_subcommand_from "
                    + subcommands.stream().map(CommandSpec::name).collect(Collectors.joining(" ")));
        }
        return String.join("; and ", conditions);
    }

    private static String names(OptionSpec option) {
        return List.of(option.names()).stream()
                .map(text -> text.startsWith("--") ? " -l " + text.substring(2) : " -s " + text.substring(1))
                .collect(Collectors.joining());
    }

    /** What follows the option: nothing, one of some words, a file, or anything. */
    private static String value(OptionSpec option) {
        if (option.arity().max() == 0) {
            return "";
        }
        if (option.completionCandidates() != null) {
            return " -x -a "
                    + quoted(StreamSupport.stream(option.completionCandidates().spliterator(), false)
                            .collect(Collectors.joining(" ")));
        }
        return option.type() == Path.class ? " -r -F" : " -x";
    }

    /** The first sentence, without the marks of picocli's templates. */
    private static String first(String... texts) {
        return texts.length == 0
                ? ""
                : texts[0].replaceAll("(?s)(%n|\\R).*", "").replace("%%", "%").replaceAll("(?<=[^.])\\. .*|\\.$", "");
    }

    private static String quoted(String text) {
        return "'" + text.replace("\\", "\\\\").replace("'", "\\'") + "'";
    }
}

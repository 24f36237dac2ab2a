package io.minerstream.cli.loadtest;

import io.minerstream.cli.option.HelpGroups;
import io.minerstream.schemas.access.Secrets;
import io.minerstream.schemas.run.DurationText;
import java.time.Duration;
import java.util.Collection;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/** The options of a load test that decide about load and verdict, as text. */
final class UsedOptions {

    /** Not those of connections, which name machines and secrets of the user. */
    private static final Set<Integer> GROUPS =
            Set.of(HelpGroups.FLEET, HelpGroups.SIGNAL, HelpGroups.RUN, HelpGroups.LOAD);

    private UsedOptions() {}

    /** Values by option, in their shortest form; options without a value are left out. */
    static Map<String, String> of(CommandSpec command) {
        Map<String, String> used = new TreeMap<>();
        for (OptionSpec option : command.options()) {
            if (GROUPS.contains(option.order())) {
                text(option.getValue()).ifPresent(text -> used.put(option.longestName(), Secrets.hideInText(text)));
            }
        }
        return used;
    }

    private static Optional<String> text(Object value) {
        if (value == null || Boolean.FALSE.equals(value)) {
            return Optional.empty();
        }
        if (value instanceof Collection<?> values) {
            return values.stream()
                    .map(each -> text(each).orElse(""))
                    .collect(Collectors.collectingAndThen(Collectors.joining(", "), Optional::of))
                    .filter(text -> !text.isEmpty());
        }
        if (value instanceof Duration length) {
            return Optional.of(DurationText.option(length));
        }
        if (value instanceof Enum<?> word) {
            return Optional.of(word.name().toLowerCase(Locale.ROOT));
        }
        return Optional.of(value.toString());
    }
}

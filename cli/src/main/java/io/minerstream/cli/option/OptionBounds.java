package io.minerstream.cli.option;

import io.minerstream.schemas.bound.Bound;
import java.lang.reflect.AnnotatedElement;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;

/** Holds the values of options to their bounds, see {@link Within}. */
public final class OptionBounds {

    private OptionBounds() {}

    /** The bounds of an option; empty for none. */
    public static Optional<Bound> of(OptionSpec option) {
        return option.userObject() instanceof AnnotatedElement declared
                ? Optional.ofNullable(declared.getAnnotation(Within.class)).map(Within::value)
                : Optional.empty();
    }

    /** An error for each given option that is out of its bounds. */
    public static List<ParameterException> errors(ParseResult parsed) {
        return parsed.matchedOptions().stream()
                .flatMap(option -> error(parsed, option).stream())
                .toList();
    }

    private static Optional<ParameterException> error(ParseResult parsed, OptionSpec option) {
        Object value = option.getValue();
        Optional<Bound> bound = of(option);
        // Values of our own types have checked themselves.
        if (bound.isEmpty()
                || !(value instanceof Number || value instanceof Instant || value instanceof Duration)
                || bound.get().holds((Comparable<?>) value)) {
            return Optional.empty();
        }
        String got = String.join(" ", option.stringValues());
        return Optional.of(new ParameterException(
                parsed.commandSpec().commandLine(),
                "%s: must be %s, got %s"
                        .formatted(option.longestName(), bound.get().range(), got)));
    }
}

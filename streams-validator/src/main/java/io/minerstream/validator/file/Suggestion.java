package io.minerstream.validator.file;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;
import java.util.function.ToIntFunction;
import org.apache.commons.text.similarity.LevenshteinDistance;

/** The known name that an unknown one may mean. */
final class Suggestion {

    private Suggestion() {}

    /** {@code ; did you mean NAME?}; empty when no name is near. */
    static String of(String unknown, Collection<String> known) {
        LevenshteinDistance near = new LevenshteinDistance(Math.max(2, unknown.length() / 3));
        ToIntFunction<String> distance = name -> near.apply(plain(unknown), plain(name));
        return known.stream()
                .filter(name -> distance.applyAsInt(name) >= 0)
                .min(Comparator.comparingInt(distance))
                .map(name -> "; did you mean " + name + "?")
                .orElse("");
    }

    private static String plain(String name) {
        return name.toLowerCase(Locale.ROOT).replace('-', '_');
    }
}

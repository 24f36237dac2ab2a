package io.minerstream.validator.file;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.yaml.snakeyaml.error.Mark;

/** What is wrong in a file, in the order of its lines. Not thread-safe. */
final class RulesFindings {

    private record Finding(int line, int column, String text) {}

    private final List<Finding> all = new ArrayList<>();

    /** Adds what is wrong in a place, as {@code path: what must hold, got value; what to do}. */
    void add(Mark place, String text) {
        all.add(new Finding(line(place), place.getColumn() + 1, text));
    }

    static int line(Mark place) {
        return place.getLine() + 1;
    }

    /** @throws InvalidRulesException when there are any */
    void requireNone(Path file) {
        if (!all.isEmpty()) {
            throw new InvalidRulesException(
                    file,
                    all.stream()
                            .sorted(Comparator.comparingInt(Finding::line).thenComparingInt(Finding::column))
                            .map(finding -> "%s:%s:%s: %s"
                                    .formatted(file.getFileName(), finding.line, finding.column, finding.text))
                            .toList());
        }
    }
}

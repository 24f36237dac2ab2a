package io.minerstream.producer.fleet.file;

import java.util.Collection;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * What a kind of file says in each row. Immutable.
 *
 * @param <F> its columns or fields
 */
final class FileFields<F extends Enum<F> & FileField> {

    private final String row;
    private final List<F> all;
    private final Set<F> needed;
    private final Set<F> inHeader;
    private final Map<String, F> byWord;

    /**
     * Fields of a kind of file.
     *
     * @param row what a row is, in a message; with an s, what several are
     * @param needed those that every row must have
     * @param inHeader those that the header of a CSV file must have; a cell may be empty unless it is needed
     */
    FileFields(String row, Class<F> type, Set<F> needed, Set<F> inHeader) {
        this.row = row;
        this.all = List.copyOf(EnumSet.allOf(type));
        this.needed = EnumSet.copyOf(needed);
        this.inHeader = EnumSet.copyOf(inHeader);
        this.byWord = all.stream().collect(Collectors.toUnmodifiableMap(FileField::word, Function.identity()));
    }

    String row() {
        return row;
    }

    Set<F> needed() {
        return needed;
    }

    Set<F> inHeader() {
        return inHeader;
    }

    /** The field of a name, or null. */
    F named(String word) {
        return byWord.get(word);
    }

    /** The names of all fields. */
    String words() {
        return words(all);
    }

    String words(Collection<F> fields) {
        return fields.stream().map(FileField::word).collect(Collectors.joining(", "));
    }
}

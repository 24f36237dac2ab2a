package io.minerstream.producer.file;

import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * What a kind of file holds.
 *
 * @param kind what the file is of, for messages, for example {@code fleet}
 * @param row what a row is, for messages, for example {@code miner}
 * @param list the field of the outermost object that has the rows; null when the file is an array of rows. Not for CSV
 * @param format that of files whose names do not say theirs
 * @param consequence of a file that is refused, for example {@code nothing was loaded}
 * @param fields those that a row may have; their names are compared without regard to case
 */
public record Layout(String kind, String row, String list, Format format, String consequence, List<Field<?>> fields) {

    public Layout {
        fields = List.copyOf(fields);
    }

    /** The field of a name, or null. */
    Field<?> named(String name) {
        for (Field<?> field : fields) {
            if (field.name().equalsIgnoreCase(name)) {
                return field;
            }
        }
        return null;
    }

    /** The names of some fields. */
    String names(Predicate<Field<?>> some) {
        return fields.stream().filter(some).map(Field::name).collect(Collectors.joining(", "));
    }

    /** The names of all fields. */
    String names() {
        return names(field -> true);
    }
}

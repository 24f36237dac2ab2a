package io.minerstream.validator.http;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.eclipse.jetty.http.HttpURI;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.util.Fields;

/** The parameters behind the question mark. */
final class QueryParameters {

    /** The request cannot be answered as it stands; its message goes to the client. */
    static final class MalformedException extends RuntimeException {
        MalformedException(String message) {
            super(message);
        }
    }

    private final Fields fields;

    private QueryParameters(Fields fields) {
        this.fields = fields;
    }

    /**
     * The parameters of a request.
     *
     * @param known names that may be there, each at most once
     */
    static QueryParameters of(Request request, String... known) {
        Fields fields;
        HttpURI uri = request.getHttpURI();
        try {
            fields = Request.extractQueryParameters(request);
        } catch (IllegalArgumentException e) {
            throw new MalformedException(
                    "query: must be encoded as UTF-8 and percent signs, got '" + uri.getQuery() + "'");
        }
        Set<String> names = new TreeSet<>(List.of(known));
        for (Fields.Field field : fields) {
            if (!names.contains(field.getName())) {
                throw new MalformedException("query: must have no parameter but %s, got '%s'"
                        .formatted(names.isEmpty() ? "none" : String.join(", ", names), field.getName()));
            }
            if (field.getValues().size() > 1) {
                throw new MalformedException(field.getName() + ": must be given once, got "
                        + field.getValues().size() + " values");
            }
        }
        return new QueryParameters(fields);
    }

    Optional<Integer> number(String name, int least, int most) {
        String text = fields.getValue(name);
        return text == null ? Optional.empty() : Optional.of(number(name, text, least, most));
    }

    /** The number that a text is. */
    static int number(String name, String text, int least, int most) {
        if (text.matches("[0-9]{1,10}")) {
            long value = Long.parseLong(text);
            if (value >= least && value <= most) {
                return (int) value;
            }
        }
        throw new MalformedException(
                "%s: must be a whole number from %s to %s, got '%s'".formatted(name, least, most, text));
    }

    /** In any case of letters. */
    <E extends Enum<E>> Optional<E> choice(String name, Class<E> type) {
        String text = fields.getValue(name);
        if (text == null) {
            return Optional.empty();
        }
        E[] values = type.getEnumConstants();
        return Optional.of(Arrays.stream(values)
                .filter(value -> value.name().equals(text.toUpperCase(Locale.ROOT)))
                .findFirst()
                .orElseThrow(() -> new MalformedException(
                        "%s: must be one of %s, got '%s'".formatted(name, Arrays.toString(values), text))));
    }
}

package io.minerstream.producer.fleet;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** Numbers the few different values of a column, from 0 in the order in which they come. Not thread-safe. */
final class NumberedValues<V> {

    private final String what;
    private final Function<String, RuntimeException> failure;
    private final Map<V, Short> numbers = new HashMap<>();
    private final List<V> values = new ArrayList<>();

    /** @param what the values are, for a message */
    NumberedValues(int siteId, String what) {
        this(what, problem -> new InvalidFleetException(siteId, List.of(problem), 1));
    }

    /**
     * Values of no site.
     *
     * @param failure makes of a message what is thrown
     */
    NumberedValues(String what, Function<String, RuntimeException> failure) {
        this.what = what;
        this.failure = failure;
    }

    /**
     * The value's number.
     *
     * @throws RuntimeException when there are too many different ones: an {@link InvalidFleetException} for values of a site
     */
    short number(V value) {
        Short number = numbers.get(value);
        if (number == null) {
            if (values.size() == Short.MAX_VALUE) {
                throw failure.apply("more than " + Short.MAX_VALUE + " different " + what);
            }
            number = (short) values.size();
            numbers.put(value, number);
            values.add(value);
        }
        return number;
    }

    /** All values in the order of their numbers. */
    List<V> values() {
        return values;
    }
}

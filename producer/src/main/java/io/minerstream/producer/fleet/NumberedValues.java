package io.minerstream.producer.fleet;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Numbers the few distinct values of a column from 0, in order of first occurrence. Not thread-safe. */
final class NumberedValues<V> {

    private final String what;
    private final Map<V, Short> numbers = new HashMap<>();
    private final List<V> values = new ArrayList<>();

    /** @param what the values are, for a message */
    NumberedValues(String what) {
        this.what = what;
    }

    /**
     * The value's number.
     *
     * @param siteId whose value it is, for a message
     * @throws InvalidFleetException when there are too many different ones
     */
    short number(int siteId, V value) {
        Short number = numbers.get(value);
        if (number == null) {
            if (values.size() == Short.MAX_VALUE) {
                throw new InvalidFleetException(
                        siteId, List.of("more than " + Short.MAX_VALUE + " different " + what), 1);
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

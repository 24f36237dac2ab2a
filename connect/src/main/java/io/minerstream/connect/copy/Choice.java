package io.minerstream.connect.copy;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigException;

/** The values of a setting that is an enumeration. */
final class Choice<E extends Enum<E>> implements ConfigDef.Validator, ConfigDef.Recommender {

    private final Class<E> type;
    private final char separator;

    /** @param separator between the words of a value: {@code -} or {@code _} */
    Choice(Class<E> type, char separator) {
        this.type = type;
        this.separator = separator;
    }

    String text(E value) {
        return value.name().toLowerCase(Locale.ROOT).replace('_', separator);
    }

    /** @throws ConfigException when it is no value */
    E parse(String name, String text) {
        for (E value : type.getEnumConstants()) {
            if (text(value).equals(text)) {
                return value;
            }
        }
        throw new ConfigException(name, text, "must be " + this);
    }

    private List<String> texts() {
        return Arrays.stream(type.getEnumConstants()).map(this::text).toList();
    }

    @Override
    public void ensureValid(String name, Object value) {
        parse(name, (String) value);
    }

    @Override
    public List<Object> validValues(String name, Map<String, Object> parsed) {
        return List.copyOf(texts());
    }

    @Override
    public boolean visible(String name, Map<String, Object> parsed) {
        return true;
    }

    @Override
    public String toString() {
        return String.join(" or ", texts());
    }
}

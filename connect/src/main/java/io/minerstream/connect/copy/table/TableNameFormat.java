package io.minerstream.connect.copy.table;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.common.config.ConfigException;

/**
 * {@code table}, {@code schema.table} or either with quotes; <code>${topic}</code> stands for the topic's name. Case is kept. A dot within
 * quotes or within the topic's name does not separate.
 */
public final class TableNameFormat {

    private static final String TOPIC = "${topic}";

    /** Longer names are cut by PostgreSQL, and may then be those of another table. */
    private static final int MAX_BYTES = 63;

    private final List<String> parts;

    private TableNameFormat(List<String> parts) {
        this.parts = parts;
    }

    /**
     * Reads a format.
     *
     * @throws ConfigException when it is no name of a table, or of a table in a schema
     */
    public static TableNameFormat parse(String setting, String text) {
        List<String> parts = new ArrayList<>();
        StringBuilder part = new StringBuilder();
        boolean quoted = false;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '"' && quoted && i + 1 < text.length() && text.charAt(i + 1) == '"') {
                part.append('"');
                i++;
            } else if (c == '"') {
                quoted = !quoted;
            } else if (c == '.' && !quoted) {
                parts.add(part.toString());
                part.setLength(0);
            } else {
                part.append(c);
            }
        }
        parts.add(part.toString());
        if (quoted || parts.size() > 2 || parts.stream().anyMatch(String::isBlank)) {
            throw new ConfigException(
                    setting, text, "must be table, schema.table, or these in double quotes; ${topic} is the topic");
        }
        return new TableNameFormat(List.copyOf(parts));
    }

    /**
     * The table of a topic.
     *
     * @throws ConfigException when the name becomes longer than PostgreSQL's names are
     */
    public TableName of(String topic) {
        List<String> names =
                parts.stream().map(part -> part.replace(TOPIC, topic)).toList();
        for (String name : names) {
            if (name.getBytes(StandardCharsets.UTF_8).length > MAX_BYTES) {
                throw new ConfigException("table.name.format: a name must have at most " + MAX_BYTES + " bytes, got "
                        + name + " for topic " + topic + "; name the table");
            }
        }
        return names.size() == 1 ? new TableName(null, names.get(0)) : new TableName(names.get(0), names.get(1));
    }

    /** Whether it is the same table for all topics. */
    public boolean isFixed() {
        return parts.stream().noneMatch(part -> part.contains(TOPIC));
    }
}

package io.minerstream.connect.sink;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A connector configuration, as Kafka Connect's REST API takes it, with placeholders.
 *
 * <p>A placeholder is {@code {{name}}}, anywhere in a value. The form is not Connect's own {@code ${provider:path:key}}, which
 * passes through untouched: that is how secrets get in, since the worker resolves it and the REST API never shows it. Values
 * are put in after the JSON was parsed, so that none can change its structure, and are not searched for placeholders again.
 */
public final class ConnectorTemplate {

    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final Pattern PLACEHOLDER = Pattern.compile("\\{\\{([^{}]*)}}");

    private final String source;
    private final String name;
    private final Map<String, String> config;

    private ConnectorTemplate(String source, String name, Map<String, String> config) {
        this.source = source;
        this.name = name;
        this.config = config;
    }

    /**
     * One of the templates that MinerStream brings.
     *
     * @param name the file's name without {@code .json}, for example {@code miner-telemetry-sink}
     */
    public static ConnectorTemplate bundled(String name) {
        String path = "/connectors/" + name + ".json";
        try (InputStream in = ConnectorTemplate.class.getResourceAsStream(path)) {
            if (in == null) {
                throw new IllegalArgumentException("connector template: must be one of the jar's, got '" + name + "'");
            }
            return parse(name + ".json", new String(in.readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** @throws IllegalArgumentException when the text is not {@code {"name": text, "config": {setting: text, ...}}} */
    static ConnectorTemplate parse(String source, String text) {
        JsonNode json;
        try {
            json = JSON.readTree(text);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(source + ": must be JSON, got " + e.getOriginalMessage() + " at line "
                    + e.getLocation().getLineNr());
        }
        if (!json.path("name").isTextual() || !json.path("config").isObject()) {
            throw new IllegalArgumentException(
                    source + ": must be {\"name\": ..., \"config\": {...}}, got other fields");
        }
        Map<String, String> config = new LinkedHashMap<>();
        json.get("config").properties().forEach(setting -> {
            if (!setting.getValue().isValueNode() || setting.getValue().isNull()) {
                throw new IllegalArgumentException(
                        source + ": " + setting.getKey() + ": must be a text, a number or true/false, got "
                                + setting.getValue().getNodeType());
            }
            config.put(setting.getKey(), setting.getValue().asText());
        });
        return new ConnectorTemplate(source, json.get("name").asText(), config);
    }

    /** The names of all placeholders, sorted. */
    public Set<String> placeholders() {
        Set<String> names = new TreeSet<>();
        collect(name, names);
        config.values().forEach(value -> collect(value, names));
        return names;
    }

    /**
     * Puts values in for the placeholders.
     *
     * @param values one for each placeholder, and no other; an empty text is a value
     * @throws IllegalArgumentException when a value is missing or is for no placeholder; names all of them
     */
    public ConnectorDefinition fill(Map<String, String> values) {
        Set<String> missing = placeholders();
        missing.removeAll(values.keySet());
        Set<String> unknown = new TreeSet<>(values.keySet());
        unknown.removeAll(placeholders());
        if (!missing.isEmpty() || !unknown.isEmpty()) {
            throw new IllegalArgumentException(source + ":"
                    + (missing.isEmpty() ? "" : " must be given a value for each placeholder, got none for " + missing)
                    + (missing.isEmpty() || unknown.isEmpty() ? "" : ";")
                    + (unknown.isEmpty() ? "" : " has no placeholder " + unknown + "; it has " + placeholders()));
        }
        Map<String, String> filled = new LinkedHashMap<>();
        config.forEach((setting, value) -> filled.put(setting, fill(value, values)));
        return new ConnectorDefinition(fill(name, values), filled);
    }

    private static void collect(String text, Set<String> names) {
        PLACEHOLDER.matcher(text).results().forEach(match -> names.add(match.group(1)));
    }

    private static String fill(String text, Map<String, String> values) {
        return PLACEHOLDER.matcher(text).replaceAll(match -> Matcher.quoteReplacement(values.get(match.group(1))));
    }
}

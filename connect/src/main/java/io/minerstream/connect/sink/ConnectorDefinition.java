package io.minerstream.connect.sink;

import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;

/**
 * A connector as Kafka Connect takes it.
 *
 * @param name its name in the Connect cluster
 * @param config all settings, without the name
 */
public record ConnectorDefinition(String name, Map<String, String> config) {

    public ConnectorDefinition {
        if (name.isBlank()) {
            throw new IllegalArgumentException("connector name: must not be blank, got '" + name + "'");
        }
        config = Map.copyOf(config);
    }

    /** The settings with the name among them, which is how Connect validates them. */
    Map<String, String> namedConfig() {
        Map<String, String> named = new HashMap<>(config);
        named.put("name", name);
        return named;
    }

    /** Names the settings only: some of their values are secrets or tell where those are. */
    @Override
    public String toString() {
        return "ConnectorDefinition[name=" + name + ", settings=" + new TreeMap<>(config).keySet() + "]";
    }
}

package io.minerstream.stack.process;

import java.util.Map;

/**
 * The ports of one service on 127.0.0.1.
 *
 * @param byName every port, by the name that the service gave it
 */
public record Ports(Map<String, Integer> byName) {

    public Ports {
        byName = Map.copyOf(byName);
    }

    /**
     * The port of that name.
     *
     * @throws IllegalArgumentException when the service never asked for such a port
     */
    public int get(String name) {
        Integer port = byName.get(name);
        if (port == null) {
            throw new IllegalArgumentException("port " + name + ": must be one of " + byName.keySet());
        }
        return port;
    }
}

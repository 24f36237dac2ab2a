package io.minerstream.stack.process;

import io.minerstream.stack.data.PrivateFile;
import java.io.IOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Assigns ports to services. A data directory keeps its ports from start to start as long as they are free, so that addresses in
 * the user's clients stay valid. Thread-safe.
 */
public final class PortMemory {

    private final Path file;
    private final FreePorts freePorts;
    private final Map<String, Integer> remembered = new TreeMap<>();

    /**
     * Reads what the last run remembered.
     *
     * @throws IOException when the file is there but cannot be read, or holds something else than ports
     */
    public static PortMemory open(Path file) throws IOException {
        // Instances that start at the same moment must not choose the same ports.
        return new PortMemory(file, new FreePorts(new SecureRandom()));
    }

    PortMemory(Path file, FreePorts freePorts) throws IOException {
        this.file = file;
        this.freePorts = freePorts;
        for (Map.Entry<String, String> entry : PrivateFile.readProperties(file).entrySet()) {
            remembered.put(entry.getKey(), parse(entry.getKey(), entry.getValue()));
        }
    }

    /** The remembered ports where they are free, new ones where not. */
    public synchronized Ports choose(List<String> names) throws IOException {
        return give(names, true);
    }

    /** New ports: the ones chosen before turned out to be taken. */
    public synchronized Ports chooseOthers(List<String> names) throws IOException {
        return give(names, false);
    }

    private Ports give(List<String> names, boolean keep) throws IOException {
        Map<String, Integer> given = new HashMap<>();
        for (String name : names) {
            Integer last = remembered.get(name);
            if (!keep || last == null || !FreePorts.isFree(last)) {
                remembered.put(name, freePorts.find(port -> !remembered.containsValue(port)));
            }
            given.put(name, remembered.get(name));
        }
        Map<String, String> text = new TreeMap<>();
        remembered.forEach((name, port) -> text.put(name, Integer.toString(port)));
        PrivateFile.writeProperties(file, text);
        return new Ports(given);
    }

    private int parse(String name, String text) throws IOException {
        try {
            int port = Integer.parseInt(text);
            if (port > 0 && port < 65_536) {
                return port;
            }
        } catch (NumberFormatException notANumber) {
            // Reported below, together with numbers out of range.
        }
        throw new IOException(file + ": " + name + ": must be a port from 1 to 65535, got " + text
                + "; delete the file to choose new ports");
    }
}

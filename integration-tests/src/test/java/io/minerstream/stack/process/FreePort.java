package io.minerstream.stack.process;

import java.io.IOException;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;

/** Ports as embedded stacks get them, for servers that tests start, restart, or must not find. */
public final class FreePort {

    private FreePort() {}

    public static int find() throws IOException {
        return find(1)[0];
    }

    /** Different ones. */
    public static int[] find(int count) throws IOException {
        FreePorts ports = new FreePorts(ThreadLocalRandom.current());
        Set<Integer> found = new LinkedHashSet<>();
        while (found.size() < count) {
            found.add(ports.find(port -> !found.contains(port)));
        }
        return found.stream().mapToInt(Integer::intValue).toArray();
    }
}

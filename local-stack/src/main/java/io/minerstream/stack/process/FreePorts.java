package io.minerstream.stack.process;

import io.minerstream.stack.host.Loopback;
import java.io.IOException;
import java.net.ServerSocket;
import java.util.function.IntPredicate;
import java.util.random.RandomGenerator;

/**
 * Finds free ports on 127.0.0.1. Thread-safe when its source of randomness is.
 *
 * <p>Uses {@value #FIRST} to {@value #LAST}, below the ephemeral ports of Linux (32768 and up) and macOS (49152 and up). An
 * outgoing connection could take such a port between two runs; a client that polls for a server there may even connect to
 * itself, which keeps the server from binding.
 */
final class FreePorts {

    static final int FIRST = 20_000;
    static final int LAST = 31_999;

    private static final int TRIES = 200;

    private final RandomGenerator random;
    private final IntPredicate free;

    FreePorts(RandomGenerator random) {
        this(random, FreePorts::isFree);
    }

    FreePorts(RandomGenerator random, IntPredicate free) {
        this.random = random;
        this.free = free;
    }

    /** True when a server could listen there now. */
    static boolean isFree(int port) {
        try (ServerSocket probe = new ServerSocket(port, 1, Loopback.address())) {
            return probe.isBound();
        } catch (IOException taken) {
            return false;
        }
    }

    /**
     * A port that is free and that {@code allowed} accepts.
     *
     * @throws IOException when no such port was found
     */
    int find(IntPredicate allowed) throws IOException {
        for (int i = 0; i < TRIES; i++) {
            int port = random.nextInt(FIRST, LAST + 1);
            if (allowed.test(port) && free.test(port)) {
                return port;
            }
        }
        throw new IOException("no free port from " + FIRST + " to " + LAST + " on 127.0.0.1 in " + TRIES + " tries");
    }
}

package io.minerstream.benchmarks.sink;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.WritableByteChannel;
import java.time.Duration;
import java.util.Arrays;
import java.util.Set;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A TCP proxy on loopback that delays each direction by half of a round-trip time, without limiting the bandwidth, and counts round
 * trips: answers of the server after something was sent to it. Thread-safe.
 */
final class DelayingProxy implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(DelayingProxy.class);

    private static final int CHUNK = 64 * 1024;

    /** 64 MiB under way in one direction: more than a second of any loopback connection of a database. */
    private static final int CHUNKS_UNDER_WAY = 1_024;

    /** Bytes of one direction; empty at its end. */
    private record Chunk(ByteBuffer bytes, long dueNanos) {}

    private final ServerSocket server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    private final int targetPort;
    private final long delayNanos;
    private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();
    private final AtomicLong roundTrips = new AtomicLong();

    /** Starts at once. */
    DelayingProxy(int targetPort, Duration roundTrip) throws IOException {
        this.targetPort = targetPort;
        this.delayNanos = roundTrip.toNanos() / 2;
        thread("accept", this::accept);
    }

    int port() {
        return server.getLocalPort();
    }

    /** Since the start, of all connections. */
    long roundTrips() {
        return roundTrips.get();
    }

    private void accept() throws IOException {
        while (true) {
            Socket client = server.accept();
            Socket target = new Socket(InetAddress.getLoopbackAddress(), targetPort);
            AtomicBoolean asked = new AtomicBoolean();
            pump(client, target, () -> asked.set(true));
            pump(target, client, () -> {
                if (asked.getAndSet(false)) {
                    roundTrips.incrementAndGet();
                }
            });
        }
    }

    private void pump(Socket from, Socket to, Runnable onChunk) throws IOException {
        sockets.add(from);
        from.setTcpNoDelay(true);
        BlockingQueue<Chunk> underWay = new ArrayBlockingQueue<>(CHUNKS_UNDER_WAY);
        thread("read", () -> {
            InputStream in = from.getInputStream();
            byte[] buffer = new byte[CHUNK];
            int read;
            do {
                read = in.read(buffer);
                onChunk.run();
                underWay.put(new Chunk(
                        ByteBuffer.wrap(Arrays.copyOf(buffer, Math.max(read, 0))), System.nanoTime() + delayNanos));
            } while (read >= 0);
        });
        thread("write", () -> {
            try (to) {
                WritableByteChannel out = Channels.newChannel(to.getOutputStream());
                for (Chunk chunk = underWay.take(); chunk.bytes.hasRemaining(); chunk = underWay.take()) {
                    for (long wait = chunk.dueNanos - System.nanoTime();
                            wait > 0;
                            wait = chunk.dueNanos - System.nanoTime()) {
                        LockSupport.parkNanos(wait);
                    }
                    out.write(chunk.bytes);
                }
            } finally {
                sockets.remove(to);
            }
        });
    }

    @FunctionalInterface
    private interface Work {
        void run() throws IOException, InterruptedException;
    }

    private static void thread(String name, Work work) {
        Thread thread = new Thread(
                () -> {
                    try {
                        work.run();
                    } catch (IOException | InterruptedException e) {
                        LOG.debug("a connection ended", e);
                    }
                },
                "delaying-proxy-" + name);
        thread.setDaemon(true);
        thread.start();
    }

    /** Ends its connections as well. */
    @Override
    public void close() throws IOException {
        server.close();
        for (Socket socket : sockets) {
            socket.close();
        }
    }
}

package io.minerstream.pipeline;

import io.minerstream.stack.process.Shutdown;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Closes resources, the last first, exactly once: at the end of the work, or when a signal ends the JVM.
 * Thread-safe.
 */
public final class Teardown implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Teardown.class);

    private final Deque<AutoCloseable> resources = new ArrayDeque<>();
    private final Thread hook = new Thread(this::onSignal, "minerstream-teardown");
    private final Runnable announcement;
    private boolean closed;

    /** @param announcement run when a signal ends the JVM, before anything is closed */
    public Teardown(Runnable announcement) {
        this.announcement = announcement;
        Runtime.getRuntime().addShutdownHook(hook);
    }

    /**
     * Takes over a resource; closes it at once when the teardown has begun.
     *
     * @return the same resource
     */
    public <T extends AutoCloseable> T add(T resource) {
        synchronized (resources) {
            if (!closed) {
                resources.push(resource);
                return resource;
            }
        }
        close(resource);
        return resource;
    }

    /**
     * A way to end work.
     *
     * @param request requests the end; returns at once
     * @param timeout until the work must have ended
     */
    public record Stop(Runnable request, Duration timeout) {}

    /**
     * Does work that a signal stops in order.
     *
     * @param announcement run when a signal ends the JVM
     * @param stops ways to end the work, each tried when the one before timed out
     * @return result of the work
     */
    public static <T> T during(Runnable announcement, Supplier<T> work, Stop... stops) {
        CountDownLatch ended = new CountDownLatch(1);
        try (Teardown teardown = new Teardown(announcement)) {
            teardown.add(() -> stop(ended, stops));
            try {
                return work.get();
            } finally {
                ended.countDown();
            }
        }
    }

    private static void stop(CountDownLatch ended, Stop... stops) throws InterruptedException {
        if (ended.getCount() == 0) {
            return;
        }
        for (Stop stop : stops) {
            stop.request().run();
            if (ended.await(stop.timeout().toMillis(), TimeUnit.MILLISECONDS)) {
                return;
            }
        }
        LOG.atWarn().log("the open transaction was not aborted in time; the broker will abort it");
    }

    private void onSignal() {
        announcement.run();
        closeAll();
    }

    @Override
    public void close() {
        if (Shutdown.hasBegun()) {
            // The hook closes, and the JVM waits for it.
            return;
        }
        closeAll();
        try {
            // Not before: at a signal the JVM waits for what is being closed.
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException e) {
            LOG.debug("a signal has ended the JVM meanwhile");
        }
    }

    private synchronized void closeAll() {
        while (true) {
            AutoCloseable next;
            synchronized (resources) {
                closed = true;
                next = resources.poll();
            }
            if (next == null) {
                return;
            }
            close(next);
        }
    }

    private static void close(AutoCloseable resource) {
        try {
            resource.close();
        } catch (Exception e) {
            // The others must still be closed.
            LOG.atError()
                    .setCause(e)
                    .addKeyValue("resource", resource.getClass().getSimpleName())
                    .log("closing failed");
        }
    }
}

package io.minerstream.producer.publish;

import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.IntConsumer;
import java.util.stream.IntStream;
import org.apache.kafka.common.errors.InterruptException;

/**
 * A worker pool whose owner waits for it: a run has thousands of pieces of work. Threads start with the first piece that has a share for
 * them. Used by one thread.
 */
final class HelperThreads implements AutoCloseable {

    private static final long CHECK_MS = 100;

    private final ExecutorService executor;

    /**
     * A pool without threads yet.
     *
     * @param name of each
     * @param count of them, at least 1
     */
    HelperThreads(String name, int count) {
        executor = Executors.newFixedThreadPool(count, work -> {
            Thread thread = new Thread(work, name);
            thread.setDaemon(true);
            return thread;
        });
    }

    /**
     * Does a piece of work, the first share of it on the calling thread, and returns when all of it is done. When a share fails,
     * none is being worked on any more when the failure is thrown: the others are interrupted, and no further piece is possible.
     *
     * @param shares number of shares, from 1 to the number of threads + 1
     * @param share does the share of a number from 0; ends soon when its thread is interrupted
     * @param whileWaiting called regularly while only others work; what it throws counts as a failure
     * @throws InterruptException when the calling thread was interrupted
     */
    void run(int shares, IntConsumer share, Runnable whileWaiting) {
        List<? extends Future<?>> others = IntStream.range(1, shares)
                .mapToObj(i -> executor.submit(() -> share.accept(i)))
                .toList();
        try {
            share.accept(0);
            others.forEach(other -> await(other, whileWaiting));
        } catch (RuntimeException | Error e) {
            close();
            throw e;
        }
    }

    private static void await(Future<?> other, Runnable whileWaiting) {
        while (true) {
            try {
                other.get(CHECK_MS, TimeUnit.MILLISECONDS);
                return;
            } catch (TimeoutException e) {
                whileWaiting.run();
            } catch (InterruptedException e) {
                throw new InterruptException(e);
            } catch (ExecutionException e) {
                if (e.getCause() instanceof Error error) {
                    throw error;
                }
                // A share throws nothing that is checked.
                throw (RuntimeException) e.getCause();
            }
        }
    }

    /** Interrupts the threads, and waits until they have ended. */
    @Override
    public void close() {
        executor.shutdownNow();
        boolean interrupted = false;
        try {
            while (!executor.isTerminated()) {
                try {
                    executor.awaitTermination(Long.MAX_VALUE, TimeUnit.NANOSECONDS);
                } catch (InterruptedException e) {
                    interrupted = true;
                }
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }
}

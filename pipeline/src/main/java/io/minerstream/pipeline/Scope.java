package io.minerstream.pipeline;

import io.minerstream.schemas.wait.Deadline;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import org.apache.kafka.common.errors.InterruptException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Work of several daemon threads with one end: the first failure interrupts all other work, and every {@link Work#join} throws
 * it. Thread-safe.
 *
 * <pre>{@code
 * try (Scope scope = new Scope()) {
 *     scope.start("watch", this::failWhenTheBrokerIsGone);
 *     Scope.Work<Long> rows = scope.start("landing", this::awaitRows);
 *     return rows.join();
 * }
 * }</pre>
 */
public final class Scope implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Scope.class);

    /** Interrupted work ends soon, unless it waits for a server that does not answer. */
    private static final Duration END_LIMIT = Duration.ofSeconds(5);

    private final CompletableFuture<Object> failure = new CompletableFuture<>();
    private final List<Thread> threads = new ArrayList<>();

    /**
     * Work that was started.
     *
     * @param <T> type of the result
     */
    public final class Work<T> {

        private final CompletableFuture<T> result = new CompletableFuture<>();

        private Work() {}

        /** Whether {@link #join} would return, or throw, at once. */
        public boolean isDone() {
            return result.isDone() || failure.isDone();
        }

        /**
         * Waits for the result.
         *
         * @throws RuntimeException the first failure of any work of the scope, if it comes before the result
         * @throws CancellationException when the scope is closed before the result comes
         * @throws InterruptException when the calling thread is interrupted; it stays interrupted
         */
        public T join() {
            try {
                CompletableFuture.anyOf(result, failure).get();
            } catch (InterruptedException e) {
                throw new InterruptException(e);
            } catch (ExecutionException e) {
                throw unchecked(e.getCause());
            }
            return result.join();
        }
    }

    /**
     * Starts work on a thread of its own. Does nothing in a scope that has ended.
     *
     * @param name of the thread
     */
    public <T> Work<T> start(String name, Supplier<T> work) {
        return start(name, work, started -> this::fail);
    }

    /**
     * Starts work whose failure only its own {@link Work#join} throws: of several failures, that of the first join is thrown,
     * whichever came first. Does nothing in a scope that has ended.
     *
     * @param name of the thread
     */
    public <T> Work<T> ask(String name, Supplier<T> question) {
        return start(name, question, asked -> asked.result::completeExceptionally);
    }

    private <T> Work<T> start(String name, Supplier<T> work, Function<Work<T>, Consumer<Throwable>> onFailure) {
        Work<T> started = new Work<>();
        Thread thread = new Thread(() -> run(name, work, started, onFailure.apply(started)), name);
        thread.setDaemon(true);
        synchronized (threads) {
            if (!isOver()) {
                threads.add(thread);
                thread.start();
            }
        }
        return started;
    }

    // Whatever ends the work, an Error too, must reach those who wait for it.
    private <T> void run(String name, Supplier<T> work, Work<T> started, Consumer<Throwable> onFailure) {
        long startNanos = System.nanoTime();
        try {
            started.result.complete(work.get());
            LOG.atInfo()
                    .addKeyValue("work", name)
                    .addKeyValue(
                            "ms",
                            Duration.ofNanos(System.nanoTime() - startNanos).toMillis())
                    .log("done");
        } catch (Throwable e) {
            onFailure.accept(e);
        }
    }

    /** Ends all work with a failure, unless it has ended. */
    public void fail(Throwable cause) {
        synchronized (threads) {
            if (failure.completeExceptionally(cause)) {
                threads.forEach(Thread::interrupt);
            }
        }
    }

    /** Whether work has failed, or the scope is closed: what fails from now on is a consequence. */
    public boolean isOver() {
        return failure.isDone();
    }

    private static RuntimeException unchecked(Throwable cause) {
        if (cause instanceof Error error) {
            throw error;
        }
        return cause instanceof RuntimeException runtime ? runtime : new IllegalStateException(cause);
    }

    /** Interrupts the work that still runs, and waits up to 5 s for its end. Idempotent. */
    @Override
    public void close() {
        List<Thread> running;
        synchronized (threads) {
            failure.completeExceptionally(new CancellationException("stopped before its work was done"));
            running = threads.stream().filter(Thread::isAlive).toList();
            running.forEach(Thread::interrupt);
        }
        Deadline deadline = Deadline.in(END_LIMIT);
        try {
            for (Thread thread : running) {
                if (thread != Thread.currentThread()) {
                    thread.join(deadline.remainingUpTo(END_LIMIT).toMillis());
                }
            }
        } catch (InterruptedException e) {
            // An interrupt asks for a fast end: the threads are daemons.
            Thread.currentThread().interrupt();
        }
        running.stream().filter(Thread::isAlive).forEach(thread -> LOG.atDebug()
                .addKeyValue("thread", thread.getName())
                .log("interrupted, and still running"));
    }
}

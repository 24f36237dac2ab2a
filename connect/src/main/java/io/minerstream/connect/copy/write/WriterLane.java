package io.minerstream.connect.copy.write;

import io.minerstream.connect.copy.offsets.ClaimedPartition;
import io.minerstream.schemas.wait.Deadline;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.BooleanSupplier;
import org.apache.kafka.connect.errors.ConnectException;
import org.slf4j.MDC;

/**
 * The thread that lands batches, and the batches that wait for it. The last one may be taken back and filled further, so that batches
 * grow while the database is busy, and none waits while it is idle. All methods are for the task's thread.
 */
public final class WriterLane implements AutoCloseable {

    private static final int MOST_WAITING = 2;
    private static final int MOST_POOLED = 16;
    private static final Duration CLOSE_LIMIT = Duration.ofSeconds(5);

    private final BatchWriter writer;
    private final long fullBytes;
    private final Thread thread;
    private final Deque<Batch> waiting = new ArrayDeque<>();
    private final Deque<RowGroup> pool = new ArrayDeque<>();
    private final Set<ClaimedPartition> lost = new HashSet<>();
    private Batch writing;
    private boolean closed;
    private Throwable failure;

    /** @param fullBytes size from which on a batch is not filled further */
    public WriterLane(BatchWriter writer, long fullBytes, String threadName) {
        this.writer = writer;
        this.fullBytes = fullBytes;
        // What Connect adds to each line of this task in the log.
        Map<String, String> context = MDC.getCopyOfContextMap();
        this.thread = new Thread(
                () -> {
                    if (context != null) {
                        MDC.setContextMap(context);
                    }
                    run();
                },
                threadName);
        thread.setDaemon(true);
        thread.start();
    }

    private void run() {
        try {
            while (true) {
                Batch batch = next();
                writer.write(batch, this::lost);
                finished(batch);
            }
        } catch (InterruptedException e) {
            fail(new ConnectException("the task was stopped", e));
        } catch (Throwable e) {
            // The task's thread throws it.
            fail(e);
        } finally {
            writer.close();
        }
    }

    private synchronized Batch next() throws InterruptedException {
        while (waiting.isEmpty() && !closed) {
            wait();
        }
        if (closed) {
            throw new InterruptedException();
        }
        writing = waiting.removeFirst();
        notifyAll();
        return writing;
    }

    private synchronized void finished(Batch batch) {
        writing = null;
        for (RowGroup group : batch.groups()) {
            if (pool.size() < MOST_POOLED) {
                group.begin(null);
                pool.addLast(group);
            }
        }
        if (waiting.isEmpty()) {
            lost.clear();
        }
        notifyAll();
    }

    private synchronized void fail(Throwable e) {
        failure = e;
        notifyAll();
    }

    private synchronized Set<ClaimedPartition> lost() {
        return Set.copyOf(lost);
    }

    private synchronized RowGroup newGroup() {
        RowGroup group = pool.pollFirst();
        return group == null ? new RowGroup() : group;
    }

    /**
     * Throws what ended the thread.
     *
     * @throws ConnectException when a batch could not land
     */
    public synchronized void requireNoFailure() {
        if (failure != null) {
            throw new ConnectException(failure.getMessage(), failure);
        }
    }

    /**
     * A batch that can be filled: the last one that waits, or a new one.
     *
     * @return null when there is no room within the limit
     */
    public synchronized Batch batchToFill(Duration limit) {
        Batch last = waiting.peekLast();
        if (last != null && last.bytes() < fullBytes) {
            return waiting.removeLast();
        }
        return await(limit, () -> waiting.size() < MOST_WAITING) ? new Batch(this::newGroup) : null;
    }

    /** Whether a batch is to be handed over before it takes more. */
    public boolean isFull(Batch batch) {
        return batch.bytes() >= fullBytes;
    }

    /** Hands a batch over. */
    public synchronized void handOver(Batch batch) {
        if (!batch.isEmpty()) {
            waiting.addLast(batch);
            notifyAll();
        }
    }

    /** Waits until everything has landed; false when the limit is over before. */
    public synchronized boolean awaitIdle(Duration limit) {
        return await(limit, this::isIdle);
    }

    /** Whether nothing waits and nothing is being written. */
    public synchronized boolean isIdle() {
        return waiting.isEmpty() && writing == null;
    }

    private boolean await(Duration limit, BooleanSupplier condition) {
        Deadline deadline = Deadline.in(limit);
        while (!condition.getAsBoolean()) {
            requireNoFailure();
            if (deadline.isOver()) {
                return false;
            }
            try {
                wait(deadline.remainingUpTo(limit).toMillis());
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new ConnectException("the task was interrupted", e);
            }
        }
        requireNoFailure();
        return true;
    }

    /** Leaves out the records of partitions that the task has lost, as far as they are not being written. */
    public synchronized void drop(Set<ClaimedPartition> claims) {
        waiting.forEach(batch -> batch.drop(claims));
        waiting.removeIf(Batch::isEmpty);
        if (writing != null) {
            lost.addAll(claims);
        }
        notifyAll();
    }

    /** Ends the transaction that is under way; its batch is sent again, without what was dropped. */
    public void abortTransaction() {
        writer.abort();
    }

    /** Ends the thread and its transaction. Nothing more lands. */
    @Override
    public void close() {
        synchronized (this) {
            closed = true;
            waiting.clear();
            notifyAll();
        }
        thread.interrupt();
        writer.abort();
        try {
            thread.join(CLOSE_LIMIT.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}

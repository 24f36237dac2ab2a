package io.minerstream.producer.kafka;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.TimeoutException;

/**
 * Sends records in transactions. The first failure of any record is the one that is thrown; later ones are its consequences. Several threads may send in a transaction, and call {@link #check}; everything else is done by one, while none of the others sends.
 */
public final class TransactionalWriter implements AutoCloseable {

    /** A commit that timed out may have happened; only the same call again can tell. */
    private static final int COMMIT_ATTEMPTS = 3;

    private static final Duration CLOSE = Duration.ofSeconds(5);

    private final Producer<byte[], SpecificRecord> producer;
    private final Duration timeout;
    private final AtomicReference<Exception> failure = new AtomicReference<>();
    private final Delivery others = new Delivery(failure);
    private boolean open;
    private boolean uncertain;
    private long beginNanos;

    /** @param timeout after which the broker aborts a transaction that is open */
    public TransactionalWriter(Producer<byte[], SpecificRecord> producer, Duration timeout) {
        this.producer = producer;
        this.timeout = timeout;
    }

    /** A counter for some of the records. */
    public Delivery newDelivery() {
        return new Delivery(failure);
    }

    /** Fences every other producer of the same transactional.id and aborts its open transaction. */
    public void fenceOthers() {
        producer.initTransactions();
    }

    public void begin() {
        producer.beginTransaction();
        open = true;
        beginNanos = System.nanoTime();
    }

    public void send(ProducerRecord<byte[], SpecificRecord> record) {
        send(record, others);
    }

    /**
     * Sends a record.
     *
     * @param delivery told what became of it
     */
    // The future fails with what the delivery is told.
    @SuppressWarnings("FutureReturnValueIgnored")
    public void send(ProducerRecord<byte[], SpecificRecord> record, Delivery delivery) {
        producer.send(record, delivery);
    }

    /** Throws the first failure of a record so far. */
    public void check() {
        Exception first = failure.get();
        if (first != null) {
            throw asRuntime(first);
        }
    }

    /** Waits until every record is acknowledged; throws the first failure. */
    public void flush() {
        producer.flush();
        check();
    }

    /**
     * Commits.
     *
     * @throws KafkaException when it did not; or when Kafka did not say whether it did: {@link #isUncertain()} is true then
     */
    public void commit() {
        flush();
        for (int attempt = 1; open; attempt++) {
            try {
                producer.commitTransaction();
                open = false;
            } catch (TimeoutException e) {
                if (attempt == COMMIT_ATTEMPTS) {
                    uncertain = true;
                    throw e;
                }
            } catch (KafkaException e) {
                // A broker that fails while it ends the transaction, for two producers at once for example, may have
                // done it.
                uncertain = e.getClass() == KafkaException.class && !KafkaFailure.isFenced(rootCause(e));
                throw e;
            }
        }
    }

    public boolean isUncertain() {
        return uncertain;
    }

    /** Whether a transaction is open for so long that the broker aborts it by itself. */
    public boolean isOverdue() {
        return open && System.nanoTime() - beginNanos >= timeout.toNanos();
    }

    /** The first failure of a record, if any, else {@code caught}: the cause rather than one of its consequences. */
    public RuntimeException rootOf(RuntimeException caught) {
        Exception first = failure.get();
        if (first == null || KafkaFailure.isFenced(caught)) {
            return rootCause(caught);
        }
        RuntimeException root = asRuntime(first);
        if (root != caught) {
            root.addSuppressed(caught);
        }
        return root;
    }

    /** Aborts the open transaction. The writer can begin another one, unless it was fenced. */
    public void abort() {
        if (open) {
            producer.abortTransaction();
            open = false;
        }
        failure.set(null);
    }

    @Override
    public void close() {
        close(producer);
    }

    /**
     * Closes a producer that has nothing left to send, unless the run failed. In an interrupted thread at once: Kafka would log the
     * interrupt as an error.
     */
    public static void close(Producer<?, ?> producer) {
        producer.close(Thread.currentThread().isInterrupted() ? Duration.ZERO : CLOSE);
    }

    /** Kafka wraps the failure that broke a transaction when a later call meets it. */
    private static RuntimeException rootCause(RuntimeException caught) {
        return caught.getClass() == KafkaException.class && caught.getCause() instanceof KafkaException cause
                ? cause
                : caught;
    }

    private static RuntimeException asRuntime(Exception failure) {
        return failure instanceof RuntimeException runtime ? runtime : new KafkaException(failure);
    }
}

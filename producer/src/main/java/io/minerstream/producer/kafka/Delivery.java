package io.minerstream.producer.kafka;

import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.clients.producer.Callback;
import org.apache.kafka.clients.producer.RecordMetadata;

/**
 * Counts what Kafka acknowledged and keeps the first failure, for any number of records of one producer. Any thread may report a
 * failure or read the counts; one at a time reports acknowledgements, as a producer's network thread does.
 */
public final class Delivery implements Callback {

    private final AtomicLong acknowledged = new AtomicLong();
    private final AtomicLong bytes = new AtomicLong();
    private final AtomicReference<Exception> failure;

    /** @param failure where the first failure goes; several deliveries can share it */
    public Delivery(AtomicReference<Exception> failure) {
        this.failure = failure;
    }

    @Override
    public void onCompletion(RecordMetadata metadata, Exception exception) {
        if (exception != null) {
            // Those after the first are its consequences: the batches that wait behind it.
            failure.compareAndSet(null, exception);
            return;
        }
        add(acknowledged, 1);
        add(bytes, Math.max(0, metadata.serializedKeySize()) + Math.max(0, metadata.serializedValueSize()));
    }

    private static void add(AtomicLong sum, int more) {
        sum.lazySet(sum.getPlain() + more);
    }

    public long acknowledged() {
        return acknowledged.get();
    }

    /** Bytes of keys and values, before compression. */
    public long bytes() {
        return bytes.get();
    }
}

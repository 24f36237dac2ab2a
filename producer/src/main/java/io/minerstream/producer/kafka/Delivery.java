package io.minerstream.producer.kafka;

import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.atomic.LongAdder;
import org.apache.kafka.clients.producer.Callback;
import org.apache.kafka.clients.producer.RecordMetadata;

/** Counts what Kafka acknowledged and keeps the first failure, for any number of records. Thread-safe. */
public final class Delivery implements Callback {

    private final LongAdder acknowledged = new LongAdder();
    private final LongAdder bytes = new LongAdder();
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
        acknowledged.increment();
        bytes.add(Math.max(0, metadata.serializedKeySize()) + Math.max(0, metadata.serializedValueSize()));
    }

    public long acknowledged() {
        return acknowledged.sum();
    }

    /** Bytes of keys and values, before compression. */
    public long bytes() {
        return bytes.sum();
    }
}

package io.minerstream.producer.kafka;

import java.time.Duration;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;

/** Sends records outside of any transaction: each can be read as soon as the brokers have it. Threads as in {@link RecordWriter}. */
public final class DirectWriter implements RecordWriter, AutoCloseable {

    /** Nothing is left to send then, unless the run failed. */
    private static final Duration CLOSE = Duration.ofSeconds(5);

    private final Producer<byte[], SpecificRecord> producer;

    public DirectWriter(Clients clients) {
        this.producer = clients.producers().apply(clients.properties().producerWithoutTransactions());
    }

    // The future fails with what the delivery is told.
    @SuppressWarnings("FutureReturnValueIgnored")
    @Override
    public void send(ProducerRecord<byte[], SpecificRecord> record, Delivery delivery) {
        producer.send(record, delivery);
    }

    /** Waits until the brokers have, or have refused, every record that was handed over. */
    public void flush() {
        producer.flush();
    }

    @Override
    public void close() {
        producer.close(CLOSE);
    }
}

package io.minerstream.it;

import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.clients.consumer.ConsumerInterceptor;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.ProducerInterceptor;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.TopicPartition;

/**
 * Stops a producer in the middle of a transaction, so that a test can kill its process there: when the brokers have
 * acknowledged {@value #SETTING} records and have not been sent another, it says {@value #FROZEN} and does nothing more.
 * Consumers of the same process, which get the same settings, are left alone.
 */
public final class FreezeAfterAcknowledgements
        implements ProducerInterceptor<Object, Object>, ConsumerInterceptor<Object, Object> {

    static final String SETTING = "minerstream.test.freeze.after";
    static final String FROZEN = "FROZEN";

    private CountDownLatch missing;
    // Readings go out on several threads.
    private final AtomicInteger unsent = new AtomicInteger();

    @Override
    public void configure(Map<String, ?> configs) {
        unsent.set(Integer.parseInt(configs.get(SETTING).toString()));
        missing = new CountDownLatch(unsent.get());
    }

    @Override
    public ProducerRecord<Object, Object> onSend(ProducerRecord<Object, Object> record) {
        if (unsent.getAndDecrement() <= 0) {
            // The next records must not share a batch with those before.
            try {
                missing.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
        return record;
    }

    @Override
    public void onAcknowledgement(RecordMetadata metadata, Exception exception) {
        missing.countDown();
        if (missing.getCount() == 0) {
            System.out.println(FROZEN);
            while (true) {
                // The producer's only network thread: from here on nothing leaves the process.
                LockSupport.park(this);
            }
        }
    }

    @Override
    public ConsumerRecords<Object, Object> onConsume(ConsumerRecords<Object, Object> records) {
        return records;
    }

    @Override
    public void onCommit(Map<TopicPartition, OffsetAndMetadata> offsets) {}

    @Override
    public void close() {}
}

package io.minerstream.validator;

import java.time.Duration;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.common.errors.RecordDeserializationException;
import org.apache.kafka.common.errors.RetriableException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Polls a topic that others may have written to, too. Stateless. */
public final class ReadableRecords {

    private static final Logger LOG = LoggerFactory.getLogger(ReadableRecords.class);

    private ReadableRecords() {}

    /**
     * As {@link Consumer#poll}. A record that cannot be decoded is skipped with a warning: it will never be readable.
     *
     * @return empty also after such a record
     * @throws RetriableException when the registry does not answer; the next call reads the same record again
     */
    public static <K, V> ConsumerRecords<K, V> poll(Consumer<K, V> consumer, Duration timeout) {
        try {
            return consumer.poll(timeout);
        } catch (RecordDeserializationException e) {
            skip(consumer, e);
            return ConsumerRecords.empty();
        }
    }

    /**
     * Moves the consumer behind a record that cannot be decoded.
     *
     * @throws RetriableException when the registry did not answer
     */
    static void skip(Consumer<?, ?> consumer, RecordDeserializationException unreadable) {
        if (unreadable.getCause() instanceof RetriableException later) {
            throw later;
        }
        LOG.atWarn()
                .addKeyValue("partition", unreadable.topicPartition())
                .addKeyValue("offset", unreadable.offset())
                .log(
                        "skipping a record that cannot be read: {}",
                        unreadable.getCause().getMessage());
        consumer.seek(unreadable.topicPartition(), unreadable.offset() + 1);
    }
}

package io.minerstream.validator.input;

import io.minerstream.validator.monitor.ValidatorCounters;
import java.nio.charset.StandardCharsets;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Headers;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Copies records for the quarantine, with the reason and the position of the original. Thread-safe. */
public final class Quarantine {

    private static final Logger LOG = LoggerFactory.getLogger(Quarantine.class);

    private final String topic;
    private final ValidatorCounters counters;

    /** @param topic of the quarantine */
    public Quarantine(String topic, ValidatorCounters counters) {
        this.topic = topic;
        this.counters = counters;
    }

    /** A copy, counted and logged. */
    public ProducerRecord<byte[], byte[]> copy(ConsumerRecord<byte[], byte[]> record, Exception reason) {
        return copy(
                new TopicPartition(record.topic(), record.partition()),
                record.offset(),
                record.timestamp(),
                record.key(),
                record.value(),
                record.headers(),
                reason);
    }

    ProducerRecord<byte[], byte[]> copy(
            TopicPartition partition,
            long offset,
            long timestampMs,
            byte[] key,
            byte[] value,
            Headers headers,
            Exception reason) {
        ProducerRecord<byte[], byte[]> copy =
                QuarantinedRecord.of(topic, Math.max(0, timestampMs), key, value, headers);
        String message = RefusedRecordException.shorten(String.valueOf(reason.getMessage()));
        add(copy, QuarantineHandler.EXCEPTION, reason.getClass().getName());
        add(copy, QuarantineHandler.MESSAGE, message);
        add(copy, QuarantineHandler.TOPIC, partition.topic());
        add(copy, QuarantineHandler.PARTITION, String.valueOf(partition.partition()));
        add(copy, QuarantineHandler.OFFSET, String.valueOf(offset));
        counters.quarantined();
        LOG.atWarn()
                .addKeyValue("topic", partition.topic())
                .addKeyValue("partition", partition.partition())
                .addKeyValue("offset", offset)
                .log("record refused, sent to {}: {}", topic, message);
        return copy;
    }

    private static void add(ProducerRecord<byte[], byte[]> record, String name, String value) {
        record.headers().add(name, value.getBytes(StandardCharsets.UTF_8));
    }
}

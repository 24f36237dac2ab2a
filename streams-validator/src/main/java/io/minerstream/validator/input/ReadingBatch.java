package io.minerstream.validator.input;

import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.serialization.Deserializer;

/**
 * Consecutive records of a partition of the readings, which pass through Kafka Streams as one: its own work for each record of a
 * task with several inputs is as much as that of the validator for a reading (ADR 29).
 *
 * @param records as they were fetched, ascending by offset, at least one
 */
public record ReadingBatch(List<ConsumerRecord<byte[], byte[]>> records) implements Header {

    private static final String NAME = "minerstream-readings";
    private static final byte[] EMPTY = {};

    /** What Streams reads the batch from. */
    static final Deserializer<Object> DESERIALIZER = new Deserializer<>() {
        @Override
        public Object deserialize(String topic, byte[] data) {
            throw new UnsupportedOperationException("a batch is in the headers");
        }

        @Override
        public Object deserialize(String topic, Headers headers, byte[] data) {
            return of(headers);
        }
    };

    /** The batch that a record carries. */
    static ReadingBatch of(Headers headers) {
        return (ReadingBatch) headers.lastHeader(NAME);
    }

    /**
     * The record that stands for the batch. Its offset is that of the first reading: Streams commits the offset of the record that it
     * processes next, and behind the last one the position of the consumer. Its timestamp, by which Streams chooses among the inputs,
     * is that of the first, too.
     */
    public ConsumerRecord<byte[], byte[]> carrier() {
        ConsumerRecord<byte[], byte[]> first = records.get(0);
        return new ConsumerRecord<>(
                first.topic(),
                first.partition(),
                first.offset(),
                first.timestamp(),
                first.timestampType(),
                0,
                0,
                null,
                EMPTY,
                new RecordHeaders(new Header[] {this}),
                first.leaderEpoch());
    }

    @Override
    public String key() {
        return NAME;
    }

    @Override
    public byte[] value() {
        return EMPTY;
    }
}

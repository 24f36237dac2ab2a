package io.minerstream.producer.record;

import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;

/** A reading with {@link SharedHeaders}. */
final class ReadingRecord extends ProducerRecord<byte[], SpecificRecord> {

    private final SharedHeaders headers;

    ReadingRecord(
            String topic, Integer partition, Long timestampMs, byte[] key, SpecificRecord reading, Header[] headers) {
        super(topic, partition, timestampMs, key, reading);
        this.headers = new SharedHeaders(headers);
    }

    @Override
    public Headers headers() {
        return headers;
    }

    /** With the headers, of which the superclass has none. */
    @Override
    public String toString() {
        return new ProducerRecord<>(topic(), partition(), timestamp(), key(), value(), headers).toString();
    }
}

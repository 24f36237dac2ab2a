package io.minerstream.producer.kafka;

import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.producer.ProducerRecord;

/** Takes records for Kafka. Several threads may send at a time; everything else is done by one, while none sends. */
public interface RecordWriter {

    /**
     * Hands over a record.
     *
     * @param delivery told what became of it
     */
    void send(ProducerRecord<byte[], SpecificRecord> record, Delivery delivery);
}

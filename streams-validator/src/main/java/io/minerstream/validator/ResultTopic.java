package io.minerstream.validator;

import io.minerstream.schemas.serde.AvroRecordDeserializer;
import io.minerstream.schemas.topic.TopicScan;
import java.util.Map;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.serialization.StringDeserializer;

/** Opens topics that the validator writes. */
public final class ResultTopic {

    private ResultTopic() {}

    /**
     * A consumer of all partitions from their beginning, of committed records, outside of any consumer group.
     *
     * @param kafka Kafka properties; {@code bootstrap.servers} is required
     * @param registry schema registry client, under Confluent's property names
     * @throws KafkaException when there is no such topic, or it cannot be read
     */
    public static <T extends SpecificRecord> Consumer<String, T> open(
            String topic, Class<T> type, Map<String, String> kafka, Map<String, String> registry) {
        AvroRecordDeserializer<T> values = new AvroRecordDeserializer<>(type);
        values.configure(registry, false);
        Consumer<String, T> consumer = new KafkaConsumer<>(TopicScan.settings(kafka), new StringDeserializer(), values);
        try {
            if (TopicScan.assign(consumer, topic).isEmpty()) {
                throw new KafkaException("topic " + topic + ": must exist, does not");
            }
        } catch (RuntimeException e) {
            consumer.close();
            throw e;
        }
        return consumer;
    }
}

package io.minerstream.producer.roster;

import io.minerstream.avro.HostingMiner;
import io.minerstream.producer.kafka.ClientProperties;
import io.minerstream.schemas.serde.AvroRecordDeserializer;
import io.minerstream.schemas.serde.RegistryUnavailableException;
import io.minerstream.schemas.topic.RecordKey;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.errors.SerializationException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reads the records of the roster topic, in the order of each partition. Used by one thread, once. */
public final class RosterReader {

    private static final Logger LOG = LoggerFactory.getLogger(RosterReader.class);

    private final AvroRecordDeserializer<HostingMiner> deserializer;
    private final int partitions;
    private final Consumer<RosterRecord> consumer;
    private long foreignKeys;
    private long unreadable;

    private RosterReader(
            AvroRecordDeserializer<HostingMiner> deserializer, int partitions, Consumer<RosterRecord> consumer) {
        this.deserializer = deserializer;
        this.partitions = partitions;
        this.consumer = consumer;
    }

    /**
     * Reads a topic.
     *
     * @param scan hands over the topic's records
     * @param partitions of the topic; records in a partition that is not their key's are left out, since they date from when the
     *     topic had fewer
     * @param consumer told of the records whose key is a miner's; what it throws ends the scan
     * @throws RegistryUnavailableException when the schema registry does not answer
     */
    public static void read(
            BiConsumer<String, Consumer<ConsumerRecord<byte[], byte[]>>> scan,
            ClientProperties properties,
            String topic,
            int partitions,
            Consumer<RosterRecord> consumer) {
        try (AvroRecordDeserializer<HostingMiner> deserializer = new AvroRecordDeserializer<>(HostingMiner.class)) {
            deserializer.configure(properties.registry(), false);
            RosterReader reader = new RosterReader(deserializer, partitions, consumer);
            scan.accept(topic, reader::read);
            reader.warn(topic);
        }
    }

    private void read(ConsumerRecord<byte[], byte[]> source) {
        int minerId = RecordKey.read(source.key()).orElse(0);
        if (minerId <= 0) {
            foreignKeys++;
        } else if (source.partition() == RecordKey.partition(source.key(), partitions)) {
            consumer.accept(decode(minerId, source));
        }
    }

    private RosterRecord decode(int minerId, ConsumerRecord<byte[], byte[]> source) {
        try {
            HostingMiner miner =
                    source.value() == null ? null : deserializer.deserialize(source.topic(), source.value());
            return new RosterRecord(minerId, source, miner, null);
        } catch (SerializationException e) {
            unreadable++;
            return new RosterRecord(minerId, source, null, e);
        }
    }

    private void warn(String topic) {
        if (foreignKeys > 0 || unreadable > 0) {
            LOG.atWarn()
                    .addKeyValue("topic", topic)
                    .addKeyValue("foreignKeys", foreignKeys)
                    .addKeyValue("unreadable", unreadable)
                    .log("the roster has records whose key is no miner id, or that cannot be read");
        }
    }
}

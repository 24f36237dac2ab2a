package io.minerstream.cli.verify;

import io.minerstream.avro.HostingMiner;
import io.minerstream.avro.SimulationRun;
import io.minerstream.producer.fleet.Fleet;
import io.minerstream.producer.fleet.FleetBuilder;
import io.minerstream.producer.fleet.NoMinersException;
import io.minerstream.schemas.miner.Baseline;
import io.minerstream.schemas.serde.AvroRecordDeserializer;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.internals.BuiltInPartitioner;

/**
 * The fleet of a run, from the roster topic: per miner the last entry written that is valid from the start of the run or
 * earlier, which is the one that the generator relied on. It is that of the site's latest run for certain; that of an earlier one
 * unless a later run changed the miner with an entry that is valid from an earlier time. Where only entries from after the start
 * are left, because Kafka has compacted the others away, the last of them stands for the miner.
 *
 * <p>Holds what readings depend on: id, status and baseline; about 100 bytes a miner. Fed with the topic's records in order. Not
 * thread-safe.
 */
final class RosterFleet {

    private final SimulationRun run;
    private final AvroRecordDeserializer<HostingMiner> deserializer;
    private final long startMs;
    private final Map<Integer, Entry> entries = new HashMap<>();
    private final Map<String, String> statuses = new HashMap<>();

    /** The status is null where the miner was removed, or belongs to another site. */
    private record Entry(long validFromMs, double hashrateTh, double powerW, String status) {}

    RosterFleet(SimulationRun run, AvroRecordDeserializer<HostingMiner> deserializer) {
        this.run = run;
        this.deserializer = deserializer;
        this.startMs = run.getFrom().toEpochMilli();
    }

    void read(ConsumerRecord<byte[], byte[]> record) {
        // An entry in another partition dates from when the topic had fewer or more; the generator does not rely on it.
        if (record.key() == null
                || record.key().length != Integer.BYTES
                || record.partition() != BuiltInPartitioner.partitionForKey(record.key(), run.getPartitions())) {
            return;
        }
        int minerId = ByteBuffer.wrap(record.key()).getInt();
        Entry last = entries.get(minerId);
        if (last == null || record.timestamp() <= startMs || last.validFromMs > startMs) {
            entries.put(minerId, entry(record));
        }
    }

    private Entry entry(ConsumerRecord<byte[], byte[]> record) {
        HostingMiner miner = deserializer.deserialize(record.topic(), record.value());
        if (miner == null || miner.getSiteId() != run.getSiteId()) {
            return new Entry(record.timestamp(), 0, 0, null);
        }
        Baseline baseline = Baseline.of(miner);
        String status = statuses.computeIfAbsent(miner.getStatus(), text -> text);
        return new Entry(record.timestamp(), baseline.hashrateTh(), baseline.powerW(), status);
    }

    /**
     * The fleet.
     *
     * @throws NoMinersException when the topic has no miner of the site
     */
    Fleet fleet() {
        FleetBuilder fleet = Fleet.builder(run.getSiteId());
        entries.forEach((minerId, entry) -> {
            if (entry.status != null) {
                // The resolved baseline as the miner's own values gives the same readings without its model.
                fleet.add(minerId, null, null, entry.hashrateTh, entry.powerW, entry.status);
            }
        });
        return fleet.build();
    }
}

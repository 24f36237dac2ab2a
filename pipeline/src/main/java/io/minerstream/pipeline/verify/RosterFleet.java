package io.minerstream.pipeline.verify;

import io.minerstream.avro.HostingMiner;
import io.minerstream.avro.SimulationRun;
import io.minerstream.producer.fleet.Fleet;
import io.minerstream.producer.fleet.FleetBuilder;
import io.minerstream.producer.fleet.NoMinersException;
import io.minerstream.producer.fleet.schedule.StatusSchedule;
import io.minerstream.schemas.miner.Baseline;
import io.minerstream.schemas.serde.AvroRecordDeserializer;
import io.minerstream.schemas.topic.RecordKey;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * The fleet of a run, from the roster topic: per miner the entry that counts at the start of the run, which is the one that the
 * generator relied on, and the statuses of those that follow inside of the run. An entry takes the place of what the topic said
 * before it of its own valid-from and of later times. Where only entries from after the start are left, because Kafka has compacted
 * the others away, the first of them stands for the miner.
 *
 * <p>Holds what readings depend on: id, status and baseline; about 100 bytes a miner. Fed with the topic's records in order. Not
 * thread-safe.
 */
final class RosterFleet {

    private final SimulationRun run;
    private final AvroRecordDeserializer<HostingMiner> deserializer;
    private final Instant start;
    private final Map<Integer, Entry> entries = new HashMap<>();
    private final Map<String, String> statuses = new HashMap<>();

    /**
     * An entry that counts.
     *
     * @param status null where the miner was removed, or belongs to another site
     * @param before the one that counts until then; null when there is none
     */
    private record Entry(Instant validFrom, double hashrateTh, double powerW, String status, Entry before) {}

    RosterFleet(SimulationRun run, AvroRecordDeserializer<HostingMiner> deserializer) {
        this.run = run;
        this.deserializer = deserializer;
        this.start = run.getFrom();
    }

    void read(ConsumerRecord<byte[], byte[]> record) {
        OptionalInt key = RecordKey.read(record.key());
        // An entry in another partition dates from when the topic had fewer or more; the generator does not rely on it.
        if (key.isEmpty() || record.partition() != RecordKey.partition(record.key(), run.getPartitions())) {
            return;
        }
        int minerId = key.getAsInt();
        Instant validFrom = Instant.ofEpochMilli(record.timestamp());
        Entry before = entries.get(minerId);
        while (before != null && !before.validFrom.isBefore(validFrom)) {
            before = before.before;
        }
        entries.put(minerId, entry(record, validFrom, before));
    }

    private Entry entry(ConsumerRecord<byte[], byte[]> record, Instant validFrom, Entry before) {
        HostingMiner miner = deserializer.deserialize(record.topic(), record.value());
        if (miner == null || miner.getSiteId() != run.getSiteId()) {
            return new Entry(validFrom, 0, 0, null, before);
        }
        Baseline baseline = Baseline.of(miner);
        String status = statuses.computeIfAbsent(miner.getStatus(), text -> text);
        return new Entry(validFrom, baseline.hashrateTh(), baseline.powerW(), status, before);
    }

    /**
     * The fleet, with a schedule of the changes inside of the run.
     *
     * @throws NoMinersException when the topic has no miner of the site
     */
    Fleet fleet() {
        FleetBuilder fleet = Fleet.builder(run.getSiteId());
        StatusSchedule.Builder schedule = StatusSchedule.builder();
        entries.forEach((minerId, last) -> {
            Entry atStart = last;
            List<Entry> later = new ArrayList<>(0);
            while (atStart.before != null && atStart.validFrom.isAfter(start)) {
                later.add(atStart);
                atStart = atStart.before;
            }
            if (atStart.status != null) {
                // The resolved baseline as the miner's own values gives the same readings without its model.
                fleet.add(minerId, null, null, atStart.hashrateTh, atStart.powerW, atStart.status);
                later.stream()
                        .filter(entry -> entry.status != null && entry.validFrom.isBefore(run.getTo()))
                        .forEach(entry -> schedule.add(minerId, entry.validFrom, entry.status));
            }
        });
        return fleet.build().withSchedule(schedule.build());
    }
}

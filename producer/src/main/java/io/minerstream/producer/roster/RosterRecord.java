package io.minerstream.producer.roster;

import io.minerstream.avro.HostingMiner;
import io.minerstream.producer.fleet.FleetSourceException;
import java.time.Instant;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.errors.SerializationException;

/**
 * A record of the roster topic.
 *
 * @param miner null for a tombstone, and for an entry that cannot be read
 * @param failure why the entry cannot be read; null when it can
 */
public record RosterRecord(
        int minerId, ConsumerRecord<byte[], byte[]> source, HostingMiner miner, SerializationException failure) {

    long validFromMs() {
        return source.timestamp();
    }

    boolean isTombstone() {
        return source.value() == null;
    }

    /** What a reader throws that needs this entry and cannot read it. */
    FleetSourceException unreadable() {
        Instant validFrom = Instant.ofEpochMilli(validFromMs());
        return new FleetSourceException(
                ("topic %s: the entry of miner %s that is valid from %s must be readable, got that at offset %s of partition %s:"
                                + " %s; publish the fleet of its site again: minerstream fleet publish --valid-from %s")
                        .formatted(
                                source.topic(),
                                minerId,
                                validFrom,
                                source.offset(),
                                source.partition(),
                                failure.getMessage(),
                                validFrom),
                failure);
    }
}

package io.minerstream.connect.copy.offsets;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.connect.errors.ConnectException;
import org.apache.kafka.connect.sink.SinkRecord;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The partitions of a task: which are claimed, and which of their records are new. For the task's thread. */
public final class PartitionTracker {

    private static final Logger LOG = LoggerFactory.getLogger(PartitionTracker.class);

    private final OffsetsTable offsets;
    private final Map<TopicPartition, ClaimedPartition> claims = new HashMap<>();
    private final Set<TopicPartition> pending = new HashSet<>();
    private boolean redelivery;
    private ClaimedPartition last;

    /** @param offsets null when Kafka alone keeps them */
    public PartitionTracker(OffsetsTable offsets) {
        this.offsets = offsets;
    }

    /** Partitions that this task now has; with offsets in the warehouse, they are still to be claimed. */
    public void open(Collection<TopicPartition> partitions) {
        for (TopicPartition partition : partitions) {
            if (offsets == null) {
                claims.put(partition, new ClaimedPartition(partition, 0, null, null));
            } else {
                claims.remove(partition);
                pending.add(partition);
            }
        }
        last = null;
    }

    /** Whether {@link #claim} has to be called. */
    public boolean hasPending() {
        return !pending.isEmpty();
    }

    /**
     * Claims the pending partitions.
     *
     * @param delivering whether records are being delivered that the consumer read before; those of these partitions are not taken
     * @return where the consumer must go on
     */
    public Map<TopicPartition, Long> claim(Connection connection, boolean delivering) throws SQLException {
        Map<TopicPartition, ClaimedPartition> claimed = offsets.claim(connection, pending);
        Map<TopicPartition, Long> seeks = new HashMap<>();
        claimed.forEach((partition, claim) -> {
            if (claim.seekTo() != null) {
                seeks.put(partition, claim.seekTo());
                claim.seeking(delivering);
            }
        });
        claims.putAll(claimed);
        pending.clear();
        return seeks;
    }

    /** Partitions that this task has no more. Returns their claims. */
    public Set<ClaimedPartition> close(Collection<TopicPartition> partitions) {
        Set<ClaimedPartition> closed = new HashSet<>();
        for (TopicPartition partition : partitions) {
            pending.remove(partition);
            ClaimedPartition claim = claims.remove(partition);
            if (claim != null) {
                closed.add(claim);
            }
        }
        last = null;
        return closed;
    }

    public Collection<ClaimedPartition> claims() {
        return claims.values();
    }

    /** Null when the partition is not claimed. */
    public ClaimedPartition claim(TopicPartition partition) {
        return claims.get(partition);
    }

    /**
     * The end of a delivery.
     *
     * @param complete false when Connect will deliver the same records again
     */
    public void delivered(boolean complete) {
        redelivery = !complete;
        if (complete) {
            // Connect moves the consumer before it asks for more.
            claims.values().forEach(claim -> claim.seeking(false));
        }
    }

    /**
     * Whether a record is new.
     *
     * @return the claim of its partition; null when the record was handed over before
     * @throws ConnectException when the topic is not the one whose records have landed
     */
    public ClaimedPartition accept(SinkRecord record) {
        ClaimedPartition claim = claimOf(record);
        if (claim.seeking()) {
            return null;
        }
        long offset = record.originalKafkaOffset();
        Long position = claim.position();
        if (position == null || offset >= position) {
            return claim;
        }
        if (redelivery) {
            return null;
        }
        if (offsets == null) {
            LOG.warn(
                    "{} went back from offset {} to {}: its records are written again",
                    claim.partition(),
                    position,
                    offset);
            return claim;
        }
        requireSameTopic(record, claim, position);
        return null;
    }

    private void requireSameTopic(SinkRecord record, ClaimedPartition claim, long position) {
        long offset = record.originalKafkaOffset();
        boolean comparable = claim.lastRecord() != null && claim.stored() != null && offset == claim.stored() - 1;
        if (comparable && offsets.fingerprint().matches(record, claim.lastRecord())) {
            return;
        }
        throw new ConnectException("topic " + claim.partition().topic() + ", partition "
                + claim.partition().partition()
                + (comparable
                        ? ": the record at offset " + offset + " must be the one that landed, is another one"
                        : ": the next record must have offset " + position + " or more, has " + offset)
                + ". The topic was deleted and made again, or its records were. Nothing is skipped or written. To"
                + " land the topic from its start: stop the connector, reset its offsets (DELETE"
                + " /connectors/<name>/offsets), and resume it. Offsets are in table " + offsets);
    }

    private ClaimedPartition claimOf(SinkRecord record) {
        if (last != null
                && last.partition().partition() == record.originalKafkaPartition()
                && last.partition().topic().equals(record.originalTopic())) {
            return last;
        }
        last = claims.get(new TopicPartition(record.originalTopic(), record.originalKafkaPartition()));
        if (last == null) {
            throw new ConnectException("records must be of partitions that are open, got one of "
                    + record.originalTopic() + "-" + record.originalKafkaPartition());
        }
        return last;
    }

    /** Notes that a record was handed over. */
    public void handedOver(ClaimedPartition claim, SinkRecord record) {
        claim.position(record.originalKafkaOffset() + 1);
    }
}

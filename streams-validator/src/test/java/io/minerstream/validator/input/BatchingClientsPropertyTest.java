package io.minerstream.validator.input;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;

class BatchingClientsPropertyTest {

    private static final TopicPartition READINGS = new TopicPartition("readings", 3);
    private static final TopicPartition ROSTER = new TopicPartition("roster", 3);

    private final BatchingClients clients = new BatchingClients("readings");

    @Property
    void shouldCarryEachReadingOnceInOrder(@ForAll @IntRange(max = 100) int readings) {
        List<ConsumerRecord<byte[], byte[]>> fetched = records(READINGS, readings);

        List<ConsumerRecord<byte[], byte[]>> carriers =
                clients.batched(fetch(Map.of(READINGS, fetched))).records(READINGS);

        List<ConsumerRecord<byte[], byte[]>> carried = new ArrayList<>();
        for (ConsumerRecord<byte[], byte[]> carrier : carriers) {
            List<ConsumerRecord<byte[], byte[]>> batch =
                    ReadingBatch.of(carrier.headers()).records();
            carried.addAll(batch);
            assertThat(batch).hasSizeBetween(1, BatchingClients.MOST_READINGS);
            // What Streams commits while the batch waits, and what it orders the inputs by.
            assertThat(carrier.offset()).isEqualTo(batch.get(0).offset());
            assertThat(carrier.timestamp()).isEqualTo(batch.get(0).timestamp());
        }
        assertThat(carried).isEqualTo(fetched);
        assertThat(carriers).hasSize((readings + BatchingClients.MOST_READINGS - 1) / BatchingClients.MOST_READINGS);
    }

    @Property(tries = 10)
    void shouldLeaveOtherInputsAndPositionsAlone(@ForAll @IntRange(min = 1, max = 40) int entries) {
        List<ConsumerRecord<byte[], byte[]>> roster = records(ROSTER, entries);
        ConsumerRecords<byte[], byte[]> fetched = fetch(Map.of(ROSTER, roster, READINGS, records(READINGS, 1)));

        ConsumerRecords<byte[], byte[]> batched = clients.batched(fetched);

        assertThat(batched.records(ROSTER)).isEqualTo(roster);
        assertThat(batched.nextOffsets()).isEqualTo(fetched.nextOffsets());
    }

    private static ConsumerRecords<byte[], byte[]> fetch(
            Map<TopicPartition, List<ConsumerRecord<byte[], byte[]>>> records) {
        return new ConsumerRecords<>(records, Map.of(READINGS, new OffsetAndMetadata(7)));
    }

    /** With gaps in the offsets, as transactions leave them. */
    private static List<ConsumerRecord<byte[], byte[]>> records(TopicPartition partition, int count) {
        List<ConsumerRecord<byte[], byte[]>> records = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            records.add(new ConsumerRecord<>(
                    partition.topic(), partition.partition(), 2L * i, new byte[] {(byte) i}, new byte[0]));
        }
        return records;
    }
}

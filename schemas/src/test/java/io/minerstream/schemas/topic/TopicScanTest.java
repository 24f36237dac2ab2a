package io.minerstream.schemas.topic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;
import org.junit.jupiter.api.Test;

/** The loop; transactions are tested against a real broker. */
class TopicScanTest {

    private static final TopicPartition FIRST = new TopicPartition("t", 0);
    private static final TopicPartition SECOND = new TopicPartition("t", 1);

    private final MockConsumer<String, String> consumer = new MockConsumer<>("earliest");
    private final List<String> read = new ArrayList<>();

    @Test
    void shouldReadAllPartitionsToTheEndsAtItsStart() {
        topicWithTwoPartitions(2, 1);
        TopicScan.assign(consumer, "t");
        add(FIRST, 0, "a");
        add(SECOND, 0, "c");
        consumer.schedulePollTask(() -> {});
        consumer.schedulePollTask(() -> add(FIRST, 1, "b"));
        consumer.schedulePollTask(() -> add(FIRST, 2, "too late"));
        TopicScan.toStableEnd(consumer, record -> read.add(record.value()));
        assertThat(read).containsExactlyInAnyOrder("a", "b", "c");
    }

    @Test
    void shouldReadNothingWhenTopicDoesNotExist() {
        assertThat(TopicScan.assign(consumer, "t")).isEmpty();
        TopicScan.toStableEnd(consumer, record -> read.add(record.value()));
        assertThat(read).isEmpty();
    }

    @Test
    void shouldSayWhereItStandsStill() {
        topicWithTwoPartitions(2, 0);
        TopicScan.assign(consumer, "t");
        add(FIRST, 0, "a");
        assertThatExceptionOfType(TimeoutException.class)
                .isThrownBy(() ->
                        TopicScan.read(consumer, Map.of(FIRST, 2L), Duration.ZERO, record -> read.add(record.value())))
                .withMessage(
                        "topic t: no progress for 0 s at offset 1 of partition 0, which ends at 2; the cluster is slow, or a "
                                + "transaction is open there (kafka-transactions.sh find-hanging tells)");
        assertThat(read).containsExactly("a");
    }

    @Test
    void shouldReadCommittedRecordsOutsideOfGroups() {
        assertThat(TopicScan.settings(Map.of("bootstrap.servers", "b:9092", "group.id", "g", "isolation.level", "x")))
                .containsExactlyInAnyOrderEntriesOf(Map.of(
                        "bootstrap.servers",
                        "b:9092",
                        "isolation.level",
                        "read_committed",
                        "auto.offset.reset",
                        "earliest",
                        "enable.auto.commit",
                        false,
                        "allow.auto.create.topics",
                        false,
                        "fetch.max.wait.ms",
                        10));
    }

    private void topicWithTwoPartitions(long firstEnd, long secondEnd) {
        consumer.updatePartitions(
                "t", List.of(new PartitionInfo("t", 0, null, null, null), new PartitionInfo("t", 1, null, null, null)));
        consumer.updateBeginningOffsets(Map.of(FIRST, 0L, SECOND, 0L));
        consumer.updateEndOffsets(Map.of(FIRST, firstEnd, SECOND, secondEnd));
    }

    private void add(TopicPartition partition, long offset, String value) {
        consumer.addRecord(new ConsumerRecord<>(partition.topic(), partition.partition(), offset, "k", value));
    }
}

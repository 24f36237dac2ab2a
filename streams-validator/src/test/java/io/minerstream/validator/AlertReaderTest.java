package io.minerstream.validator;

import static io.minerstream.validator.AlertBuilder.anAlert;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.minerstream.avro.AlertState;
import io.minerstream.avro.TelemetryAlert;
import io.minerstream.schemas.serde.RegistryUnavailableException;
import io.minerstream.schemas.topic.TopicScan;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.RecordDeserializationException;
import org.apache.kafka.common.errors.RecordDeserializationException.DeserializationExceptionOrigin;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The states; transactions and the wire format are tested against a real broker. */
class AlertReaderTest {

    private static final TopicPartition PARTITION = new TopicPartition("telemetry-alerts", 0);

    private static final TelemetryAlert FIRING = anAlert().build();
    private static final TelemetryAlert RESOLVED =
            anAlert().resolvedAt(Instant.parse("2026-11-22T09:00:00Z")).build();
    private static final TelemetryAlert OTHER =
            anAlert().miner(18).state(AlertState.PENDING).build();

    private final MockConsumer<String, TelemetryAlert> consumer = new MockConsumer<>("earliest");
    private long end;

    @BeforeEach
    void assign() {
        consumer.updatePartitions(
                PARTITION.topic(), List.of(new PartitionInfo(PARTITION.topic(), 0, null, null, null)));
        consumer.updateBeginningOffsets(Map.of(PARTITION, 0L));
        TopicScan.assign(consumer, PARTITION.topic());
    }

    @Test
    void shouldKeepNewestStateOfEachAlert() {
        write(FIRING, OTHER, RESOLVED);
        try (AlertReader reader = new AlertReader(consumer)) {
            reader.readToEnd();
            assertThat(reader.current().values()).containsExactlyInAnyOrder(RESOLVED, OTHER);
        }
    }

    @Test
    void shouldForgetAlertWhenItIsDeleted() {
        write(FIRING, OTHER);
        try (AlertReader reader = new AlertReader(consumer)) {
            reader.readToEnd();
            append(FIRING.getFingerprint(), null);
            assertThat(reader.poll(Duration.ZERO)).isEmpty();
            assertThat(reader.current().values()).containsExactly(OTHER);
        }
    }

    @Test
    void shouldFollowEachChangeInOrder() {
        write(FIRING);
        try (AlertReader reader = new AlertReader(consumer)) {
            reader.readToEnd();
            write(RESOLVED, FIRING);
            assertThat(reader.poll(Duration.ZERO))
                    .extracting(TelemetryAlert::getState)
                    .containsExactly(AlertState.RESOLVED, AlertState.FIRING);
            assertThat(reader.current().values()).containsExactly(FIRING);
        }
    }

    @Test
    void shouldSkipRecordThatCannotBeRead() {
        write(OTHER, FIRING);
        consumer.schedulePollTask(() -> consumer.setPollException(unreadable(new SerializationException("no Avro"))));
        try (AlertReader reader = new AlertReader(consumer)) {
            reader.readToEnd();
            assertThat(reader.current().values()).containsExactly(FIRING);
        }
    }

    @Test
    void shouldReadRecordAgainAfterTheRegistryWasDown() {
        write(FIRING);
        consumer.schedulePollTask(() ->
                consumer.setPollException(unreadable(new RegistryUnavailableException("down", new IOException()))));
        try (AlertReader reader = new AlertReader(consumer)) {
            assertThatExceptionOfType(RegistryUnavailableException.class)
                    .isThrownBy(reader::readToEnd)
                    .withMessage("down");
            reader.readToEnd();
            assertThat(reader.current().values()).containsExactly(FIRING);
        }
    }

    @Test
    void shouldEndAWaitFromAnotherThread() {
        try (AlertReader reader = new AlertReader(consumer)) {
            reader.stop();
            assertThatExceptionOfType(WakeupException.class).isThrownBy(() -> reader.poll(Duration.ofDays(1)));
        }
        assertThat(consumer.closed()).isTrue();
    }

    private void write(TelemetryAlert... alerts) {
        for (TelemetryAlert alert : alerts) {
            append(alert.getFingerprint(), alert);
        }
    }

    private void append(String key, TelemetryAlert alert) {
        consumer.addRecord(new ConsumerRecord<>(PARTITION.topic(), PARTITION.partition(), end++, key, alert));
        consumer.updateEndOffsets(Map.of(PARTITION, end));
    }

    private static RecordDeserializationException unreadable(RuntimeException cause) {
        return new RecordDeserializationException(
                DeserializationExceptionOrigin.VALUE,
                PARTITION,
                0,
                0,
                TimestampType.CREATE_TIME,
                null,
                null,
                new RecordHeaders(),
                "cannot read",
                cause);
    }
}

package io.minerstream.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.minerstream.avro.MinerTelemetry;
import io.minerstream.avro.WindowVerdict;
import io.minerstream.pipeline.PipelineException;
import io.minerstream.pipeline.connection.Connections;
import io.minerstream.pipeline.setup.Preparation;
import io.minerstream.pipeline.setup.TopicSettings;
import io.minerstream.pipeline.validator.ValidatorSettings;
import io.minerstream.pipeline.validator.Validators;
import io.minerstream.producer.fleet.Fleet;
import io.minerstream.producer.fleet.SyntheticFleet;
import io.minerstream.producer.roster.RosterPublisher;
import io.minerstream.producer.signal.Signal;
import io.minerstream.producer.signal.SignalProfile;
import io.minerstream.producer.signal.TimePoint;
import io.minerstream.schemas.serde.AvroRecordSerde;
import io.minerstream.schemas.serde.SchemaRegistry;
import io.minerstream.schemas.topic.TopicNames;
import io.minerstream.validator.TelemetryValidator;
import io.minerstream.validator.policy.Policies;
import io.minerstream.validator.topology.EventTimeSettings;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.avro.Schema;
import org.apache.avro.SchemaBuilder;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericDatumWriter;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.EncoderFactory;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.Serde;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/**
 * The validator on the topic of a producer that knows nothing of us: it sends no header and no watermarks, has its own topic, number of
 * partitions, partitioner and keys, and a schema with another field.
 */
@ExtendWith(SharedPipeline.class)
class ForeignProducerIT {

    private static final TopicNames TOPICS = new TopicNames("foreign-");
    private static final String TOPIC = "acme.telemetry";
    private static final int PARTITIONS = 3;
    private static final int HOURS = 24;
    private static final Instant MIDNIGHT = Instant.parse("2026-05-01T00:00:00Z");
    private static final Duration TIMEOUT = Duration.ofSeconds(90);

    private final Fleet fleet = new SyntheticFleet(20, 8, 42).load();
    private final Connections connections = Connections.embedded(SharedPipeline.endpoints(), TOPICS);
    private final AtomicReference<Throwable> failure = new AtomicReference<>();

    @TempDir
    private Path state;

    @AfterEach
    void requireNoFailure() {
        assertThat(failure.get()).isNull();
    }

    @Test
    void shouldJudgeADayOfAForeignTopic() throws Exception {
        Preparation.ofAll(connections, new TopicSettings(2, (short) 1), null).prepare();
        try (Admin admin = connections.openAdmin()) {
            admin.createTopics(List.of(new NewTopic(TOPIC, PARTITIONS, (short) 1)))
                    .all()
                    .get();
        }
        new RosterPublisher(connections.kafkaProperties(), TOPICS).publish(fleet, MIDNIGHT);
        ValidatorSettings settings = new ValidatorSettings(
                state, 1, Duration.ofSeconds(2), EventTimeSettings.DEFAULT, Policies.DEFAULT, TOPIC, true);
        RawTopic.send(connections, aDay());

        try (TelemetryValidator validator = Validators.create(connections, settings, Map.of(), failure::set)) {
            Validators.start(validator);
            await().atMost(TIMEOUT).until(() -> !verdicts().isEmpty());
        }

        assertThat(RawTopic.read(connections, TOPICS.quarantine())).isEmpty();
        assertThat(verdicts()).singleElement().satisfies(verdict -> {
            assertThat(verdict.getRunId()).isEqualTo("event-time");
            assertThat(verdict.getPassed()).isTrue();
            assertThat(verdict.getMiners()).isEqualTo(fleet.size());
            assertThat(verdict.getReceivedRecords()).isEqualTo((long) fleet.size() * HOURS);
        });
    }

    @Test
    void shouldNameATopicThatIsNotThere() {
        Preparation.ofAll(connections, new TopicSettings(2, (short) 1), null).prepare();
        ValidatorSettings settings = new ValidatorSettings(
                state, 1, Duration.ofSeconds(2), EventTimeSettings.DEFAULT, Policies.DEFAULT, "acme.missing", false);

        try (TelemetryValidator validator = Validators.create(connections, settings, Map.of(), failure::set)) {
            assertThatThrownBy(() -> Validators.start(validator))
                    .isInstanceOf(PipelineException.class)
                    .hasMessage("topic acme.missing: must exist before the validator starts, does not");
        }
    }

    private List<ProducerRecord<byte[], byte[]>> aDay() throws IOException {
        Schema schema = withFirmware();
        int id;
        try (SchemaRegistry registry = connections.openRegistry()) {
            id = registry.register(TOPIC + "-value", schema, false);
        }
        Signal signal = SignalProfile.named("realistic").signal();
        List<ProducerRecord<byte[], byte[]>> records = new ArrayList<>();
        for (int hour = 0; hour < HOURS; hour++) {
            Instant time = MIDNIGHT.plus(Duration.ofHours(hour));
            Signal.Frame frame = signal.at(42, fleet.siteId(), TimePoint.hour(time.getEpochSecond() / 3600));
            for (int i = 0; i < fleet.size(); i++) {
                MinerTelemetry reading = frame.read(fleet.minerId(i), fleet.status(i), fleet.baseline(i))
                        .at(time);
                byte[] key = i % 2 == 0 ? null : ("miner-" + fleet.minerId(i)).getBytes(StandardCharsets.UTF_8);
                records.add(new ProducerRecord<>(
                        TOPIC, (hour + i) % PARTITIONS, time.toEpochMilli(), key, encode(id, schema, reading)));
            }
        }
        return records;
    }

    /** Our schema with another field. */
    private static Schema withFirmware() {
        List<Schema.Field> fields = new ArrayList<>();
        MinerTelemetry.getClassSchema()
                .getFields()
                .forEach(field -> fields.add(new Schema.Field(field, field.schema())));
        fields.add(new Schema.Field("firmware", SchemaBuilder.builder().stringType(), "Version", "unknown"));
        return Schema.createRecord("MinerTelemetry", null, "com.acme", false, fields);
    }

    /** Confluent's wire format. */
    private static byte[] encode(int id, Schema schema, MinerTelemetry reading) throws IOException {
        GenericRecord record = new GenericData.Record(schema);
        for (Schema.Field field : MinerTelemetry.getClassSchema().getFields()) {
            Object value = reading.get(field.pos());
            record.put(field.name(), value instanceof Instant time ? time.toEpochMilli() : value);
        }
        record.put("firmware", "1.2.3");
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        bytes.write(0);
        bytes.write(ByteBuffer.allocate(Integer.BYTES).putInt(id).array());
        BinaryEncoder encoder = EncoderFactory.get().binaryEncoder(bytes, null);
        new GenericDatumWriter<GenericRecord>(schema).write(record, encoder);
        encoder.flush();
        return bytes.toByteArray();
    }

    private List<WindowVerdict> verdicts() {
        try (Serde<WindowVerdict> serde = AvroRecordSerde.of(WindowVerdict.class, connections.kafkaProperties())) {
            return RawTopic.read(connections, TOPICS.verdicts()).stream()
                    .map(record -> serde.deserializer().deserialize(record.topic(), record.value()))
                    .toList();
        }
    }
}

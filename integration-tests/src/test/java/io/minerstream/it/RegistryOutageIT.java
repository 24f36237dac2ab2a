package io.minerstream.it;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.minerstream.avro.MinerTelemetry;
import io.minerstream.pipeline.connection.Connections;
import io.minerstream.pipeline.setup.Preparation;
import io.minerstream.pipeline.setup.TopicSettings;
import io.minerstream.pipeline.validator.ValidatorSettings;
import io.minerstream.pipeline.validator.Validators;
import io.minerstream.schemas.run.RunId;
import io.minerstream.schemas.serde.SchemaRegistry;
import io.minerstream.schemas.topic.TopicNames;
import io.minerstream.stack.Component;
import io.minerstream.stack.LocalStack;
import io.minerstream.stack.StackConfig;
import io.minerstream.stack.StackListener;
import io.minerstream.validator.TelemetryValidator;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import org.apache.avro.Schema;
import org.apache.avro.SchemaBuilder;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The schema registry is away while readings come, with schemas that the validator knows and with a new one. Nothing is lost, nothing
 * goes to the quarantine for it, and the health of the validator says what it waits for.
 */
@Tag("long")
class RegistryOutageIT {

    private static final int PARTITIONS = 3;
    private static final Duration GRACE = Duration.ofSeconds(2);
    /** How long the validator waits for it at least. */
    private static final Duration OUTAGE = Duration.ofMinutes(1);

    private static final Duration LONGEST = Duration.ofSeconds(90);
    private static final int HOURS_BEFORE = 12;
    private static final int HOURS_OF_KNOWN_SCHEMA = 20;

    @TempDir
    private Path folder;

    private LocalStack stack;

    @Test
    void shouldLoseNothingWhenTheRegistryIsAway() throws Exception {
        StackConfig config =
                new StackConfig(folder.resolve("data"), false, EnumSet.of(Component.BROKER, Component.REGISTRY));
        try (LocalStack started = LocalStack.start(config, StackListener.NONE)) {
            stack = started;
            FaultyRun run = new FaultyRun(new RunId("outage01"), 2, prepared("clean-"), PARTITIONS);
            int schema = newSchema();
            Connections calm = prepared("calm-");
            Connections disturbed = prepared("outage-");
            List<List<ProducerRecord<byte[], byte[]>>> hours = hours(run, disturbed, schema);
            try (KillablePart registry = KillablePart.of(
                            stack.processIds().get(Component.REGISTRY), folder.resolve("registry.log"));
                    ValidatorProcess validator = ValidatorProcess.start(
                            folder.resolve("validator"),
                            "outage-",
                            List.of(
                                    "--bootstrap-server",
                                    stack.endpoints().bootstrapServers(),
                                    "--schema-registry-url",
                                    stack.endpoints().registryUrl()),
                            "--grace",
                            Long.toString(GRACE.toSeconds()))) {
                RawTopic.send(disturbed, run.roster(disturbed.topics()));
                validator.awaitReady();
                RawTopic.sendInTransactions(disturbed, "outage", hours.subList(0, HOURS_BEFORE));
                int found = find(run, calm, schema).lines().size();
                await().atMost(LONGEST).until(() -> !RawTopic.read(
                                disturbed, disturbed.topics().alerts())
                        .isEmpty());
                registry.kill();
                RawTopic.sendInTransactions(disturbed, "outage", hours.subList(HOURS_BEFORE, hours.size()));
                await().atMost(LONGEST).untilAsserted(() -> assertThat(
                                validator.get("/health/ready").body())
                        .contains("\"healthy\" : false", "schema registry [", "reading schema id " + schema));
                await().during(OUTAGE)
                        .atMost(OUTAGE.plus(LONGEST))
                        .until(() -> validator.get("/health/live").statusCode() == 200
                                && validator.get("/health/ready").statusCode() == 503);

                registry.start();

                validator.awaitReady();
                await().atMost(LONGEST)
                        .untilAsserted(() ->
                                assertThat(Findings.read(disturbed).lines()).hasSizeGreaterThanOrEqualTo(found));
                assertThat(Findings.read(disturbed).lines())
                        .containsExactlyInAnyOrderElementsOf(Findings.read(calm).lines());
            }
        }
    }

    private Connections prepared(String prefix) {
        Connections connections = Connections.embedded(stack.endpoints(), new TopicNames(prefix));
        Preparation.ofAll(connections, new TopicSettings(PARTITIONS, (short) 1), null)
                .prepare();
        return connections;
    }

    /** What is found when the registry is always there. */
    private Findings find(FaultyRun run, Connections calm, int schema) throws Exception {
        List<List<ProducerRecord<byte[], byte[]>>> hours = hours(run, calm, schema);
        RawTopic.send(calm, run.roster(calm.topics()));
        RawTopic.sendInTransactions(calm, "calm", hours);
        List<Throwable> failures = new ArrayList<>();
        try (TelemetryValidator validator =
                Validators.create(calm, ValidatorSettings.of(folder.resolve("calm"), GRACE), Map.of(), failures::add)) {
            Validators.start(validator);
            await().atMost(LONGEST).until(() -> Findings.read(calm).verdicts() == hours.size() / FaultyRun.HOURS);
        }
        assertThat(failures).isEmpty();
        return Findings.read(calm);
    }

    /** Ours with another field at its end. */
    private int newSchema() {
        List<Schema.Field> fields = new ArrayList<>();
        MinerTelemetry.getClassSchema()
                .getFields()
                .forEach(field -> fields.add(new Schema.Field(field, field.schema())));
        fields.add(new Schema.Field("firmware", SchemaBuilder.builder().stringType(), "Version", "unknown"));
        Schema schema = Schema.createRecord("MinerTelemetry", null, "com.acme", false, fields);
        try (SchemaRegistry registry = prepared("clean-").openRegistry()) {
            return registry.register("acme", schema, false);
        }
    }

    /** The last hours are of the new schema. */
    private static List<List<ProducerRecord<byte[], byte[]>>> hours(FaultyRun run, Connections connections, int id) {
        List<List<ProducerRecord<byte[], byte[]>>> hours = new ArrayList<>(run.hours(connections.topics()));
        for (int hour = HOURS_OF_KNOWN_SCHEMA; hour < hours.size(); hour++) {
            hours.set(
                    hour,
                    hours.get(hour).stream()
                            .map(record -> isReading(record, connections) ? withFirmware(record, id) : record)
                            .toList());
        }
        return hours;
    }

    private static boolean isReading(ProducerRecord<byte[], byte[]> record, Connections connections) {
        return record.topic().equals(connections.topics().telemetry()) && record.value()[0] == 0;
    }

    private static ProducerRecord<byte[], byte[]> withFirmware(ProducerRecord<byte[], byte[]> reading, int id) {
        byte[] firmware = "1.2.3".getBytes(UTF_8);
        byte[] value = ByteBuffer.allocate(reading.value().length + 1 + firmware.length)
                .put(reading.value())
                // Avro's zigzag encoding.
                .put((byte) (2 * firmware.length))
                .put(firmware)
                .putInt(1, id)
                .array();
        return new ProducerRecord<>(
                reading.topic(), reading.partition(), reading.timestamp(), reading.key(), value, reading.headers());
    }
}

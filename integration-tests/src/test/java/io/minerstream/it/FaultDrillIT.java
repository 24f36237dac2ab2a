package io.minerstream.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.minerstream.avro.MinerTelemetry;
import io.minerstream.pipeline.connection.Connections;
import io.minerstream.schemas.serde.AvroRecordSerde;
import io.minerstream.schemas.topic.RecordKey;
import io.minerstream.schemas.topic.TopicNames;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.Serde;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code demo --faults} passes when exactly its faults are caught. */
@Tag("long")
class FaultDrillIT {

    private static final Pattern ADDRESSES =
            Pattern.compile("Kafka {10,}(127\\S+)\\R.*(http://\\S+)\\R(?s:.*)生成器与 Kafka 之间");

    @TempDir
    private Path folder;

    @BeforeEach
    void letPostgresIn() throws IOException {
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    private static List<String> options() {
        List<String> options = new ArrayList<>(List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC"));
        options.addAll(JavaProgram.stackOptions());
        return options;
    }

    @Test
    void shouldCatchExactlyItsFaultsAndShowThemRepaired() throws Exception {
        Cli demo = Cli.runInJvm(
                options(), Map.of(), folder, List.of("demo", "--faults", "--miners", "60", "--output", "json"));

        assertThat(demo.exitCode()).as(demo.out() + demo.err()).isZero();
        JsonNode result = demo.json();
        assertThat(result.get("success").booleanValue()).isTrue();
        assertThat(result.get("differences")).isEmpty();
        assertThat(alerts(result, "faulty"))
                .containsExactlyInAnyOrder(
                        "DUPLICATE doubled FIRING",
                        "DUPLICATE doubled RESOLVED",
                        "RANGE outOfRange FIRING",
                        "COUNT withheld FIRING",
                        "GAP withheld FIRING",
                        "COUNT doubled FIRING");
        assertThat(alerts(result, "repaired"))
                .containsExactlyInAnyOrder(
                        "RANGE outOfRange RESOLVED",
                        "COUNT withheld RESOLVED",
                        "GAP withheld RESOLVED",
                        "COUNT doubled RESOLVED");
        assertThat(result.at("/faulty/verdict/passed").booleanValue()).isFalse();
        assertThat(result.at("/faulty/checks/passed").booleanValue()).isFalse();
        assertThat(result.at("/faulty/rows/missing").intValue()).isEqualTo(1);
        assertThat(result.at("/faulty/rows/different").intValue()).isEqualTo(1);
        assertThat(result.at("/repaired/verdict/passed").booleanValue()).isTrue();
        assertThat(result.at("/repaired/checks/passed").booleanValue()).isTrue();
        assertThat(result.at("/repaired/rows/equal").intValue()).isEqualTo(60 * 24);
    }

    private static List<String> alerts(JsonNode result, String run) {
        List<String> alerts = new ArrayList<>();
        for (JsonNode alert : result.at("/" + run + "/alerts")) {
            String fault = List.of("withheld", "doubled", "outOfRange").stream()
                    .filter(name -> result.at("/faults/" + name + "/minerId").equals(alert.get("minerId")))
                    .findFirst()
                    .orElseThrow();
            alerts.add(alert.get("rule").textValue() + " " + fault + " "
                    + alert.get("state").textValue());
        }
        return alerts;
    }

    /** Of another miner and an earlier day, so that verdict and rows of the two runs remain as they must be. */
    @Test
    void shouldFailWhenAnotherFaultIsCaught() throws Exception {
        Path out = folder.resolve("out");
        Path err = folder.resolve("err");
        List<String> command = Cli.java(folder, options().toArray(String[]::new));
        command.addAll(List.of("demo", "--faults", "--miners", "60", "--lang", "zh"));
        Process demo = new ProcessBuilder(command)
                .redirectOutput(out.toFile())
                .redirectError(err.toFile())
                .start();
        try {
            Matcher addresses = await().atMost(Duration.ofMinutes(3))
                    .until(() -> ADDRESSES.matcher(Files.readString(out)), Matcher::find);
            Connections connections = Connections.of(
                    Map.of("bootstrap.servers", addresses.group(1), "schema.registry.url", addresses.group(2)),
                    null,
                    TopicNames.DEFAULT);
            // Before the roster is there, it would be the reading of an unknown miner.
            await().atMost(Duration.ofMinutes(3))
                    .until(() -> RawTopic.read(connections, TopicNames.DEFAULT.miners())
                                    .size()
                            == 60);
            sendHotReading(connections);

            assertThat(demo.waitFor(3, TimeUnit.MINUTES)).isTrue();
            assertThat(demo.exitValue()).as(Files.readString(err)).isOne();
            assertThat(Files.readString(out).lines())
                    .anyMatch(line -> line.startsWith("  ❌ FAIL：与三个故障应有的结果有"))
                    .anyMatch(line -> line.startsWith("     告警：应为 -，实际为 FIRING range/temperature/miner/1, "));
        } finally {
            demo.destroyForcibly();
        }
    }

    private static void sendHotReading(Connections connections) throws Exception {
        Instant time = Instant.now().truncatedTo(ChronoUnit.DAYS).minus(Duration.ofDays(3));
        String topic = connections.topics().telemetry();
        MinerTelemetry hot = MinerTelemetry.newBuilder()
                .setMinerId(1)
                .setHashrate(100)
                .setPowerConsumption(3_000)
                .setTemperature(99.5)
                .setFanSpeed(5_000)
                .setRecordedAt(time)
                .build();
        try (Serde<MinerTelemetry> serde = AvroRecordSerde.of(MinerTelemetry.class, connections.kafkaProperties())) {
            RawTopic.send(
                    connections,
                    List.of(new ProducerRecord<>(
                            topic,
                            null,
                            time.toEpochMilli(),
                            RecordKey.of(1),
                            serde.serializer().serialize(topic, hot))));
        }
    }
}

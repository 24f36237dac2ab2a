package io.minerstream.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.minerstream.pipeline.connection.Connections;
import io.minerstream.schemas.topic.TopicNames;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.resource.ResourceType;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Load tests on a broker of their own: it has an authorizer, is stopped, and in the end killed. */
@ExtendWith(SharedPipeline.class)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class LoadTestBrokerIT {

    private static final String PREFIX = "load-acl-";
    private static final String TOPIC = PREFIX + "miner-telemetry";
    private static final String GROUP = "load-acl-group";
    private static final int SITE = 936;
    private static final int RATE = 200;

    @TempDir
    private static Path folder;

    private static AuthorizingBroker broker;
    private static ExampleConsumer consumer;

    /** By the tests so far. */
    private static long sent;

    @BeforeAll
    static void start() throws IOException {
        broker = AuthorizingBroker.start(folder);
        Cli topics = Cli.run(with(
                broker.plainAddress(), "fleet", "publish", "--miners", "1", "--site-id", "937", "--partitions", "2"));
        assertThat(topics.exitCode()).as(topics.err()).isZero();
        Connections connections = Connections.of(
                Map.of(
                        "bootstrap.servers",
                        broker.plainAddress(),
                        "schema.registry.url",
                        SharedPipeline.endpoints().registryUrl()),
                null,
                new TopicNames(PREFIX));
        consumer = ExampleConsumer.start(connections, folder, GROUP, 1, 100, 0);
    }

    @AfterAll
    static void stop() {
        consumer.close();
        broker.close();
    }

    private static String[] with(String address, String... arguments) {
        List<String> all = new ArrayList<>(List.of(arguments));
        all.addAll(List.of(
                "--topic-prefix",
                PREFIX,
                "--bootstrap-server",
                address,
                "--schema-registry-url",
                SharedPipeline.endpoints().registryUrl()));
        return all.toArray(String[]::new);
    }

    private static Cli asAlice(String... arguments) throws IOException {
        Path config = folder.resolve("alice.properties");
        Files.writeString(config, AuthorizingBroker.credentials("alice", "alices-secret"));
        List<String> all = new ArrayList<>(List.of(with(broker.address(), arguments)));
        all.addAll(List.of("--command-config", config.toString()));
        return Cli.run(all.toArray(String[]::new));
    }

    private static Cli loadTestAsAlice() throws IOException {
        return asAlice(
                "load-test",
                "--group",
                GROUP,
                "--site-id",
                "" + SITE,
                "--miners",
                "5",
                "--rate",
                "20",
                "--duration",
                "2s",
                "--commit",
                "time-point",
                "--output",
                "json");
    }

    /** A load test that runs until the broker does not, or to its end. */
    private static CompletableFuture<Cli> loadTest(String length) throws Exception {
        long before = committed();
        CompletableFuture<Cli> test = CompletableFuture.supplyAsync(() -> Cli.run(with(
                broker.plainAddress(),
                "load-test",
                "--group",
                GROUP,
                "--site-id",
                "" + SITE,
                "--miners",
                "200",
                "--rate",
                "" + RATE,
                "--duration",
                length,
                "--output",
                "json")));
        Awaitility.await().atMost(Duration.ofMinutes(1)).until(() -> test.isDone() || committed() > before + 2 * RATE);
        assertThat(test).isNotDone();
        return test;
    }

    private static long committed() throws Exception {
        return consumer.offsets().values().stream()
                .mapToLong(offset -> offset.offset())
                .sum();
    }

    private static String lacks(String resource, String right, String got, String options) {
        return "%s: User:alice must be allowed to %s, %s; grant it: kafka-acls.sh --add --allow-principal User:alice --operation %s %s"
                .formatted(resource, right, got, right.replace(" and ", " --operation "), options);
    }

    private static String hidden(String topic, String operations) {
        return lacks(
                "topic " + PREFIX + topic,
                operations + " and Describe and DescribeConfigs",
                "may not even describe it",
                "--topic " + PREFIX + topic);
    }

    @Test
    @Order(1)
    void shouldNameEveryRightThatIsMissing() throws Exception {
        try (Admin admin = broker.admin()) {
            NothingWritten nothing = NothingWritten.since(admin, PREFIX, SITE);

            Cli refused = loadTestAsAlice();

            assertThat(refused.err().lines())
                    .containsExactly(
                            "minerstream load-test: 6 findings, nothing was written:",
                            "  " + lacks("group " + GROUP, "Describe", "is refused", "--group " + GROUP),
                            "  " + hidden("miner-telemetry", "Write"),
                            "  " + hidden("telemetry-watermarks", "Write"),
                            "  " + hidden("hosting-miners", "Read and Write"),
                            "  " + hidden("simulation-runs", "Read and Write"),
                            "  "
                                    + lacks(
                                            "transactional.id load-acl-minerstream-generate-site-936",
                                            "Write",
                                            "is refused",
                                            "--transactional-id load-acl-minerstream-generate-site-936 --resource-pattern-type prefixed"));
            assertThat(refused.exitCode()).isEqualTo(1);
            nothing.verify();
        }
    }

    @Test
    @Order(2)
    void shouldAskForNoMoreThanItNamed() throws Exception {
        broker.grant("alice", ResourceType.GROUP, GROUP, AclOperation.DESCRIBE);
        broker.grant(
                "alice",
                ResourceType.TOPIC,
                PREFIX,
                AclOperation.READ,
                AclOperation.WRITE,
                AclOperation.DESCRIBE,
                AclOperation.DESCRIBE_CONFIGS);
        broker.grant(
                "alice",
                ResourceType.TRANSACTIONAL_ID,
                PREFIX + "minerstream-generate-site-" + SITE,
                AclOperation.WRITE);

        Cli test = loadTestAsAlice();

        // Whether 40 readings are on time is not what this is about.
        assertThat(test.json().get("complete").booleanValue())
                .as(test.err() + test.out())
                .isTrue();
        assertThat(test.json().get("transactions").booleanValue()).isTrue();
        assertThat(test.json().at("/groups/0/lateness/records").longValue()).isEqualTo(40);
        sent += 40;
    }

    @Test
    @Order(3)
    @Tag("long")
    void shouldShowABrokerThatStoodStillInTheLateness() throws Exception {
        CompletableFuture<Cli> running = loadTest("10s");

        broker.signal("STOP");
        try {
            Awaitility.await().pollDelay(Duration.ofSeconds(5)).until(() -> true);
        } finally {
            broker.signal("CONT");
        }

        Cli test = running.get();
        assertThat(test.exitCode()).as(test.err() + test.out()).isZero();
        JsonNode load = test.json().get("load");
        // Every reading was sent when it was due, and none was left out because nobody answered.
        assertThat(load.get("sent").longValue()).isEqualTo(10 * RATE);
        sent += 10 * RATE;
        assertThat(load.at("/acknowledgement/maxSeconds").doubleValue()).isBetween(4.5, 8.0);
        JsonNode lateness = test.json().at("/groups/0/lateness");
        assertThat(lateness.get("records").longValue()).isEqualTo(10 * RATE);
        assertThat(lateness.get("maxSeconds").doubleValue()).isBetween(5.0, 9.0);
        // Half of the readings fell due meanwhile: a tenth of all waited for about 4 s. Of a closed loop it would be
        // one.
        assertThat(lateness.get("p90Seconds").doubleValue()).isGreaterThan(3.8);
    }

    private static Cli clean(String... more) {
        List<String> all = new ArrayList<>(List.of(with(broker.plainAddress(), "load-test", "clean")));
        all.addAll(List.of(more));
        return Cli.run(all.toArray(String[]::new));
    }

    /** Offsets of the topic: before the first record, or behind the last. */
    private static Map<TopicPartition, Long> offsets(Admin admin, OffsetSpec which) throws Exception {
        return admin
                .listOffsets(Map.of(new TopicPartition(TOPIC, 0), which, new TopicPartition(TOPIC, 1), which))
                .all()
                .get()
                .entrySet()
                .stream()
                .collect(Collectors.toMap(
                        Map.Entry::getKey, found -> found.getValue().offset()));
    }

    private static void setPolicy(Admin admin, String policy) throws Exception {
        admin.incrementalAlterConfigs(Map.of(
                        new ConfigResource(ConfigResource.Type.TOPIC, TOPIC),
                        List.of(new AlterConfigOp(
                                new ConfigEntry("cleanup.policy", policy), AlterConfigOp.OpType.SET))))
                .all()
                .get();
    }

    @Test
    @Order(4)
    void shouldNameTheRightToDeleteThatIsMissing() throws Exception {
        Cli refused = asAlice("load-test", "clean");

        assertThat(refused.err().lines())
                .containsExactly(
                        "minerstream load-test clean: 1 finding, nothing was written:",
                        "  "
                                + lacks(
                                        "topic " + TOPIC,
                                        "Delete",
                                        "may Read and Write and Describe and DescribeConfigs",
                                        "--topic " + TOPIC));
        assertThat(refused.exitCode()).isEqualTo(1);
    }

    @Test
    @Order(5)
    void shouldDeleteTheReadingsOfLoadTests() throws Exception {
        try (Admin admin = broker.admin()) {
            Map<TopicPartition, Long> begins = offsets(admin, OffsetSpec.earliest());
            Map<TopicPartition, Long> ends = offsets(admin, OffsetSpec.latest());
            Map<TopicPartition, OffsetAndMetadata> committed = consumer.offsets();

            Cli dry = clean("--dry-run", "--output", "json");

            assertThat(dry.exitCode()).as(dry.err() + dry.out()).isZero();
            assertThat(offsets(admin, OffsetSpec.earliest())).isEqualTo(begins);
            assertThat(dry.json().get("deleted").booleanValue()).isFalse();
            assertThat(dry.json().at("/partitions/0/readings").longValue()
                            + dry.json().at("/partitions/1/readings").longValue())
                    .isEqualTo(sent);

            Cli cleaned = clean("--output", "json");

            assertThat(cleaned.exitCode()).as(cleaned.err() + cleaned.out()).isZero();
            assertThat(cleaned.json().get("deleted").booleanValue()).isTrue();
            assertThat(cleaned.json().get("partitions")).isEqualTo(dry.json().get("partitions"));
            // All but markers of transactions behind the last reading.
            assertThat(offsets(admin, OffsetSpec.earliest())).allSatisfy((partition, begin) -> assertThat(begin)
                    .isEqualTo(cleaned.json()
                            .at("/partitions/%s/end".formatted(partition.partition()))
                            .longValue()));
            assertThat(offsets(admin, OffsetSpec.latest())).isEqualTo(ends);
            assertThat(consumer.offsets()).isEqualTo(committed);
            assertThat(clean().out()).startsWith("Topic " + TOPIC + ": deleted 0 readings of load tests");
        }
    }

    @Test
    @Order(6)
    void shouldSayAllThatStandsInTheWayAndDeleteNothing() throws Exception {
        TopicPartition first = new TopicPartition(TOPIC, 0);
        try (Admin admin = broker.admin()) {
            try (KafkaProducer<byte[], byte[]> other = new KafkaProducer<>(
                    Map.of("bootstrap.servers", broker.plainAddress()),
                    new ByteArraySerializer(),
                    new ByteArraySerializer())) {
                other.send(new ProducerRecord<>(TOPIC, 0, new byte[] {1}, new byte[] {1}))
                        .get();
            }
            Cli test = loadTestAsAlice();
            assertThat(test.json().at("/groups/0/unread").longValue())
                    .as(test.err() + test.out())
                    .isZero();
            admin.alterConsumerGroupOffsets(
                            "load-acl-behind",
                            Map.of(
                                    first,
                                    new OffsetAndMetadata(offsets(admin, OffsetSpec.earliest())
                                            .get(first))))
                    .all()
                    .get();
            setPolicy(admin, "compact");
            Map<TopicPartition, Long> begins = offsets(admin, OffsetSpec.earliest());

            Cli refused = clean("--output", "json");

            assertThat(refused.exitCode()).isEqualTo(1);
            assertThat(refused.err().lines())
                    .satisfiesExactly(
                            count -> assertThat(count)
                                    .isEqualTo("minerstream load-test clean: 3 findings, nothing was written:"),
                            policy -> assertThat(policy)
                                    .startsWith("  topic " + TOPIC + ": cleanup.policy must have delete, is compact: "),
                            others -> assertThat(others)
                                    .matches("  topic " + TOPIC + ", partition 0: must have no records of others before"
                                            + " offset \\d+, has 1 among \\d+ readings of load tests, .*"),
                            group -> assertThat(group)
                                    .startsWith("  group load-acl-behind: must have read the readings of load tests,"
                                            + " has not in partitions [0]: "));
            assertThat(offsets(admin, OffsetSpec.earliest())).isEqualTo(begins);
            Cli dry = clean("--dry-run", "--output", "json");
            assertThat(dry.exitCode()).isEqualTo(1);
            assertThat(dry.json().get("findings")).hasSize(3);
            assertThat(dry.json().at("/partitions/0/others").longValue()).isEqualTo(1);
            setPolicy(admin, "delete");
        }
    }

    @Test
    @Order(7)
    @Tag("long")
    void shouldReportWhatWasSeenUntilKafkaWasGone() throws Exception {
        CompletableFuture<Cli> running = loadTest("10m");

        broker.close();

        Cli test = running.get();
        assertThat(test.exitCode()).as(test.err() + test.out()).isEqualTo(3);
        assertThat(test.err())
                .startsWith("minerstream load-test: Kafka: must answer within 60 s, did not (")
                .contains("); this is what was seen until then");
        assertThat(test.json().get("complete").booleanValue()).isFalse();
        assertThat(test.json().at("/load/acknowledged").longValue()).isBetween(2L * RATE, 20L * RATE);
        assertThat(test.json().at("/groups/0/lateness/records").longValue()).isGreaterThanOrEqualTo(RATE);
    }
}

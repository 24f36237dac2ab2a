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
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.resource.ResourceType;
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
    private static final String GROUP = "load-acl-group";
    private static final int SITE = 936;
    private static final int RATE = 200;

    @TempDir
    private static Path folder;

    private static AuthorizingBroker broker;
    private static ExampleConsumer consumer;

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
                "alice", ResourceType.TRANSACTIONAL_ID, PREFIX + "minerstream-generate-site-" + SITE, AclOperation.WRITE);

        Cli test = loadTestAsAlice();

        assertThat(test.exitCode()).as(test.err() + test.out()).isZero();
        assertThat(test.json().get("transactions").booleanValue()).isTrue();
        assertThat(test.json().at("/groups/0/lateness/records").longValue()).isEqualTo(40);
    }

    @Test
    @Order(3)
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
        assertThat(load.at("/acknowledgement/maxSeconds").doubleValue()).isBetween(4.5, 8.0);
        JsonNode lateness = test.json().at("/groups/0/lateness");
        assertThat(lateness.get("records").longValue()).isEqualTo(10 * RATE);
        assertThat(lateness.get("maxSeconds").doubleValue()).isBetween(5.0, 9.0);
        // Half of the readings fell due meanwhile: a tenth of all waited for about 4 s. Of a closed loop it would be one.
        assertThat(lateness.get("p90Seconds").doubleValue()).isGreaterThan(3.8);
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

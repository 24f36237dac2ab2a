package io.minerstream.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.resource.ResourceType;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** On a broker with an authorizer: what a user may not do is found before the first record, by name, and all of it at once. */
@ExtendWith(SharedPipeline.class)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class AccessIT {

    private static final String PREFIX = "acl-";
    private static final int SITE = 451;

    @TempDir
    private static Path folder;

    private static AuthorizingBroker broker;

    @BeforeAll
    static void start() throws IOException {
        broker = AuthorizingBroker.start(folder);
        Cli topics = Cli.run(
                "fleet",
                "publish",
                "--miners",
                "1",
                "--site-id",
                "450",
                "--first-miner-id",
                "450000",
                "--topic-prefix",
                PREFIX,
                "--bootstrap-server",
                broker.plainAddress(),
                "--schema-registry-url",
                SharedPipeline.endpoints().registryUrl());
        assertThat(topics.exitCode()).as(topics.err()).isZero();
    }

    @AfterAll
    static void stop() {
        broker.close();
    }

    private static Cli as(String user, String password, String... command) throws IOException {
        Path config = folder.resolve(user + ".properties");
        Files.writeString(config, AuthorizingBroker.credentials(user, password));
        List<String> arguments = new ArrayList<>(List.of(command));
        arguments.addAll(List.of(
                "--topic-prefix",
                PREFIX,
                "--bootstrap-server",
                broker.address(),
                "--schema-registry-url",
                SharedPipeline.endpoints().registryUrl(),
                "--command-config",
                config.toString()));
        return Cli.run(arguments.toArray(String[]::new));
    }

    private static Cli generateAsAlice(String... more) throws IOException {
        List<String> arguments = new ArrayList<>(List.of(
                "generate",
                "--miners",
                "5",
                "--site-id",
                "" + SITE,
                "--first-miner-id",
                "451000",
                "--from",
                "2026-11-01",
                "--hours",
                "2"));
        arguments.addAll(List.of(more));
        return as("alice", "alices-secret", arguments.toArray(String[]::new));
    }

    private static void assertRefused(Cli cli, String command, List<String> findings) {
        assertThat(cli.err().lines().toList())
                .containsExactlyElementsOf(join(
                        "minerstream %s: %s %s, nothing was written:"
                                .formatted(command, findings.size(), findings.size() == 1 ? "finding" : "findings"),
                        findings.stream().map(finding -> "  " + finding).toList()));
        assertThat(cli.exitCode()).isEqualTo(1);
        assertThat(cli.out()).isEmpty();
    }

    private static List<String> join(String first, List<String> rest) {
        List<String> all = new ArrayList<>(List.of(first));
        all.addAll(rest);
        return all;
    }

    private static String hidden(String topic, String... operations) {
        return "topic acl-%s: User:alice must be allowed to %s and Describe and DescribeConfigs, may not even describe it; grant it: "
                        .formatted(topic, String.join(" and ", operations))
                + "kafka-acls.sh --add --allow-principal User:alice%s --operation Describe --operation DescribeConfigs --topic acl-%s"
                        .formatted(options(operations), topic);
    }

    private static String options(String... operations) {
        return " --operation " + String.join(" --operation ", operations);
    }

    private static String transactions(String id) {
        return "transactional.id acl-%s: User:alice must be allowed to Write, is refused; grant it: ".formatted(id)
                + "kafka-acls.sh --add --allow-principal User:alice --operation Write --transactional-id acl-%s "
                        .formatted(id)
                + "--resource-pattern-type prefixed";
    }

    static Stream<Arguments> refusals() {
        return Stream.of(
                Arguments.of(
                        "generate",
                        List.of("--miners", "5", "--no-wait"),
                        List.of(
                                hidden("miner-telemetry", "Write"),
                                hidden("telemetry-watermarks", "Write"),
                                hidden("hosting-miners", "Read", "Write"),
                                hidden("simulation-runs", "Read", "Write"),
                                transactions("minerstream-generate-site-451"))),
                Arguments.of(
                        "fleet publish",
                        List.of("--miners", "5"),
                        List.of(
                                hidden("hosting-miners", "Read", "Write"),
                                transactions("minerstream-roster-site-451"))),
                Arguments.of(
                        "seed-strategies",
                        List.of(),
                        List.of(
                                hidden("curtailment-strategies", "Read", "Write"),
                                transactions("minerstream-seed-site-451"))));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("refusals")
    @Order(1)
    void shouldNameEveryRightThatACommandLacks(String command, List<String> more, List<String> findings)
            throws Exception {
        try (Admin admin = broker.admin()) {
            NothingWritten nothing = NothingWritten.since(admin, PREFIX, SITE);
            List<String> arguments = new ArrayList<>(List.of(command.split(" ")));
            arguments.addAll(List.of("--site-id", "" + SITE));
            arguments.addAll(more);

            Cli refused = as("alice", "alices-secret", arguments.toArray(String[]::new));

            assertRefused(refused, command, findings);
            nothing.verify();
        }
    }

    @Test
    @Order(2)
    void shouldAskForNoMoreThanItNamed() throws Exception {
        broker.grant(
                "alice",
                ResourceType.TOPIC,
                PREFIX,
                AclOperation.READ,
                AclOperation.WRITE,
                AclOperation.DESCRIBE,
                AclOperation.DESCRIBE_CONFIGS);
        broker.grant(
                "alice", ResourceType.TRANSACTIONAL_ID, PREFIX + "minerstream-generate-site-451", AclOperation.WRITE);

        Cli run = generateAsAlice("--no-wait", "--output", "json");

        assertThat(run.exitCode()).as(run.err()).isZero();
        assertThat(run.json().get("recordsGenerated").longValue()).isEqualTo(10);
    }

    @Test
    @Order(3)
    void shouldFindThatTheVerdictCouldNotBeWaitedForTogetherWithTheRange() throws Exception {
        try (Admin admin = broker.admin()) {
            NothingWritten nothing = NothingWritten.since(admin, PREFIX, SITE);

            Cli refused = generateAsAlice();

            assertThat(refused.err().lines())
                    .satisfiesExactly(
                            count -> assertThat(count).endsWith(": 2 findings, nothing was written:"),
                            range -> assertThat(range).startsWith("  site_id=451 already has readings between"),
                            group -> assertThat(group)
                                    .isEqualTo(
                                            "  group acl-minerstream-validator: User:alice must be allowed to Describe, is "
                                                    + "refused; grant it: kafka-acls.sh --add --allow-principal User:alice --operation Describe "
                                                    + "--group acl-minerstream-validator, or give --no-wait"));
            assertThat(refused.exitCode()).isEqualTo(1);
            nothing.verify();
        }
    }

    @Test
    @Order(4)
    void shouldHideThePasswordInADryRun() throws Exception {
        Cli dry = generateAsAlice("--no-wait", "--force", "--dry-run");

        assertThat(dry.exitCode()).as(dry.err() + dry.out()).isZero();
        assertThat(dry.out()).contains("sasl.jaas.config=[hidden]", "sasl.mechanism=PLAIN");
        assertThat(dry.out() + dry.err()).doesNotContain("alices-secret");
    }

    @Test
    @Order(5)
    void shouldSayThatThePasswordIsWrong() throws Exception {
        try (Admin admin = broker.admin()) {
            NothingWritten nothing = NothingWritten.since(admin, PREFIX, SITE);

            Cli refused = as("mallory", "guessed", "generate", "--miners", "5", "--site-id", "" + SITE, "--no-wait");

            assertThat(refused.exitCode()).isEqualTo(3);
            assertThat(refused.err())
                    .isEqualToIgnoringNewLines("minerstream generate: Kafka at " + broker.address()
                            + ": must answer, but access denied: Authentication failed: Invalid username or password; check "
                            + "--command-config; check that the broker runs and that --bootstrap-server is right");
            nothing.verify();
        }
    }
}

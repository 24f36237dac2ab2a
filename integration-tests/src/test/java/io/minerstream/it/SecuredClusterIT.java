package io.minerstream.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The whole chain where every part asks for a certificate, a password and a right, set up as docs/secured-clusters.md says. */
@ExtendWith(SharedPipeline.class)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
@Tag("long")
class SecuredClusterIT {

    private static final String SITE = "931";

    @TempDir
    private static Path folder;

    private static SecuredCluster cluster;
    private static TestCertificates wrong;
    private static Thread validator;
    private static CompletableFuture<Cli> validated;

    @BeforeAll
    static void start() throws Exception {
        cluster = SecuredCluster.start(folder);
        wrong = TestCertificates.create(folder, "wrong");
    }

    @AfterAll
    static void stop() throws Exception {
        if (validator != null) {
            validator.interrupt();
            validator.join();
        }
        if (cluster != null) {
            cluster.close();
        }
    }

    private static Cli run(String... command) {
        return SecuredCluster.run(cluster.options(), command);
    }

    private static void assertDone(Cli cli) {
        assertThat(cli.exitCode()).as(cli.out() + cli.err()).isZero();
        assertThat(cli.out() + cli.err()).doesNotContain("-secret");
    }

    private static Cli deploy(Path connectorConfig, String passwordReference) {
        return run(
                "sink",
                "deploy",
                "--connector-config",
                connectorConfig.toString(),
                "--database-password-reference",
                passwordReference);
    }

    private static Cli generate(Map<String, String> options, String... more) {
        List<String> command = new ArrayList<>(
                List.of("generate", "--site-id", SITE, "--from", "2026-11-01", "--hours", "3", "--seed", "7"));
        command.addAll(List.of(more));
        return SecuredCluster.run(options, command.toArray(String[]::new));
    }

    @Test
    @Order(1)
    void shouldRunTheWholeChain() throws Exception {
        validated = new CompletableFuture<>();
        validator = new Thread(
                () -> validated.complete(
                        run("validate", "--state-dir", folder.resolve("state").toString())),
                "validator");
        validator.start();
        assertDone(run("fleet", "init", "--site-id", SITE, "--miners", "20", "--first-miner-id", "931000"));
        assertDone(deploy(cluster.connectorConfig(), cluster.reference("database.password")));
        assertDone(run("seed-strategies", "--site-id", SITE));

        Cli generated = generate(cluster.options(), "--output", "json");

        assertDone(generated);
        assertThat(generated.json().get("recordsGenerated").longValue()).isEqualTo(60);
        assertDone(run("verify", "--site-id", SITE, "--exact"));
        assertDone(run("live", "--site-id", SITE, "--speed", "36000", "--hours", "2"));
        assertDone(run("strategies", "list", "--site-id", SITE));
        assertDone(run("sink", "status"));
        assertThat(validated).as("the validator").isNotDone();
        assertThat(cluster.database().rowCounts()).isEqualTo(List.of("20 miners", "100 readings", "4 strategies"));
    }

    private interface Change {
        void apply(Map<String, String> options) throws Exception;
    }

    private static Arguments refusal(String what, Change change, String... messages) {
        return Arguments.of(what, change, List.of(messages));
    }

    private static Change setting(String... keysAndValues) {
        return options -> {
            Properties settings = new Properties();
            try (var in = Files.newBufferedReader(Path.of(options.get("--command-config")))) {
                settings.load(in);
            }
            for (int i = 0; i < keysAndValues.length; i += 2) {
                settings.setProperty(keysAndValues[i], keysAndValues[i + 1]);
            }
            Path file = folder.resolve("changed.properties");
            try (var out = Files.newOutputStream(file)) {
                settings.store(out, null);
            }
            options.put("--command-config", file.toString());
        };
    }

    private static String scram(String user, String password) {
        return "org.apache.kafka.common.security.scram.ScramLoginModule required username=\"%s\" password=\"%s\";"
                .formatted(user, password);
    }

    private static Change passwordFile(String password) {
        return options -> options.put(
                "--database-password-file",
                Files.writeString(folder.resolve("guessed.password"), password).toString());
    }

    static Stream<Arguments> refusals() {
        String untrusted = folder.resolve("wrong-trust.p12").toString();
        return Stream.of(
                refusal(
                        "Kafka, certificate",
                        setting("ssl.truststore.location", untrusted),
                        "Kafka at ",
                        "certificate is not trusted"),
                refusal(
                        "Kafka, password",
                        setting("sasl.jaas.config", scram("minerstream", "guessed-secret")),
                        "Kafka at ",
                        "Authentication failed"),
                refusal(
                        "Kafka, right",
                        setting("sasl.jaas.config", scram("mallory", "mallorys-secret")),
                        "User:mallory must be allowed to",
                        "topic mining-miner-telemetry"),
                refusal(
                        "registry, certificate",
                        setting("schema.registry.ssl.truststore.location", untrusted),
                        "schema registry",
                        "certificate is not trusted"),
                refusal(
                        "registry, password",
                        setting("basic.auth.user.info", "minerstream:guessed-secret"),
                        "schema registry",
                        "HTTP 401"),
                refusal(
                        "Connect, certificate",
                        setting("connect.ssl.truststore.location", untrusted),
                        "Kafka Connect at ",
                        "certificate is not trusted"),
                refusal(
                        "Connect, password",
                        setting("connect.basic.auth.user.info", "minerstream:guessed-secret"),
                        "Kafka Connect at ",
                        "must grant access, got HTTP 401"),
                refusal(
                        "database, certificate",
                        options -> options.put("--database-url", cluster.databaseUrl(wrong)),
                        "warehouse ",
                        "certificate is not trusted"),
                refusal(
                        "database, password",
                        passwordFile("guessed-secret"),
                        "warehouse ",
                        "must be allowed to log in"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("refusals")
    @Order(2)
    void shouldSayWhichPartRefusesAndWhy(String what, Change change, List<String> messages) throws Exception {
        Map<String, Object> before = state();
        Map<String, String> options = new HashMap<>(cluster.options());
        change.apply(options);

        Cli refused = generate(options, "--force");

        assertThat(refused.exitCode()).as(refused.err()).isNotZero();
        assertThat(refused.err()).contains(messages).doesNotContain("-secret", "\tat ");
        assertThat(state()).isEqualTo(before);
    }

    private static Path connectorConfig(UnaryOperator<String> change) throws IOException {
        return Files.writeString(
                folder.resolve("changed-connector.properties"),
                change.apply(Files.readString(cluster.connectorConfig())));
    }

    @Test
    @Order(3)
    void shouldSayWhatTheWorkerMayNotUse() throws Exception {
        Cli registry = deploy(
                connectorConfig(text -> text.replace("registry.user.info}", "guessed.user.info}")),
                cluster.reference("database.password"));
        Cli certificate = deploy(
                connectorConfig(text -> text.replace("right-trust.p12", "wrong-trust.p12")),
                cluster.reference("database.password"));

        assertThat(registry.exitCode()).isEqualTo(1);
        assertThat(registry.err()).contains("schema registry", "HTTP 401").doesNotContain("-secret");
        assertThat(certificate.exitCode()).isEqualTo(1);
        assertThat(certificate.err()).contains("schema registry", "certificate is not trusted");
    }

    @Test
    @Order(4)
    void shouldSayThatTheWorkersDatabasePasswordIsWrong() {
        Cli failed = deploy(cluster.connectorConfig(), cluster.reference("store.password"));

        assertThat(failed.exitCode()).isEqualTo(1);
        assertThat(failed.err())
                .contains("rejects its settings", "connection.url: ", "password authentication failed for user")
                .doesNotContain("-secret");
        assertDone(deploy(cluster.connectorConfig(), cluster.reference("database.password")));
    }

    @Test
    @Order(5)
    void shouldRefuseASecretInClear() throws Exception {
        Cli refused = deploy(
                connectorConfig(
                        text -> text.replaceAll("\\$\\{file:[^}]*:registry.user.info}", "minerstream:registry-secret")),
                cluster.reference("database.password"));

        assertThat(refused.exitCode()).isEqualTo(2);
        assertThat(refused.err())
                .contains("value.converter.basic.auth.user.info: must be a reference")
                .doesNotContain("-secret");
    }

    @Test
    @Order(6)
    void shouldNameTheRightThatTheDatabaseUserLacks() throws Exception {
        cluster.database().execute(List.of("CREATE ROLE reader LOGIN PASSWORD 'readers-secret'"));
        Map<String, Object> before = state();
        Map<String, String> options = new HashMap<>(cluster.options());
        passwordFile("readers-secret").apply(options);
        options.put("--database-user", "reader");

        Cli refused = SecuredCluster.run(
                options, "fleet", "init", "--site-id", "932", "--miners", "5", "--first-miner-id", "932000");

        assertThat(refused.exitCode()).isNotZero();
        assertThat(refused.err())
                .contains(
                        "warehouse ", "user 'reader' must have the right", "permission denied for table hosting_sites")
                .doesNotContain("-secret");
        assertThat(state()).isEqualTo(before);
    }

    /** Ends of all topics of the prefix, and rows. The validator's own topics move on as it works. */
    private static Map<String, Object> state() throws Exception {
        try (Admin admin = cluster.broker().admin()) {
            Map<TopicPartition, OffsetSpec> latest = new HashMap<>();
            List<String> topics = admin.listTopics().names().get().stream()
                    .filter(topic -> topic.startsWith(SecuredCluster.PREFIX) && !topic.contains("-validator-"))
                    .toList();
            admin.describeTopics(topics).allTopicNames().get().forEach((name, topic) -> topic.partitions()
                    .forEach(partition ->
                            latest.put(new TopicPartition(name, partition.partition()), OffsetSpec.latest())));
            Map<String, Object> state = new TreeMap<>();
            state.put(
                    "offsets",
                    admin.listOffsets(latest).all().get().entrySet().stream()
                            .collect(Collectors.toMap(
                                    Map.Entry::getKey, end -> end.getValue().offset())));
            state.put("rows", cluster.database().rowCounts());
            return state;
        }
    }
}

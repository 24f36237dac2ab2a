package io.minerstream.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.minerstream.stack.process.FreePort;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.apache.kafka.clients.admin.Admin;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Whatever is unreachable or wrongly addressed has its own message and exit code 3, and nothing is written. */
@ExtendWith(SharedPipeline.class)
class UnreachablePartsIT {

    private static final String PREFIX = "unreachable-";

    @TempDir
    private Path folder;

    @BeforeAll
    static void fleet() {
        Cli init = Cli.onSharedPipeline(
                "fleet", "init", "--site-id", "73", "--miners", "10", "--first-miner-id", "730000");
        assertThat(init.exitCode()).as(init.err()).isZero();
    }

    private static Cli generateWith(String option, String value) {
        List<String> options = new ArrayList<>(List.of("generate", "--site-id", "73", "--topic-prefix", PREFIX));
        options.addAll(SharedPipeline.options());
        options.set(options.indexOf(option) + 1, value);
        return Cli.run(options.toArray(String[]::new));
    }

    private static void assertUnreachable(Cli cli, String message) throws Exception {
        assertThat(cli.err().strip()).isEqualTo("minerstream generate: " + message);
        assertUnreachable(cli);
    }

    private static void assertUnreachable(Cli cli) throws Exception {
        assertThat(cli.exitCode()).as(cli.err()).isEqualTo(3);
        assertThat(cli.out()).isEmpty();
        assertThat(cli.err()).doesNotContain("\tat ");
        try (Admin admin = SharedPipeline.connections().openAdmin()) {
            Set<String> topics = new HashSet<>(admin.listTopics().names().get());
            topics.removeIf(topic -> !topic.startsWith(PREFIX));
            assertThat(topics).as("topics that were created").isEmpty();
        }
    }

    private static int portOf(String url) {
        return URI.create(url).getPort();
    }

    @Test
    void shouldSayThatNoBrokerListens() throws Exception {
        String closed = "127.0.0.1:" + FreePort.find();

        assertUnreachable(
                generateWith("--bootstrap-server", closed),
                "Kafka at " + closed
                        + ": must answer, but nothing listens there (Connection refused); check that the broker runs "
                        + "and that --bootstrap-server is right");
    }

    @Test
    void shouldSayThatTheBrokersAddressIsAnotherServer() throws Exception {
        String registry = "127.0.0.1:" + portOf(SharedPipeline.endpoints().registryUrl());

        assertUnreachable(
                generateWith("--bootstrap-server", registry),
                "Kafka at " + registry
                        + ": must answer, but what listens there gave another answer than Kafka: it is "
                        + "not a Kafka broker, or it wants TLS or SASL (--command-config); check that the broker runs and that "
                        + "--bootstrap-server is right");
    }

    @Test
    void shouldSayThatNoRegistryListens() throws Exception {
        String closed = "http://127.0.0.1:" + FreePort.find();

        assertUnreachable(
                generateWith("--schema-registry-url", closed),
                "--schema-registry-url: schema registry [" + closed
                        + "]: listing the subjects failed after 2 attempts (ConnectException: Connection refused); check that "
                        + "it runs and that schema.registry.url is right");
    }

    @Test
    void shouldSayThatTheRegistrysAddressIsAnotherServer() throws Exception {
        String connect = SharedPipeline.endpoints().connectUrl();

        assertUnreachable(
                generateWith("--schema-registry-url", connect),
                "--schema-registry-url: schema registry [" + connect
                        + "]: listing the subjects was refused: the server there is not a schema registry, "
                        + "or its path is wrong (HTTP 404); check schema.registry.url (Apicurio's has the path /apis/ccompat/v7)");
    }

    @Test
    void shouldSayThatNoDatabaseListens() throws Exception {
        int closed = FreePort.find();

        Cli cli = generateWith("--database-url", "jdbc:postgresql://127.0.0.1:" + closed + "/minerstream");

        assertUnreachable(cli);
        assertThat(cli.err()).contains("127.0.0.1:" + closed, "connection refused");
    }

    @Test
    void shouldSayThatTheDatabaseIsMissing() throws Exception {
        Cli cli = generateWith(
                "--database-url", SharedPipeline.endpoints().jdbcUrl().replace("/minerstream", "/elsewhere"));

        assertUnreachable(cli);
        assertThat(cli.err()).contains("elsewhere");
    }

    @Test
    void shouldSayThatThePasswordIsWrongAndNotShowIt() throws Exception {
        Path wrong = Files.writeString(folder.resolve("password"), "not-the-password\n");

        Cli cli = generateWith("--database-password-file", wrong.toString());

        assertUnreachable(cli);
        assertThat(cli.err()).contains("password").doesNotContain("not-the-password");
    }

    @Test
    void shouldSayThatConnectDoesNotListenBeforeAnythingIsWritten() throws Exception {
        String closed = "http://127.0.0.1:" + FreePort.find();

        Cli cli = generateWith("--connect-url", closed);

        assertUnreachable(cli);
        assertThat(cli.err()).startsWith("minerstream generate: --connect-url: Kafka Connect at " + closed);
    }

    @Test
    void shouldSayThatConnectsAddressIsAnotherServer() throws Exception {
        String registry = SharedPipeline.endpoints().registryUrl();

        Cli cli = generateWith("--connect-url", registry);

        assertUnreachable(cli);
        assertThat(cli.err()).contains(registry, "the REST API of Kafka Connect must answer there");
    }

    @Test
    void shouldSayThatNothingIsGivenAndNothingRuns() {
        Cli cli = Cli.run("generate", "--data-dir", folder.toString());

        assertThat(cli.exitCode()).isEqualTo(3);
        assertThat(cli.err().strip())
                .isEqualTo(
                        "minerstream generate: Kafka: needs an address, but --bootstrap-server is not given and no `minerstream "
                                + "up` runs on " + folder + "; give it, or start `minerstream up`");
    }
}

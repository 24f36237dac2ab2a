package io.minerstream.it;

import io.minerstream.stack.broker.BrokerMain;
import io.minerstream.stack.process.FreePort;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ScramCredentialInfo;
import org.apache.kafka.clients.admin.ScramMechanism;
import org.apache.kafka.clients.admin.UserScramCredentialUpsertion;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.acl.AccessControlEntry;
import org.apache.kafka.common.acl.AclBinding;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.acl.AclPermissionType;
import org.apache.kafka.common.resource.PatternType;
import org.apache.kafka.common.resource.ResourcePattern;
import org.apache.kafka.common.resource.ResourceType;
import org.awaitility.Awaitility;

/**
 * The embedded broker with Kafka's own authorizer, in a JVM of its own: users come in over SASL and may do what they were granted,
 * the test over a listener without a password and may do everything.
 */
final class AuthorizingBroker implements AutoCloseable {

    private final KillablePart process;
    private final int plainPort;
    private final int saslPort;

    private AuthorizingBroker(KillablePart process, int plainPort, int saslPort) {
        this.process = process;
        this.plainPort = plainPort;
        this.saslPort = saslPort;
    }

    /** Users alice and mallory come in over SASL/PLAIN. */
    static AuthorizingBroker start(Path folder) throws IOException {
        return start(
                folder,
                Map.of(
                        "listener.security.protocol.map",
                        "PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT,USERS:SASL_PLAINTEXT",
                        "sasl.enabled.mechanisms",
                        "PLAIN",
                        "listener.name.users.plain.sasl.jaas.config",
                        "org.apache.kafka.common.security.plain.PlainLoginModule required user_alice=\"alices-secret\" "
                                + "user_mallory=\"mallorys-secret\";"));
    }

    /** Users come in over TLS and SASL/SCRAM; there are none yet. */
    static AuthorizingBroker startWithTls(Path folder, TestCertificates certificates) throws IOException {
        return start(
                folder,
                Map.of(
                        "listener.security.protocol.map",
                        "PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT,USERS:SASL_SSL",
                        "sasl.enabled.mechanisms",
                        "SCRAM-SHA-512",
                        "listener.name.users.scram-sha-512.sasl.jaas.config",
                        "org.apache.kafka.common.security.scram.ScramLoginModule required;",
                        "ssl.keystore.location",
                        certificates.keystore().toString(),
                        "ssl.keystore.password",
                        TestCertificates.PASSWORD));
    }

    private static AuthorizingBroker start(Path folder, Map<String, String> users) throws IOException {
        int[] ports = FreePort.find(3);
        Path settings = folder.resolve("server.properties");
        try (OutputStream out = Files.newOutputStream(settings)) {
            settings(folder.resolve("log"), ports, users).store(out, null);
        }
        List<String> command =
                JavaProgram.command(folder, BrokerMain.class.getName(), "-XX:TieredStopAtLevel=1", "-Xmx256m");
        command.addAll(List.of(settings.toString(), Uuid.randomUuid().toString()));
        KillablePart process = KillablePart.start(command, folder.resolve("broker.log"));
        AuthorizingBroker broker = new AuthorizingBroker(process, ports[0], ports[2]);
        try (Admin admin = broker.admin()) {
            Awaitility.await()
                    .atMost(Duration.ofSeconds(60))
                    .ignoreExceptions()
                    .until(() -> !admin.describeCluster().nodes().get().isEmpty());
        }
        return broker;
    }

    private static Properties settings(Path log, int[] ports, Map<String, String> users) {
        Properties settings = new Properties();
        settings.putAll(Map.of(
                "process.roles", "broker,controller",
                "node.id", "1",
                "controller.quorum.voters", "1@127.0.0.1:" + ports[1],
                "controller.listener.names", "CONTROLLER",
                "listeners",
                        "PLAINTEXT://127.0.0.1:%s,CONTROLLER://127.0.0.1:%s,USERS://127.0.0.1:%s"
                                .formatted(ports[0], ports[1], ports[2]),
                "advertised.listeners", "PLAINTEXT://127.0.0.1:%s,USERS://127.0.0.1:%s".formatted(ports[0], ports[2]),
                "inter.broker.listener.name", "PLAINTEXT",
                "log.dirs", log.toString(),
                "auto.create.topics.enable", "false"));
        settings.putAll(Map.of(
                "authorizer.class.name",
                "org.apache.kafka.metadata.authorizer.StandardAuthorizer",
                "super.users",
                "User:ANONYMOUS",
                "log.cleaner.dedupe.buffer.size",
                "2097152"));
        for (String topic : List.of("offsets.topic", "transaction.state.log", "share.coordinator.state.topic")) {
            settings.put(topic + ".replication.factor", "1");
            settings.put(topic + ".num.partitions", "1");
        }
        settings.put("transaction.state.log.min.isr", "1");
        settings.put("share.coordinator.state.topic.min.isr", "1");
        settings.putAll(users);
        return settings;
    }

    /** Where users must say who they are. */
    String address() {
        return "127.0.0.1:" + saslPort;
    }

    /** Where the test may do everything. */
    String plainAddress() {
        return "127.0.0.1:" + plainPort;
    }

    /** A client that may do everything; the caller closes it. */
    Admin admin() {
        return Admin.create(Map.of("bootstrap.servers", plainAddress()));
    }

    /** What a user puts into the file for {@code --command-config}. */
    static String credentials(String user, String password) {
        return """
                security.protocol=SASL_PLAINTEXT
                sasl.mechanism=PLAIN
                sasl.jaas.config=org.apache.kafka.common.security.plain.PlainLoginModule required username="%s" password="%s";
                """
                .formatted(user, password);
    }

    /** Creates a user of SASL/SCRAM. */
    void addUser(String user, String password) throws Exception {
        try (Admin admin = admin()) {
            ScramCredentialInfo info = new ScramCredentialInfo(ScramMechanism.SCRAM_SHA_512, 4096);
            admin.alterUserScramCredentials(List.of(new UserScramCredentialUpsertion(user, info, password)))
                    .all()
                    .get();
        }
    }

    /** Allows a user something on every resource of a type whose name begins so. */
    void grant(String user, ResourceType type, String prefix, AclOperation... operations) throws Exception {
        try (Admin admin = admin()) {
            ResourcePattern pattern = new ResourcePattern(
                    type, prefix, type == ResourceType.CLUSTER ? PatternType.LITERAL : PatternType.PREFIXED);
            admin.createAcls(Arrays.stream(operations)
                            .map(operation -> new AclBinding(
                                    pattern,
                                    new AccessControlEntry("User:" + user, "*", operation, AclPermissionType.ALLOW)))
                            .toList())
                    .all()
                    .get();
        }
    }

    /** @param signal for example {@code STOP} */
    void signal(String signal) throws IOException, InterruptedException {
        process.signal(signal);
    }

    @Override
    public void close() {
        process.close();
    }
}

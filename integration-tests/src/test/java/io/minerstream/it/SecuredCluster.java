package io.minerstream.it;

import io.minerstream.connect.rest.ConnectClient;
import io.minerstream.stack.process.FreePort;
import java.io.IOException;
import java.io.StringReader;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.utils.Utils;

/**
 * Kafka with TLS, SCRAM and ACLs, a registry and a Connect worker with TLS and a login, PostgreSQL with TLS and SCRAM: as
 * docs/secured-clusters.md has them.
 */
final class SecuredCluster implements AutoCloseable {

    static final String PREFIX = "mining-";

    private final Path folder;
    private final TestCertificates certificates;
    private final AuthorizingBroker broker;
    private final SecuredProxy registry;
    private final SecuredDatabase database;
    private final SecuredWorker worker;
    private final SecuredClustersPage page;
    private final int connectPort;

    private SecuredCluster(Path folder) throws Exception {
        this.folder = folder;
        this.certificates = TestCertificates.create(folder, "right");
        this.broker = AuthorizingBroker.startWithTls(Files.createDirectory(folder.resolve("broker")), certificates);
        this.registry = new SecuredProxy(
                URI.create(SharedPipeline.endpoints().registryUrl()), certificates, "minerstream", "registry-secret");
        this.database = SecuredDatabase.start(folder, certificates);
        this.connectPort = FreePort.find();
        this.page = new SecuredClustersPage(replacements());
        broker.addUser("minerstream", "kafka-secret");
        broker.addUser("connect", "worker-secret");
        // Knows a password, and has no right.
        broker.addUser("mallory", "mallorys-secret");
        try (Admin admin = broker.admin()) {
            admin.createAcls(page.acls()).all().get();
        }
        database.execute(page.sql());
        Path secrets = Files.createDirectory(secrets());
        Files.writeString(
                secrets.resolve("minerstream.properties"),
                page.properties("secrets.properties") + "guessed.user.info=minerstream:guessed-secret\n");
        Files.writeString(secrets.resolve("worker.properties"), "kafka.password=worker-secret\n");
        Files.writeString(folder.resolve("connector.properties"), page.properties("connector.properties"));
        Files.writeString(folder.resolve("database.password"), "database-secret\n");
        Files.writeString(folder.resolve("client.properties"), page.properties("client.properties"));
        this.worker = SecuredWorker.start(
                Files.createDirectory(folder.resolve("worker")),
                page.properties("worker.properties"),
                secrets,
                "connect-secret");
        worker.awaitReady(ConnectClient.of(client()));
    }

    /** @param folder for all files; other users must be able to enter it */
    static SecuredCluster start(Path folder) throws Exception {
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
        return new SecuredCluster(folder);
    }

    private Map<String, String> replacements() {
        Map<String, String> replacements = new LinkedHashMap<>();
        replacements.put("kafka.example.org:9093", broker.address());
        replacements.put("https://registry.example.org:8443", registry.url());
        replacements.put("https://connect.example.org:8083", connectUrl());
        replacements.put("https://0.0.0.0:8083", connectUrl());
        replacements.put("db.example.org:5432", database.address());
        replacements.put("/etc/minerstream/ca.p12", certificates.truststore().toString());
        replacements.put("/run/secrets/ca.p12", certificates.truststore().toString());
        replacements.put("/run/secrets/connect.p12", certificates.keystore().toString());
        replacements.put(
                "/etc/minerstream/ca.pem", certificates.certificatePem().toString());
        replacements.put("/run/secrets", secrets().toString());
        return replacements;
    }

    private Path secrets() {
        return folder.resolve("secrets");
    }

    private String connectUrl() {
        return "https://localhost:" + connectPort;
    }

    /** The settings of {@code --command-config}, and the address of Connect. */
    Map<String, String> client() throws IOException {
        Properties settings = new Properties();
        settings.load(new StringReader(page.properties("client.properties")));
        settings.setProperty("connect.url", connectUrl());
        return new HashMap<>(Utils.propsToStringMap(settings));
    }

    /** The page's options. */
    Map<String, String> options() {
        Map<String, String> options = new LinkedHashMap<>();
        options.put("--bootstrap-server", broker.address());
        options.put("--schema-registry-url", registry.url());
        options.put("--connect-url", connectUrl());
        options.put("--database-url", databaseUrl(certificates));
        options.put("--database-user", "mining");
        options.put(
                "--database-password-file", folder.resolve("database.password").toString());
        options.put("--command-config", folder.resolve("client.properties").toString());
        options.put("--topic-prefix", PREFIX);
        return options;
    }

    /** The database, for a client that trusts this certificate. */
    String databaseUrl(TestCertificates trusted) {
        return "jdbc:postgresql://%s/mining?sslmode=verify-full&sslrootcert=%s"
                .formatted(database.address(), trusted.certificatePem());
    }

    /** The worker's reference to a secret in the page's file. */
    String reference(String key) {
        return "${file:" + secrets().resolve("minerstream.properties") + ":" + key + "}";
    }

    /** The file for {@code --connector-config}. */
    Path connectorConfig() {
        return folder.resolve("connector.properties");
    }

    static Cli run(Map<String, String> options, String... command) {
        List<String> arguments = new ArrayList<>(List.of(command));
        options.forEach((option, value) -> arguments.addAll(List.of(option, value)));
        return Cli.run(arguments.toArray(String[]::new));
    }

    AuthorizingBroker broker() {
        return broker;
    }

    SecuredDatabase database() {
        return database;
    }

    @Override
    public void close() {
        worker.close();
        database.close();
        registry.close();
        broker.close();
    }
}

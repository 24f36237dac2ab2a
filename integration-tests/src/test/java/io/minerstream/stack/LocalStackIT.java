package io.minerstream.stack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.util.Map;
import java.util.Properties;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** One persistent stack in a directory with spaces: what each component does, what a restart finds again. */
@Timeout(120)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class LocalStackIT {

    private static final String VALIDATE =
            "/connector-plugins/io.debezium.connector.jdbc.JdbcSinkConnector/config/validate";

    private static final String SCHEMA = "{\"schema\": \"\\\"string\\\"\"}";

    @TempDir
    static Path folder;

    private StackConfig config;
    private LocalStack stack;
    private StackClients clients;

    @BeforeAll
    void startStack() throws Exception {
        // JUnit's folder is closed to others; PostgreSQL is to run under another user, not in a user namespace.
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
        config = StackConfig.persistent(folder.resolve("my data"));
        open();
    }

    @AfterAll
    void closeStack() {
        if (stack != null) {
            stack.close();
        }
    }

    private void open() throws StackStartException, InterruptedException {
        stack = LocalStack.start(config, StackListener.NONE);
        clients = new StackClients(stack.endpoints());
    }

    @Test
    @Order(1)
    void shouldGiveBackWhatWasProduced() throws Exception {
        clients.createTopic("kept");
        clients.produce("kept", "a record");

        assertThat(clients.consume("kept")).containsExactly("a record");
    }

    @Test
    @Order(1)
    void shouldNotCreateTopicsThatNobodyAskedFor() {
        assertThatThrownBy(() -> new StackClients(stack.endpoints()).produce("telemtry", "lost"))
                .isNotNull()
                .satisfies(e -> assertThat(e.getCause() == null ? e : e.getCause())
                        .isInstanceOfAny(
                                UnknownTopicOrPartitionException.class,
                                org.apache.kafka.common.errors.TimeoutException.class));
    }

    @Test
    @Order(1)
    void shouldRegisterSchemas() throws Exception {
        String subject = stack.endpoints().registryUrl() + "/subjects/kept-value/versions";

        assertThat(clients.post(subject, "application/vnd.schemaregistry.v1+json", SCHEMA))
                .isEqualTo("{\"id\":1}");
    }

    @Test
    @Order(1)
    void shouldAnswerSql() throws Exception {
        assertThat(clients.sql("SELECT version()")).startsWith("PostgreSQL 18");
        assertThat(clients.sql("SHOW log_timezone")).isEqualTo("UTC");
        assertThat(clients.sql("SHOW server_encoding")).isEqualTo("UTF8");
        assertThat(clients.sql("SHOW fsync")).isEqualTo("on");
        assertThat(clients.sql("CREATE TABLE kept AS SELECT 42 AS answer")).isNull();
    }

    @Test
    @Order(1)
    void shouldAcceptALoginByThePasswordFile() throws Exception {
        Properties user = new Properties();
        user.setProperty("user", stack.endpoints().databaseUser());
        System.setProperty(
                "org.postgresql.pgpassfile", stack.endpoints().pgpass().toString());
        try (Connection connection =
                DriverManager.getConnection(stack.endpoints().jdbcUrl(), user)) {
            assertThat(connection.isValid(5)).isTrue();
        } finally {
            System.clearProperty("org.postgresql.pgpassfile");
        }
    }

    @Test
    @Order(1)
    void shouldOfferDebeziumsSinkThatReadsItsPasswordFromTheFile() throws Exception {
        StackEndpoints endpoints = stack.endpoints();
        String connector =
                """
                {"name": "kept", "config": {
                  "connector.class": "io.debezium.connector.jdbc.JdbcSinkConnector",
                  "topics": "kept",
                  "connection.url": "%1$s",
                  "connection.username": "${file:%2$s:user}",
                  "connection.password": "${file:%2$s:password}"}}
                """
                        .formatted(endpoints.jdbcUrl(), endpoints.databaseProperties());

        assertThat(clients.connect("GET", "/connector-plugins", ""))
                .contains("\"io.debezium.connector.jdbc.JdbcSinkConnector\"");
        assertThat(clients.connect("POST", "/connectors", connector))
                .contains("\"name\":\"kept\"", "\"type\":\"sink\"");
    }

    /** Its answer shows every setting of the request, references resolved: here, the topics. */
    private static String topicsOf(String validation) throws Exception {
        for (JsonNode setting : new ObjectMapper().readTree(validation).path("configs")) {
            if ("topics".equals(setting.path("value").path("name").asText())) {
                return setting.path("value").path("value").asText();
            }
        }
        throw new AssertionError("no topics in " + validation);
    }

    private String validate(Path file, String key) throws Exception {
        return topicsOf(clients.connect("PUT", VALIDATE, topics(file, key)));
    }

    private static String topics(Path file, String key) {
        return "{\"connector.class\": \"io.debezium.connector.jdbc.JdbcSinkConnector\", \"topics\": \"${file:%s:%s}\"}"
                .formatted(file, key);
    }

    @Test
    @Order(1)
    void shouldLetNobodyCallConnectWithoutTheLogin() throws Exception {
        String secret = topics(stack.endpoints().databaseProperties(), "password");

        assertThat(clients.connectStatusWithoutLogin("PUT", VALIDATE, secret)).isEqualTo(401);
        for (String path : new String[] {"/", "/health", "/connectors", "/connector-plugins", "/admin/loggers"}) {
            assertThat(clients.connectStatusWithoutLogin("GET", path, ""))
                    .as(path)
                    .isEqualTo(401);
        }
        assertThat(clients.connectStatusWithoutLogin("POST", "/connectors", "{}"))
                .isEqualTo(401);
    }

    /** With the login, which only the owner of the file has, connectors read the database's file and no other. */
    @Test
    @Order(1)
    void shouldResolveReferencesInTheFolderOfSecretsAlone() throws Exception {
        Path data = config.dataDirectory();
        Path database = stack.endpoints().databaseProperties();

        assertThat(validate(database, "user")).isEqualTo("minerstream");
        for (Path outside : new Path[] {
            data.resolve("connect.properties"),
            data.resolve("connect/users.properties"),
            database.resolve("../../connect/users.properties"),
            Path.of("/etc/passwd")
        }) {
            assertThat(validate(outside, "minerstream")).isEqualTo("${file:" + outside + ":minerstream}");
        }
    }

    @Test
    @Order(1)
    void shouldBeFoundByOtherCommands() throws Exception {
        assertThat(RunningStack.find(config.dataDirectory())).contains(stack.endpoints());
    }

    @Test
    @Order(1)
    void shouldKeepSecretsFromOtherUsers() throws Exception {
        for (String secret : new String[] {
            "secrets/postgres.properties",
            "pgpass",
            "endpoints.json",
            "connect.properties",
            "connect/users.properties",
            "connect/worker.properties",
            "broker/server.properties"
        }) {
            assertThat(PosixFilePermissions.toString(
                            Files.getPosixFilePermissions(config.dataDirectory().resolve(secret))))
                    .as(secret)
                    .isEqualTo("rw-------");
        }
    }

    @Test
    @Order(1)
    void shouldKeepDataFromOtherUsers() throws Exception {
        for (String folder :
                new String[] {"logs", "pids", "tmp", "secrets", "broker", "registry", "connect", "postgres/data"}) {
            assertThat(PosixFilePermissions.toString(
                            Files.getPosixFilePermissions(config.dataDirectory().resolve(folder))))
                    .as(folder)
                    .isEqualTo("rwx------");
        }
    }

    @Test
    @Order(1)
    void shouldRefuseSecondStackOfAnotherProcess() throws Exception {
        try (OwnerProcess second =
                OwnerProcess.start(folder.resolve("second.txt"), config.dataDirectory(), "persistent")) {
            assertThat(second.awaitLine(StackOwner.FAILED))
                    .startsWith("data directory " + config.dataDirectory()
                            + ": must not be in use, is in use by the stack of process "
                            + ProcessHandle.current().pid()
                            + "; stop that one, or choose another data directory");
            assertThat(second.awaitExit()).isEqualTo(3);
        }
    }

    @Test
    @Order(2)
    void shouldReportComponentThatDies() throws Exception {
        long registry = stack.processIds().get(Component.REGISTRY);
        Path log = stack.endpoints().logDirectory().resolve("registry.log");

        ProcessHandle.of(registry).orElseThrow().destroyForcibly();

        assertThat(stack.awaitExit()).hasValueSatisfying(message -> assertThat(message)
                .startsWith(
                        "registry: must keep running, ended with exit code 137; its log " + log + " ends with\n  "));
    }

    /** The registry was killed before, the others are stopped in order. */
    @Test
    @Order(3)
    void shouldFindEverythingAgainAfterRestart() throws Exception {
        StackEndpoints before = stack.endpoints();
        Map<Component, Long> processes = stack.processIds();

        stack.close();
        assertThat(processes.values())
                .allSatisfy(pid -> assertThat(ProcessHandle.of(pid)).isEmpty());
        assertThat(RunningStack.find(config.dataDirectory())).isEmpty();
        open();

        assertThat(stack.endpoints()).isEqualTo(before);
        assertThat(clients.consume("kept")).containsExactly("a record");
        assertThat(clients.get(before.registryUrl() + "/schemas/ids/1")).startsWith("{\"schema\":\"\\\"string\\\"\"");
        assertThat(clients.sql("SELECT answer FROM kept")).isEqualTo("42");
        assertThat(clients.connect("GET", "/connectors", "")).isEqualTo("[\"kept\"]");
    }

    @Test
    @Order(4)
    void shouldCloseTwice() {
        stack.close();
        stack.close();

        assertThat(config.dataDirectory().resolve("endpoints.json")).doesNotExist();
        assertThat(config.dataDirectory().resolve("postgres/data")).exists();
    }
}

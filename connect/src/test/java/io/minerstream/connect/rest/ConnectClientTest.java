package io.minerstream.connect.rest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.config.ConfigException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ConnectClientTest {

    private static final String CONNECTOR_CLASS = "io.debezium.connector.jdbc.JdbcSinkConnector";
    private static final String CONFIG = "PUT /connectors/sink/config";
    private static final String CREATED = "{\"name\":\"sink\",\"config\":{},\"tasks\":[]}";

    private ConnectServer server;
    private ConnectClient client;

    @BeforeEach
    void start() throws IOException {
        server = new ConnectServer();
        client = client(Map.of());
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void shouldSayThatConnectorWasCreated() {
        server.answer(CONFIG, 201, CREATED);

        assertThat(client.putConnector("sink", Map.of("topics", "t"))).isTrue();

        assertThat(server.received())
                .containsExactly(
                        new ConnectServer.Received("PUT", "/connectors/sink/config", null, "{\"topics\":\"t\"}"));
    }

    @Test
    void shouldSayThatConnectorWasUpdated() {
        server.answer(CONFIG, 200, CREATED);

        assertThat(client.putConnector("sink", Map.of())).isFalse();
    }

    @Test
    void shouldEncodeNameOfConnector() {
        server.answer("PUT /connectors/a%2Fb%20c/config", 201, CREATED);

        assertThat(client.putConnector("a/b c", Map.of())).isTrue();
    }

    @Test
    void shouldAskAgainWhileWorkersRebalance() {
        server.refuse(CONFIG, 409, "Cannot complete request because of a conflicting operation");
        server.refuse(CONFIG, 409, "Cannot complete request because of a conflicting operation");
        server.answer(CONFIG, 201, CREATED);

        assertThat(client.putConnector("sink", Map.of())).isTrue();

        assertThat(server.requestLines()).containsExactly(CONFIG, CONFIG, CONFIG);
    }

    @Test
    void shouldAskForTasksAgainWhileWorkersRebalance() {
        String tasks = "GET /connectors/sink/tasks";
        server.refuse(tasks, 500, "Request cannot be completed because a rebalance is expected");
        server.answer(tasks, 200, "[{\"id\":{\"connector\":\"sink\",\"task\":0},\"config\":{\"name\":\"sink\"}}]");

        assertThat(client.taskConfigs("sink")).containsExactly(Map.of("name", "sink"));
    }

    @Test
    void shouldGiveUpWhenRebalanceDoesNotEnd() {
        server.refuse(CONFIG, 409, "Cannot complete request because of a conflicting operation");
        ConnectClient impatient = client(Map.of(ConnectConfig.REBALANCE_WAIT_MS, 0));

        assertThatExceptionOfType(ConnectRequestException.class)
                .isThrownBy(() -> impatient.putConnector("sink", Map.of()))
                .withMessage("Kafka Connect at " + server.url() + ": configuring connector sink failed with HTTP 409: "
                        + "Cannot complete request because of a conflicting operation")
                .matches(refusal -> refusal.status() == 409);
        assertThat(server.received()).hasSize(1);
    }

    @Test
    void shouldReadVersion() {
        server.answer("GET /", 200, "{\"version\":\"4.3.1\",\"commit\":\"abc\",\"kafka_cluster_id\":\"x\"}");

        assertThat(client.version()).isEqualTo("4.3.1");
    }

    @Test
    void shouldReadClassNamesOfPlugins() {
        server.answer(
                "GET /connector-plugins?connectorsOnly=false",
                200,
                "[{\"class\":\"a.Sink\",\"type\":\"sink\",\"version\":\"1\"},{\"class\":\"a.C\",\"type\":\"converter\"}]");

        assertThat(client.plugins()).containsExactlyInAnyOrder("a.Sink", "a.C");
    }

    @Test
    void shouldRecognizeThatAnswerIsNotFromConnect() {
        server.answer("GET /", 200, "text/html", "<html><body>Welcome</body></html>");

        assertThatExceptionOfType(ConnectUnavailableException.class)
                .isThrownBy(client::version)
                .withMessage(
                        "Kafka Connect at " + server.url() + ": the REST API of Kafka Connect must answer there, got "
                                + "HTTP 200 with text/html while reading its version; another server listens there or the path is "
                                + "wrong: correct connect.url");
    }

    @Test
    void shouldRecognizeThatNotFoundIsNotFromConnect() {
        assertThatExceptionOfType(ConnectUnavailableException.class)
                .isThrownBy(() -> client.putConnector("sink", Map.of()))
                .withMessage(
                        "Kafka Connect at " + server.url() + ": the REST API of Kafka Connect must answer there, got "
                                + "HTTP 404 with text/html while configuring connector sink; another server listens there or the "
                                + "path is wrong: correct connect.url");
        assertThatExceptionOfType(ConnectUnavailableException.class).isThrownBy(() -> client.status("sink"));
        assertThatExceptionOfType(ConnectUnavailableException.class).isThrownBy(() -> client.delete("sink"));
    }

    @Test
    void shouldRecognizeThatJsonIsNotFromConnect() {
        server.answer("GET /", 200, "{}");

        assertThatExceptionOfType(ConnectUnavailableException.class)
                .isThrownBy(client::version)
                .withMessageContaining("got JSON without a version while reading its version");
    }

    @Test
    void shouldSayThatNothingAnswers() throws IOException {
        int port;
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = free.getLocalPort();
        }
        String url = "http://127.0.0.1:" + port;
        ConnectClient nobody = ConnectClient.of(Map.of(ConnectConfig.URL, url));

        assertThatExceptionOfType(ConnectUnavailableException.class)
                .isThrownBy(nobody::version)
                .withMessage(
                        "Kafka Connect at " + url + ": a worker must answer there, got no connection while reading "
                                + "its version; start it or correct connect.url");
    }

    @Test
    void shouldSayThatHostIsUnknown() {
        ConnectClient nowhere = ConnectClient.of(Map.of(ConnectConfig.URL, "http://no-such-host.invalid:8083"));

        assertThatExceptionOfType(ConnectUnavailableException.class)
                .isThrownBy(nowhere::version)
                .withMessageContaining("a worker must answer there, got unknown host while reading its version");
    }

    @Test
    void shouldSendCredentials() {
        server.answer("GET /", 200, "{\"version\":\"4.3.1\"}");

        client(Map.of(ConnectConfig.BASIC_AUTH, "alice:hunter2")).version();
        client(Map.of(ConnectConfig.BEARER_AUTH, "t0ken")).version();
        client.version();

        assertThat(server.received())
                .extracting(ConnectServer.Received::authorization)
                // base64 of alice:hunter2
                .containsExactly("Basic YWxpY2U6aHVudGVyMg==", "Bearer t0ken", null);
    }

    @Test
    void shouldSayThatCredentialsAreRefusedWithoutShowingThem() {
        server.refuse("GET /", 401, "alice:hunter2 is wrong");
        ConnectClient alice = client(Map.of(ConnectConfig.BASIC_AUTH, "alice:hunter2"));

        assertThatExceptionOfType(ConnectUnavailableException.class)
                .isThrownBy(alice::version)
                .withMessage("Kafka Connect at " + server.url() + ": must grant access, got HTTP 401 while reading its "
                        + "version; set connect.basic.auth.user.info or connect.bearer.auth.token");
    }

    @Test
    void shouldHideSecretsThatConnectQuotes() {
        server.refuse(CONFIG, 400, "bad: hunter2, hunter2-long, t0ken");
        ConnectClient alice = client(Map.of(ConnectConfig.BASIC_AUTH, "alice:t0ken"));

        assertThatExceptionOfType(ConnectRequestException.class)
                .isThrownBy(() -> alice.putConnector(
                        "sink", Map.of("connection.password", "hunter2", "other.secret", "hunter2-long")))
                .withMessage("Kafka Connect at " + server.url()
                        + ": configuring connector sink failed with HTTP 400: bad: [hidden], [hidden], [hidden]");
    }

    @Test
    void shouldShowReferencesToSecrets() {
        server.refuse(CONFIG, 400, "cannot resolve ${file:/s:p}");

        assertThatExceptionOfType(ConnectRequestException.class)
                .isThrownBy(() -> client.putConnector("sink", Map.of("connection.password", "${file:/s:p}")))
                .withMessageEndingWith("HTTP 400: cannot resolve ${file:/s:p}");
    }

    @Test
    void shouldHideSecretsOfTraces() {
        server.answer(
                "GET /connectors/sink/status",
                200,
                """
                {"connector": {"state": "RUNNING", "worker_id": "w:1"}, "tasks": [{"id": 0, "state": "FAILED",
                  "worker_id": "w:1", "trace": "no route to jdbc:postgresql://db/mining?password=hunter2&ssl=true"}]}""");

        assertThat(client.status("sink").orElseThrow().tasks().get(0).part().trace())
                .isEqualTo("no route to jdbc:postgresql://db/mining?password=[hidden]&ssl=true");
    }

    @Test
    void shouldCollectAllErrorsOfValidation() {
        server.answer(
                "PUT /connector-plugins/" + CONNECTOR_CLASS + "/config/validate",
                200,
                """
                {"name": "x", "error_count": 3, "configs": [
                  {"definition": {}, "value": {"name": "topics", "errors": ["must be set", "or topics.regex"]}},
                  {"definition": {}, "value": {"name": "insert.mode", "errors": []}},
                  {"definition": {}, "value": {"name": "connection.password", "errors": ["hunter2 is weak"]}}]}""");

        assertThat(client.validate(Map.of("connector.class", CONNECTOR_CLASS, "connection.password", "hunter2")))
                .containsExactly(
                        "topics: must be set", "topics: or topics.regex", "connection.password: [hidden] is weak");
    }

    @Test
    void shouldFindNoErrorsInRightConfiguration() {
        server.answer("PUT /connector-plugins/" + CONNECTOR_CLASS + "/config/validate", 200, "{\"configs\":[]}");

        assertThat(client.validate(Map.of("connector.class", CONNECTOR_CLASS))).isEmpty();
    }

    @Test
    void shouldNotAskForValidationWithoutClass() {
        assertThat(client.validate(Map.of())).containsExactly("connector.class: must be set, got nothing");
        assertThat(server.received()).isEmpty();
    }

    @Test
    void shouldReadStatus() {
        server.answer(
                "GET /connectors/sink/status",
                200,
                """
                {"name": "sink", "connector": {"state": "RUNNING", "worker_id": "w:1"}, "type": "sink",
                 "tasks": [{"id": 0, "state": "FAILED", "worker_id": "w:2", "trace": "boom"}]}""");

        assertThat(client.status("sink"))
                .contains(new ConnectorStatus(
                        "sink",
                        new ConnectorStatus.Part("RUNNING", "w:1", ""),
                        List.of(new ConnectorStatus.Task(0, new ConnectorStatus.Part("FAILED", "w:2", "boom")))));
    }

    @Test
    void shouldKnowThatThereIsNoSuchConnector() {
        server.refuse("GET /connectors/sink/status", 404, "No status found for connector sink");
        server.refuse("GET /connectors/sink/tasks", 404, "Connector sink not found");
        server.refuse("DELETE /connectors/sink", 404, "Connector sink not found");

        assertThat(client.status("sink")).isEmpty();
        assertThat(client.taskConfigs("sink")).isEmpty();
        assertThat(client.delete("sink")).isFalse();
    }

    @Test
    void shouldRestartAndDeleteConnector() {
        server.answer("POST /connectors/sink/restart?includeTasks=true&onlyFailed=true", 202, "{}");
        server.answer("DELETE /connectors/sink", 204, "");

        client.restartFailed("sink");

        assertThat(client.delete("sink")).isTrue();
        assertThat(server.received()).hasSize(2);
    }

    @ParameterizedTest
    @ValueSource(strings = {"localhost:8083", "ftp://localhost", "http://", "http://a b:1"})
    void shouldRefuseWhatIsNoUrl(String url) {
        assertThatExceptionOfType(ConfigException.class)
                .isThrownBy(() -> ConnectClient.of(Map.of(ConnectConfig.URL, url)))
                .withMessageMatching("connect.url: must look like http://host:8083 or https://host:8083, got '.*'");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://alice:hunter2@localhost:8083",
                "http://alice:hunter2 @localhost:8083",
                "ftp://alice:hunter2@localhost",
                "alice:hunter2@localhost:8083"
            })
    void shouldRefuseCredentialsInUrlWithoutShowingThem(String url) {
        assertThatExceptionOfType(ConfigException.class)
                .isThrownBy(() -> ConnectClient.of(Map.of(ConnectConfig.URL, url)))
                .withMessage("connect.url: must not hold credentials, got some (not shown); set "
                        + "connect.basic.auth.user.info");
    }

    @Test
    void shouldRefuseHalfCredentialsWithoutShowingThem() {
        assertThatExceptionOfType(ConfigException.class)
                .isThrownBy(() -> client(Map.of(ConnectConfig.BASIC_AUTH, "hunter2")))
                .withMessage("connect.basic.auth.user.info: must be user:password, got a value without a colon "
                        + "(not shown)");
    }

    @Test
    void shouldRefuseTwoKindsOfCredentials() {
        assertThatExceptionOfType(ConfigException.class)
                .isThrownBy(() ->
                        client(Map.of(ConnectConfig.BASIC_AUTH, "alice:hunter2", ConnectConfig.BEARER_AUTH, "t0ken")))
                .withMessage(
                        "connect.basic.auth.user.info and connect.bearer.auth.token: must not both be set, got both");
    }

    @Test
    void shouldTakeAddressWithSlashAtItsEnd() {
        server.answer("GET /", 200, "{\"version\":\"4.3.1\"}");

        assertThat(client(Map.of(ConnectConfig.URL, server.url() + "//")).version())
                .isEqualTo("4.3.1");
    }

    private ConnectClient client(Map<String, ?> settings) {
        Map<String, Object> config = new HashMap<>();
        config.put(ConnectConfig.URL, server.url());
        config.putAll(settings);
        return ConnectClient.of(config);
    }
}

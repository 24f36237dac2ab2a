package io.minerstream.schemas.serde;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.minerstream.avro.MinerTelemetry;
import io.minerstream.schemas.serde.RegistryServer.Answer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.avro.Schema;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.errors.InterruptException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The registry client against a real HTTP server that answers, refuses, fails or is something else. */
@Timeout(60)
class SchemaRegistryHttpTest {

    private static final String SUBJECT = "miner-telemetry-value";
    private static final Schema SCHEMA = MinerTelemetry.getClassSchema();
    private static final String NOT_A_REGISTRY = "the server there is not a schema registry, or its path is wrong "
            + "(HTTP %s); check schema.registry.url (Apicurio's has the path /apis/ccompat/v7)";

    private RegistryServer server;

    @BeforeEach
    void start() throws IOException {
        server = new RegistryServer();
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void shouldRegisterAndFindSchemas() {
        try (SchemaRegistry registry = connect(Map.of())) {
            int id = registry.register(SUBJECT, SCHEMA, false);

            assertThat(registry.register(SUBJECT, SCHEMA, false)).isEqualTo(id);
            assertThat(registry.idOf(SUBJECT, SCHEMA, false)).isEqualTo(id);
            assertThat(registry.subjects()).containsExactly(SUBJECT);
            registry.setCompatibility(SUBJECT, "BACKWARD_TRANSITIVE");
        }
        assertThat(server.compatibility()).containsExactly(Map.entry(SUBJECT, "BACKWARD_TRANSITIVE"));
        try (SchemaRegistry another = connect(Map.of())) {
            assertThat(another.latest(SUBJECT).version()).isEqualTo(1);
            assertThat(another.latest(SUBJECT).id()).isEqualTo(1);
            assertThat(another.byId(1)).isEqualTo(another.latest(SUBJECT).schema());
        }
    }

    @Test
    void shouldAskForAnIdOnlyOnce() {
        server.register(SUBJECT, SCHEMA.toString());
        try (SchemaRegistry registry = connect(Map.of())) {
            assertThat(registry.byId(1)).isSameAs(registry.byId(1));
        }
        assertThat(server.requestLines()).containsExactly("GET /schemas/ids/1");
    }

    @Test
    void shouldKeepThePathOfTheUrl() {
        try (SchemaRegistry registry = connect(Map.of("schema.registry.url", server.url() + "/apis/ccompat/v7"))) {
            assertThatExceptionOfType(RegistryException.class).isThrownBy(registry::subjects);
        }
        assertThat(server.requestLines()).allMatch(line -> line.startsWith("GET /apis/ccompat/v7/subjects"));
    }

    @ParameterizedTest
    @ValueSource(ints = {500, 502, 503, 504, 429})
    void shouldTryAgainWhenRegistryCannotAnswerNow(int status) {
        server.answerNext(Answer.json(status, "{\"error_code\":%s01,\"message\":\"later\"}".formatted(status)));
        // A proxy in front of the registry answers in HTML.
        server.answerNext(Answer.html(status));
        server.answerNext(Answer.empty(status));
        try (SchemaRegistry registry = connect(Map.of())) {
            assertThat(registry.subjects()).isEmpty();
        }
        assertThat(server.requestLines()).hasSize(4).containsOnly("GET /subjects");
    }

    @Test
    void shouldSayUnavailableWhenRegistryNeverAnswers() {
        server.answerAlways(Answer.error(50302, "no leader"));
        try (SchemaRegistry registry = connect(Map.of())) {
            assertThatExceptionOfType(RegistryUnavailableException.class)
                    .isThrownBy(() -> registry.register(SUBJECT, SCHEMA, false))
                    .withMessage("schema registry [" + server.url() + "]: registering the schema of " + SUBJECT
                            + " failed after 4 attempts (HTTP 503: no leader; error code: 50302); "
                            + "check that it runs and that schema.registry.url is right");
        }
        assertThat(server.requestLines()).hasSize(4);
    }

    @Test
    void shouldNotPutAPageIntoTheMessage() {
        server.answerAlways(Answer.html(502));
        try (SchemaRegistry registry = connect(Map.of("max.retries", "0"))) {
            assertThatExceptionOfType(RegistryUnavailableException.class)
                    .isThrownBy(registry::subjects)
                    .withMessage("schema registry [" + server.url() + "]: listing the subjects failed after 1 attempt "
                            + "(HTTP 502); check that it runs and that schema.registry.url is right");
        }
        assertThat(server.requestLines()).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(ints = {401, 403})
    void shouldSayAccessDeniedAtOnce(int status) {
        server.answerAlways(Answer.html(status));
        try (SchemaRegistry registry = connect(Map.of())) {
            assertThatExceptionOfType(RegistryException.class)
                    .isThrownBy(registry::subjects)
                    .withMessage("schema registry [" + server.url()
                            + "]: listing the subjects was refused: access denied (HTTP " + status
                            + "); check basic.auth.* or bearer.auth.*");
        }
        assertThat(server.requestLines()).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(ints = {404, 405, 400, 200})
    void shouldSayNoRegistryAtOnceWhenAPageAnswers(int status) {
        server.answerAlways(Answer.html(status));
        try (SchemaRegistry registry = connect(Map.of())) {
            assertThatExceptionOfType(RegistryException.class)
                    .isThrownBy(registry::subjects)
                    .withMessage("schema registry [" + server.url() + "]: listing the subjects was refused: "
                            + NOT_A_REGISTRY.formatted(status));
        }
        assertThat(server.requestLines()).hasSize(1);
    }

    @Test
    void shouldSayNoRegistryWhenAnotherServiceAnswersInJson() {
        server.answerAlways(Answer.json(404, "{\"status\":404,\"error\":\"Not Found\",\"path\":\"/subjects\"}"));
        try (SchemaRegistry registry = connect(Map.of())) {
            assertThatExceptionOfType(RegistryException.class)
                    .isThrownBy(registry::subjects)
                    .withMessage("schema registry [" + server.url() + "]: listing the subjects was refused: "
                            + NOT_A_REGISTRY.formatted(404));
        }
    }

    @Test
    void shouldSayNoRegistryWhenAnIdIsAnsweredWithOtherJson() {
        server.answerAlways(Answer.json(200, "{\"status\":\"UP\"}"));
        try (SchemaRegistry registry = connect(Map.of())) {
            assertThatExceptionOfType(RegistryException.class)
                    .isThrownBy(() -> registry.byId(1))
                    .withMessageStartingWith(
                            "schema registry [" + server.url() + "]: reading schema id 1 was refused: ");
            assertThatExceptionOfType(RegistryException.class)
                    .isThrownBy(() -> registry.register(SUBJECT, SCHEMA, false))
                    .withMessageStartingWith("schema registry [" + server.url() + "]: registering the schema of ");
            assertThatExceptionOfType(RegistryException.class)
                    .isThrownBy(() -> registry.latest(SUBJECT))
                    .withMessageStartingWith("schema registry [" + server.url() + "]: reading the latest schema of ");
        }
    }

    @Test
    void shouldTryAgainWhenTheAnswerBreaksOff() {
        server.answerNext(Answer.brokenOff("[\"a-val"));
        server.answerNext(Answer.brokenOff("[\"a-value\","));
        server.answerNext(Answer.json(200, "[\"a-val"));
        try (SchemaRegistry registry = connect(Map.of())) {
            assertThat(registry.subjects()).isEmpty();
        }
        assertThat(server.requestLines()).hasSize(4);
    }

    @Test
    void shouldPassOnWhatTheRegistrySays() {
        server.answerAlways(Answer.json(
                409,
                "{\"error_code\":409,\"message\":\"Schema being registered is incompatible with an earlier one\"}"));
        try (SchemaRegistry registry = connect(Map.of())) {
            assertThatExceptionOfType(RegistryException.class)
                    .isThrownBy(() -> registry.register(SUBJECT, SCHEMA, false))
                    .withMessage("schema registry [" + server.url() + "]: registering the schema of " + SUBJECT
                            + " was refused: Schema being registered is incompatible with an earlier one; "
                            + "error code: 409");
        }
        assertThat(server.requestLines()).hasSize(1);
    }

    @Test
    void shouldRefuseAnUnknownIdAtOnce() {
        try (SchemaRegistry registry = connect(Map.of())) {
            assertThatExceptionOfType(RegistryException.class)
                    .isThrownBy(() -> registry.byId(77))
                    .withMessage("schema registry [" + server.url()
                            + "]: reading schema id 77 was refused: Schema 77 not found; error code: 40403");
        }
        assertThat(server.requestLines()).hasSize(1);
    }

    @Test
    void shouldAskAgainForAnIdThatWasUnknown() {
        try (SchemaRegistry registry = connect(Map.of())) {
            assertThatExceptionOfType(RegistryException.class).isThrownBy(() -> registry.byId(1));
            server.register(SUBJECT, SCHEMA.toString());

            assertThat(registry.byId(1)).isEqualTo(SCHEMA);
        }
    }

    @Test
    void shouldRefuseASchemaOfAnotherTypeAtOnce() {
        server.answerAlways(Answer.json(200, "{\"schemaType\":\"JSON\",\"schema\":\"{\\\"type\\\":\\\"object\\\"}\"}"));
        try (SchemaRegistry registry = connect(Map.of())) {
            assertThatExceptionOfType(RegistryException.class)
                    .isThrownBy(() -> registry.byId(3))
                    .withMessage("schema registry [" + server.url()
                            + "]: reading schema id 3 was refused: it is no valid Avro schema");
        }
        assertThat(server.requestLines()).hasSize(1);
    }

    @Test
    void shouldRefuseASchemaThatAvroCannotParse() {
        server.answerAlways(Answer.json(200, "{\"schema\":\"{\\\"type\\\":\\\"nonsense\\\"}\"}"));
        try (SchemaRegistry registry = connect(Map.of())) {
            assertThatExceptionOfType(RegistryException.class)
                    .isThrownBy(() -> registry.byId(3))
                    .withMessage("schema registry [" + server.url()
                            + "]: reading schema id 3 was refused: it is no valid Avro schema");
        }
        assertThat(server.requestLines()).hasSize(1);
    }

    @Test
    void shouldRefuseALatestVersionThatAvroCannotParse() {
        server.register(SUBJECT, "{\"type\":\"nonsense\"}");
        try (SchemaRegistry registry = connect(Map.of())) {
            assertThatExceptionOfType(RegistryException.class)
                    .isThrownBy(() -> registry.latest(SUBJECT))
                    .withMessage("schema registry [" + server.url() + "]: reading the latest schema of " + SUBJECT
                            + " was refused: it is no valid Avro schema");
        }
    }

    @Test
    void shouldSayUnavailableWhenNobodyListens() throws IOException {
        int port = freePort();
        String url = "http://127.0.0.1:" + port;
        // In the language of the machine.
        String refused = catchThrowable(() -> new Socket("127.0.0.1", port)).getMessage();
        try (SchemaRegistry registry = connect(Map.of("schema.registry.url", url))) {
            assertThatExceptionOfType(RegistryUnavailableException.class)
                    .isThrownBy(registry::subjects)
                    .withMessage("schema registry [" + url + "]: listing the subjects failed after 4 attempts "
                            + "(ConnectException: " + refused + "); "
                            + "check that it runs and that schema.registry.url is right");
        }
    }

    @Test
    void shouldTakeTheOtherUrlWhenOneIsDown() throws IOException {
        String urls = "http://127.0.0.1:" + freePort() + ", " + server.url();
        try (SchemaRegistry registry = connect(Map.of("schema.registry.url", urls, "max.retries", "0"))) {
            assertThat(registry.subjects()).isEmpty();
        }
    }

    @Test
    void shouldStopWaitingWhenInterrupted() throws InterruptedException {
        server.answerAlways(Answer.error(50301, "down"));
        AtomicReference<Throwable> thrown = new AtomicReference<>();
        CountDownLatch started = new CountDownLatch(1);
        Thread waiting = new Thread(() -> {
            try (SchemaRegistry registry =
                    connect(Map.of("retries.wait.ms", "600000", "retries.max.wait.ms", "600000"))) {
                started.countDown();
                registry.subjects();
            } catch (InterruptException e) {
                // InterruptException keeps the flag of its thread set.
                thrown.set(Thread.currentThread().isInterrupted() ? e : new AssertionError("flag lost", e));
            }
        });
        waiting.start();
        assertThat(started.await(30, TimeUnit.SECONDS)).isTrue();
        waiting.interrupt();
        waiting.join(TimeUnit.SECONDS.toMillis(30));

        assertThat(thrown.get()).isInstanceOf(InterruptException.class);
    }

    @Test
    void shouldSendUserAndPassword() {
        try (SchemaRegistry registry =
                connect(Map.of("basic.auth.credentials.source", "USER_INFO", "basic.auth.user.info", "miner:s3cr3t"))) {
            registry.subjects();
            registry.register(SUBJECT, SCHEMA, false);
        }
        assertThat(server.received()).hasSize(2).allSatisfy(request -> assertThat(request.authorization())
                .isEqualTo(basic("miner:s3cr3t")));
    }

    @Test
    void shouldSendUserAndPasswordOfTheUrl() {
        String url = "http://miner:s3cr3t@" + server.hostAndPort();
        try (SchemaRegistry registry =
                connect(Map.of("schema.registry.url", url, "basic.auth.credentials.source", "URL"))) {
            registry.subjects();
        }
        assertThat(server.received()).hasSize(1).allSatisfy(request -> assertThat(request.authorization())
                .isEqualTo(basic("miner:s3cr3t")));
    }

    @Test
    void shouldSendABearerToken() {
        try (SchemaRegistry registry =
                connect(Map.of("bearer.auth.credentials.source", "STATIC_TOKEN", "bearer.auth.token", "t0ken"))) {
            registry.subjects();
        }
        assertThat(server.received()).hasSize(1).allSatisfy(request -> assertThat(request.authorization())
                .isEqualTo("Bearer t0ken"));
    }

    @Test
    void shouldSendNoCredentialsWhenThereAreNone() {
        try (SchemaRegistry registry = connect(Map.of())) {
            registry.subjects();
        }
        assertThat(server.received()).hasSize(1).allSatisfy(request -> assertThat(request.authorization())
                .isNull());
    }

    @Test
    void shouldKeepThePasswordOutOfEveryMessage() throws IOException {
        Map<String, String> userInfo = Map.of(
                "basic.auth.credentials.source",
                "USER_INFO",
                "basic.auth.user.info",
                "miner:s3cr3t",
                "max.retries",
                "0");
        Map<String, String> inUrl = Map.of(
                "schema.registry.url",
                "http://miner:s3cr3t@" + server.hostAndPort(),
                "basic.auth.credentials.source",
                "URL",
                "max.retries",
                "0");
        Map<String, String> refused = new HashMap<>(inUrl);
        refused.put("schema.registry.url", "http://miner:s3cr3t@127.0.0.1:" + freePort());
        List<Throwable> failures = new ArrayList<>();
        for (Answer answer : List.of(Answer.html(401), Answer.html(200), Answer.html(503), Answer.error(40401, "no"))) {
            server.answerAlways(answer);
            failures.add(failureOf(userInfo));
            failures.add(failureOf(inUrl));
        }
        failures.add(failureOf(refused));

        assertThat(failures).hasSize(9).allSatisfy(failure -> {
            for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
                assertThat(cause.toString()).doesNotContain("s3cr3t").doesNotContain("bWluZXI6czNjcjN0");
            }
        });
    }

    @Test
    void shouldSayWhatIsWrongWithTheClientsConfiguration() {
        assertThatExceptionOfType(ConfigException.class)
                .isThrownBy(() -> connect(Map.of(
                        "basic.auth.credentials.source",
                        "USER_INFO",
                        "basic.auth.user.info",
                        "a:b",
                        "bearer.auth.credentials.source",
                        "STATIC_TOKEN",
                        "bearer.auth.token",
                        "t0ken")))
                .withMessage("schema registry [" + server.url() + "]: Only one of 'basic.auth.credentials.source' "
                        + "and 'bearer.auth.credentials.source' may be specified");
    }

    @Test
    void shouldSayThatTheTrustStoreIsMissing() {
        assertThatExceptionOfType(ConfigException.class)
                .isThrownBy(() -> connect(Map.of("schema.registry.ssl.truststore.location", "/no/such/file.p12")))
                .withMessageContaining("schema registry [" + server.url() + "]: ")
                .withMessageContaining("/no/such/file.p12");
    }

    private Throwable failureOf(Map<String, String> config) {
        try (SchemaRegistry registry = connect(config)) {
            registry.register(SUBJECT, SCHEMA, false);
            return new AssertionError("the call did not fail");
        } catch (RegistryException | RegistryUnavailableException e) {
            return e;
        }
    }

    /** A client of the server with short waits; {@code config} goes over that. */
    private SchemaRegistry connect(Map<String, String> config) {
        Map<String, String> all = new HashMap<>();
        all.put("schema.registry.url", server.url());
        all.put("retries.wait.ms", "1");
        all.putAll(config);
        return SchemaRegistry.connect(Collections.unmodifiableMap(all));
    }

    private static String basic(String userInfo) {
        return "Basic " + Base64.getEncoder().encodeToString(userInfo.getBytes(StandardCharsets.UTF_8));
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}

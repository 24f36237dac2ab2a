package io.minerstream.validator.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.minerstream.validator.TelemetryValidator;
import io.minerstream.validator.ValidatorConfig;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.common.KafkaException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Of an instance that has not started; nothing here needs a cluster. */
class ValidatorHttpTest {

    private static final String REGISTRY = "http://127.0.0.1:1";
    private static final Map<String, String> NOWHERE =
            Map.of("bootstrap.servers", "127.0.0.1:1", "request.timeout.ms", "100", "default.api.timeout.ms", "100");
    private static final HttpAddress ANY_PORT = HttpAddress.parse("0");

    @TempDir
    private Path state;

    private TelemetryValidator validator;
    private ValidatorHttp http;

    @AfterEach
    void close() {
        http.close();
        validator.close();
    }

    private void serve(Map<String, String> settings) throws IOException {
        http = ValidatorHttp.bind(ANY_PORT, new HttpSettings(settings));
        ValidatorConfig config = ValidatorConfig.of("127.0.0.1:1", REGISTRY, state);
        validator = new TelemetryValidator(
                new ValidatorConfig(
                        config.applicationId(),
                        config.topics(),
                        config.source(),
                        config.judge(),
                        config.threads(),
                        config.stateDir(),
                        config.replicationFactor(),
                        config.registry(),
                        NOWHERE),
                failure -> {});
        http.serve(validator, Optional.empty());
    }

    private HttpResponse<String> get(String path) throws Exception {
        return send(HttpRequest.newBuilder(URI.create(http.url() + path)));
    }

    private static HttpResponse<String> send(HttpRequest.Builder request) throws Exception {
        return HttpClient.newHttpClient().send(request.build(), BodyHandlers.ofString());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
            /health/live                       | 200 | {"healthy":true,"state":"CREATED"}
            /health/ready                      | 503 | {"healthy":false,"state":"CREATED","reason":"the validator is starting"}
            /api/verdicts                      | 503 | the topics of verdicts and alerts are being read for the first time
            /api/miners/17                     | 503 | the instances must have their partitions, are rebalancing or restoring state
            /api/miners/x                      | 400 | miner: must be a whole number from 0 to 2147483647, got 'x'
            /api/miners/2147483648             | 400 | miner: must be a whole number from 0 to 2147483647, got '2147483648'
            /api/miners/1?a=b                  | 400 | query: must have no parameter but none, got 'a'
            /api/verdicts?site=-1              | 400 | site: must be a whole number from 0 to 2147483647, got '-1'
            /api/verdicts?limit=0              | 400 | limit: must be a whole number from 1 to 1000, got '0'
            /api/verdicts?site=1&site=2        | 400 | site: must be given once, got 2 values
            /api/alerts?state=burning          | 400 | state: must be one of [PENDING, FIRING, RESOLVED], got 'burning'
            /api/alerts?rule=R%C3%84NGE        | 400 | rule: must be one of [
            /api/alerts?colour=red             | 400 | query: must have no parameter but limit, miner, rule, severity, site, state, got 'colour'
            /health/../etc/passwd              | 404 | got '/etc/passwd'
            /                                  | 404 | path: must be one of /health/live,
            """)
    void shouldSayWhatMustHold(String path, int status, String answer) throws Exception {
        serve(Map.of());

        HttpResponse<String> response = get(path);

        assertThat(response.statusCode()).isEqualTo(status);
        assertThat(new ObjectMapper().readTree(response.body()).toString()).contains(answer);
        assertThat(response.headers().firstValue("Content-Type"))
                .hasValue(
                        path.startsWith("/health/") && !path.contains("..")
                                ? "application/json"
                                : "application/problem+json");
        assertThat(response.headers().firstValue("Retry-After").isPresent())
                .isEqualTo(status == 503 && path.startsWith("/api/"));
        assertThat(response.headers().firstValue("X-Content-Type-Options")).hasValue("nosniff");
        assertThat(response.headers().firstValue("Server")).isEmpty();
    }

    @Test
    void shouldOnlyRead() throws Exception {
        serve(Map.of());

        HttpResponse<String> response = send(
                HttpRequest.newBuilder(URI.create(http.url() + "/api/alerts")).POST(BodyPublishers.ofString("{}")));

        assertThat(response.statusCode()).isEqualTo(405);
        assertThat(response.headers().firstValue("Allow")).hasValue("GET, HEAD");
        assertThat(response.body()).contains("method: must be GET or HEAD, got POST");
    }

    @Test
    void shouldAnswerHeadWithoutABody() throws Exception {
        serve(Map.of());

        HttpResponse<String> response = send(HttpRequest.newBuilder(URI.create(http.url() + "/health/live"))
                .method("HEAD", BodyPublishers.noBody()));

        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.headers().firstValue("Content-Length")).isPresent();
        assertThat(response.body()).isEmpty();
    }

    @Test
    void shouldRefuseWhatIsNotHttpWithAProblemToo() throws Exception {
        serve(Map.of());
        URI url = URI.create(http.url());

        try (Socket socket = new Socket(url.getHost(), url.getPort())) {
            socket.getOutputStream().write("GET /a HTTP/1.1\r\nHost: \0\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
            assertThat(new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
                    .startsWith("HTTP/1.1 400 Bad Request")
                    .contains(
                            "application/problem+json",
                            "the request must be well-formed HTTP, is refused: Bad Request");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "true, /health/live, , 200",
        "true, /health/ready, , 503",
        "true, /metrics, , 401",
        "true, /openapi.json, , 401",
        "true, /api/alerts, , 401",
        "true, /api/miners/17, Bearer wrong, 401",
        "true, /nowhere, , 401",
        "true, /metrics, Bearer letmein, 200",
        "true, /openapi.json, Basic b3BzOnNlY3JldA==, 200",
        "false, /health/live, , 401",
        "false, /health/live, Bearer letmein, 200"
    })
    void shouldAskForCredentials(boolean healthOpen, String path, String authorization, int status) throws Exception {
        serve(Map.of(
                "basic.auth.user.info", "ops:secret",
                "bearer.auth.token", "letmein",
                "health.open", Boolean.toString(healthOpen)));
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(http.url() + path));
        if (authorization != null) {
            request.header("Authorization", authorization);
        }

        HttpResponse<String> response = send(request);

        assertThat(response.statusCode()).isEqualTo(status);
        if (status == 401) {
            assertThat(response.headers().allValues("WWW-Authenticate"))
                    .containsExactly("Basic realm=\"minerstream\", charset=\"UTF-8\"", "Bearer realm=\"minerstream\"");
            assertThat(response.body()).contains("the request must have the credentials of this server");
        }
    }

    @Test
    void shouldTellOthersTheAddressThatIsSet() throws Exception {
        serve(Map.of("advertised.address", "validator-1.example:8443"));

        assertThat(http.advertised()).isEqualTo("validator-1.example:8443");
    }

    @Test
    void shouldRefuseATakenAddress() throws Exception {
        serve(Map.of());
        try (ServerSocket taken = new ServerSocket(0)) {
            assertThatThrownBy(() -> ValidatorHttp.bind(
                            HttpAddress.parse(Integer.toString(taken.getLocalPort())), HttpSettings.NONE))
                    .isInstanceOf(IOException.class)
                    .hasStackTraceContaining("Address already in use");
        }
    }

    @Test
    void shouldNameAKeystoreThatCannotBeRead() throws Exception {
        serve(Map.of());

        assertThatThrownBy(() -> ValidatorHttp.bind(
                        ANY_PORT,
                        new HttpSettings(Map.of(
                                "ssl.keystore.location",
                                state.resolve("absent.p12").toString(),
                                "ssl.keystore.password",
                                "secret"))))
                .isInstanceOf(KafkaException.class)
                .hasStackTraceContaining("absent.p12");
    }
}

package io.minerstream.connect.rest;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.minerstream.schemas.access.HttpAccess;
import io.minerstream.schemas.access.Secrets;
import io.minerstream.schemas.access.TlsProblem;
import io.minerstream.schemas.wait.Deadline;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.utils.ExponentialBackoff;

/** Sends requests to Connect's REST API and interprets its answers. Thread-safe. */
final class ConnectHttp {

    private static final JsonMapper JSON = JsonMapper.builder().build();

    private static final int CONFLICT = 409;
    /** Requests that no worker forwards, such as reading tasks and offsets, end with HTTP 500 and this message. */
    private static final String REBALANCE_EXPECTED = "because a rebalance is expected";

    /** From 200 ms to 2 s. */
    private static final ExponentialBackoff BACKOFF = new ExponentialBackoff(200, 2, 2_000, 0);

    /** An answer that is not an error. The body is a missing node when it is empty. */
    record Answer(int status, JsonNode body) {}

    private final HttpClient client;
    private final URI base;
    private final String authorization;
    private final Duration timeout;
    private final Duration rebalanceWait;
    private final Secrets secrets;

    ConnectHttp(ConnectConfig config) {
        HttpClient.Builder builder = HttpClient.newBuilder()
                // Connect's server speaks 1.1; the offer to upgrade confuses some proxies.
                .version(HttpClient.Version.HTTP_1_1)
                .connectTimeout(Duration.ofSeconds(10));
        // Also for http: wrong settings are reported in any case.
        SSLContext tls = config.access().sslContext();
        if (tls == null && "http".equals(config.url().getScheme())) {
            tls = HttpAccess.withoutTls();
        }
        if (tls != null) {
            builder.sslContext(tls);
        }
        this.client = builder.build();
        this.base = config.url();
        this.authorization = config.access().authorization();
        this.timeout = config.requestTimeout();
        this.rebalanceWait = config.rebalanceWait();
        this.secrets = Secrets.of(config.originals());
    }

    URI base() {
        return base;
    }

    /** Sends a request without a body, as {@link #send(String, String, String, Map)} does. */
    Answer send(String what, String method, String path) {
        return send(what, method, path, null, Map.of());
    }

    /**
     * Sends a request, and retries it while the workers rebalance.
     *
     * @param what the request, for messages
     * @param config of a connector, sent as JSON. No message shows its secrets
     */
    Answer send(String what, String method, String path, Map<String, String> config) {
        return send(what, method, path, JSON.valueToTree(config), config);
    }

    /** Sends a request with a document that holds no secrets, as {@link #send(String, String, String, Map)} does. */
    Answer send(String what, String method, String path, JsonNode document) {
        return send(what, method, path, document, Map.of());
    }

    private Answer send(
            String what, String method, String path, JsonNode document, Map<String, String> secretSettings) {
        HttpRequest request = request(method, path, document);
        Deadline deadline = Deadline.in(rebalanceWait);
        for (int retries = 0; ; retries++) {
            HttpResponse<String> response = exchange(what, request);
            Duration wait = Duration.ofMillis(BACKOFF.backoff(retries));
            if (!isRebalancing(response) || wait.compareTo(deadline.remaining()) > 0) {
                return answer(what, response, secretSettings);
            }
            Deadline.pause(wait);
        }
    }

    private static boolean isRebalancing(HttpResponse<String> response) {
        return response.statusCode() == CONFLICT
                || (response.statusCode() == 500 && response.body().contains(REBALANCE_EXPECTED));
    }

    private HttpRequest request(String method, String path, JsonNode document) {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(URI.create(base + path)).timeout(timeout).header("Accept", "application/json");
        if (document == null) {
            request.method(method, HttpRequest.BodyPublishers.noBody());
        } else {
            request.method(method, HttpRequest.BodyPublishers.ofString(document.toString()))
                    .header("Content-Type", "application/json");
        }
        if (authorization != null) {
            request.header("Authorization", authorization);
        }
        return request.build();
    }

    private HttpResponse<String> exchange(String what, HttpRequest request) {
        try {
            return client.send(request, HttpResponse.BodyHandlers.ofString());
        } catch (IOException e) {
            Optional<String> tls = TlsProblem.of(e);
            if (tls.isPresent()) {
                throw new ConnectUnavailableException(
                        "Kafka Connect at " + base + ": must be trusted, got a failure while " + what + ": " + tls.get()
                                + "; connect.ssl.* are the settings",
                        e);
            }
            throw new ConnectUnavailableException(
                    "Kafka Connect at " + base + ": a worker must answer there, got " + HttpAccess.describe(e)
                            + " while " + what + "; start it or correct " + ConnectConfig.URL,
                    e);
        } catch (InterruptedException e) {
            throw new InterruptException(e);
        }
    }

    private Answer answer(String what, HttpResponse<String> response, Map<String, String> config) {
        int status = response.statusCode();
        JsonNode body = parse(response.body());
        if (status == 401 || status == 403) {
            throw new ConnectUnavailableException(
                    "Kafka Connect at " + base + ": must grant access, got HTTP " + status + " while " + what + "; set "
                            + ConnectConfig.BASIC_AUTH + " or " + ConnectConfig.BEARER_AUTH,
                    null);
        }
        if (status >= 200 && status < 300 && body != null) {
            return new Answer(status, body);
        }
        // Connect's errors are JSON with these two fields: others come from another server, or a proxy before it.
        if (body == null || !body.path("error_code").isInt() || !body.has("message")) {
            throw notConnect(what, "HTTP " + status + " with " + contentType(response));
        }
        String message = secrets.and(config).hide(body.get("message").asText());
        throw new ConnectRequestException(
                status, "Kafka Connect at " + base + ": " + what + " failed with HTTP " + status + ": " + message);
    }

    /** The failure for an answer that is not from Kafka Connect. */
    ConnectUnavailableException notConnect(String what, String got) {
        return new ConnectUnavailableException(
                "Kafka Connect at " + base + ": the REST API of Kafka Connect must answer there, got " + got + " while "
                        + what + "; another server listens there or the path is wrong: correct " + ConnectConfig.URL,
                null);
    }

    private static String contentType(HttpResponse<String> response) {
        return response.headers().firstValue("Content-Type").orElse("no content type");
    }

    /** A missing node for an empty body, null for one that is not JSON. */
    private static JsonNode parse(String body) {
        try {
            return JSON.readTree(body);
        } catch (JsonProcessingException e) {
            return null;
        }
    }
}

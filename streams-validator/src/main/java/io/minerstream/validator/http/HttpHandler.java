package io.minerstream.validator.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.minerstream.validator.TelemetryValidator;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpMethod;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Checks the credentials of a request, finds its resource, and writes the answer. Thread-safe. */
final class HttpHandler extends Handler.Abstract {

    private static final Logger LOG = LoggerFactory.getLogger(HttpHandler.class);

    private static final String LIVE = "/health/live";
    private static final String READY = "/health/ready";
    private static final String MINERS = "/api/miners/";
    private static final String SITES = "/api/sites/";
    private static final String COVERAGE = "/coverage";

    private static final List<String> PATHS = List.of(
            LIVE, READY, "/metrics", "/api/verdicts", "/api/alerts", MINERS + "{id}", SITES + "{id}", "/openapi.json");

    private final Login login;
    private final boolean healthOpen;
    private final TelemetryValidator validator;
    private final ValidatorMetrics metrics;
    private final Api api;
    private final String description = resource("openapi.json");

    HttpHandler(HttpSettings settings, TelemetryValidator validator, ValidatorMetrics metrics, Api api) {
        this.login = new Login(settings);
        this.healthOpen = settings.isHealthOpen();
        this.validator = validator;
        this.metrics = metrics;
        this.api = api;
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) {
        write(answer(request, response), response, callback);
        return true;
    }

    /** Writes an answer; also for the requests that Jetty itself refuses. */
    static void write(HttpAnswer answer, Response response, Callback callback) {
        response.setStatus(answer.status());
        HttpFields.Mutable headers = response.getHeaders();
        headers.put(HttpHeader.CONTENT_TYPE, answer.type());
        byte[] body = answer.body().getBytes(UTF_8);
        headers.put(HttpHeader.CONTENT_LENGTH, body.length);
        headers.put(HttpHeader.CACHE_CONTROL, "no-store");
        headers.put("X-Content-Type-Options", "nosniff");
        answer.headers().forEach(headers::put);
        response.write(true, ByteBuffer.wrap(body), callback);
    }

    private HttpAnswer answer(Request request, Response response) {
        String path = Request.getPathInContext(request);
        boolean open = healthOpen && (path.equals(LIVE) || path.equals(READY));
        if (!open && !login.admits(request.getHeaders().get(HttpHeader.AUTHORIZATION))) {
            login.challenges().forEach(challenge -> response.getHeaders().add(HttpHeader.WWW_AUTHENTICATE, challenge));
            return HttpAnswer.problem(
                    HttpStatus.UNAUTHORIZED_401, "the request must have the credentials of this server");
        }
        if (!HttpMethod.GET.is(request.getMethod()) && !HttpMethod.HEAD.is(request.getMethod())) {
            response.getHeaders().put(HttpHeader.ALLOW, "GET, HEAD");
            return HttpAnswer.problem(
                    HttpStatus.METHOD_NOT_ALLOWED_405, "method: must be GET or HEAD, got " + request.getMethod());
        }
        try {
            return resource(request, path);
        } catch (QueryParameters.MalformedException e) {
            return HttpAnswer.badRequest(e.getMessage());
        } catch (RuntimeException e) {
            LOG.atError().setCause(e).addKeyValue("path", path).log("a request failed");
            return HttpAnswer.problem(
                    HttpStatus.INTERNAL_SERVER_ERROR_500, "the request failed; the log of the instance says why");
        }
    }

    private HttpAnswer resource(Request request, String path) {
        return switch (path) {
            case LIVE -> health(Health.live(validator.state()));
            case READY -> health(Health.ready(validator.state(), validator.waitsFor()));
            case "/metrics" -> new HttpAnswer(HttpStatus.OK_200, ValidatorMetrics.TYPE, metrics.scrape(), Map.of());
            case "/api/verdicts" -> api.verdicts(request);
            case "/api/alerts" -> api.alerts(request);
            case "/openapi.json" -> new HttpAnswer(HttpStatus.OK_200, HttpAnswer.JSON, description, Map.of());
            default -> subject(request, path);
        };
    }

    private HttpAnswer subject(Request request, String path) {
        if (path.startsWith(MINERS)) {
            return api.miner(request, path.substring(MINERS.length()));
        }
        if (path.startsWith(SITES)) {
            String id = path.substring(SITES.length());
            return id.endsWith(COVERAGE)
                    ? api.coverage(request, id.substring(0, id.length() - COVERAGE.length()))
                    : api.site(request, id);
        }
        return HttpAnswer.notFound("path: must be one of %s, got '%s'".formatted(String.join(", ", PATHS), path));
    }

    private static HttpAnswer health(Health health) {
        return HttpAnswer.json(health.healthy() ? HttpStatus.OK_200 : HttpStatus.SERVICE_UNAVAILABLE_503, health);
    }

    private static String resource(String name) {
        try (InputStream in = HttpHandler.class.getResourceAsStream(name)) {
            return new String(in.readAllBytes(), UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

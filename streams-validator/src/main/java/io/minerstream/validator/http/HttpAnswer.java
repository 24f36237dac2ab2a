package io.minerstream.validator.http;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.deser.std.FromStringDeserializer;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.ser.std.ToStringSerializer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpHeaders;
import java.net.http.HttpResponse;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Map;
import org.eclipse.jetty.http.HttpStatus;

/**
 * What a request gets.
 *
 * @param status of HTTP
 * @param type media type of the body
 * @param body whole body
 * @param headers further ones
 */
record HttpAnswer(int status, String type, String body, Map<String, String> headers) {

    static final String JSON = "application/json";

    private static final String RETRY_AFTER = "Retry-After";
    private static final String PROBLEM = "application/problem+json";

    /** Seconds after which a request that came during a rebalance may succeed. */
    private static final String RETRY_AFTER_SECONDS = "5";

    private static final ObjectMapper MAPPER = new ObjectMapper()
            .enable(SerializationFeature.INDENT_OUTPUT)
            .registerModule(new SimpleModule()
                    .addSerializer(Instant.class, ToStringSerializer.instance)
                    .addSerializer(LocalDate.class, ToStringSerializer.instance)
                    .addDeserializer(Instant.class, new InstantReader()));

    private static final class InstantReader extends FromStringDeserializer<Instant> {
        private static final long serialVersionUID = 1L;

        InstantReader() {
            super(Instant.class);
        }

        @Override
        protected Instant _deserialize(String text, DeserializationContext context) {
            return Instant.parse(text);
        }
    }

    /** An error as RFC 9457 describes it. */
    private record Problem(String type, String title, int status, String detail) {}

    static HttpAnswer json(int status, Object body) {
        return new HttpAnswer(status, JSON, text(body), Map.of());
    }

    static HttpAnswer ok(Object body) {
        return json(HttpStatus.OK_200, body);
    }

    /** @param detail what must hold, what came, what to do */
    static HttpAnswer problem(int status, String detail) {
        Problem problem = new Problem("about:blank", HttpStatus.getMessage(status), status, detail);
        return new HttpAnswer(
                status,
                PROBLEM,
                text(problem),
                status == HttpStatus.SERVICE_UNAVAILABLE_503 ? Map.of(RETRY_AFTER, RETRY_AFTER_SECONDS) : Map.of());
    }

    /** What cannot be answered now. */
    static HttpAnswer unavailable(String detail) {
        return problem(HttpStatus.SERVICE_UNAVAILABLE_503, detail);
    }

    static HttpAnswer badRequest(String detail) {
        return problem(HttpStatus.BAD_REQUEST_400, detail);
    }

    static HttpAnswer notFound(String detail) {
        return problem(HttpStatus.NOT_FOUND_404, detail);
    }

    /** The same as another instance gave. */
    static HttpAnswer of(HttpResponse<String> response) {
        HttpHeaders given = response.headers();
        return new HttpAnswer(
                response.statusCode(),
                given.firstValue("Content-Type").orElse(JSON),
                response.body(),
                given.firstValue(RETRY_AFTER)
                        .map(value -> Map.of(RETRY_AFTER, value))
                        .orElse(Map.of()));
    }

    /** The body as an object, of another instance's answer. */
    <T> T body(Class<T> type) {
        try {
            return MAPPER.readValue(body, type);
        } catch (IOException e) {
            throw new UncheckedIOException("another instance must answer with " + type.getSimpleName(), e);
        }
    }

    private static String text(Object body) {
        try {
            return MAPPER.writeValueAsString(body) + "\n";
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("an answer must be writable as JSON, got " + body.getClass(), e);
        }
    }
}

package io.minerstream.pipeline.replay;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.sun.net.httpserver.HttpServer;
import io.minerstream.connect.rest.ConnectClient;
import io.minerstream.connect.rest.ConnectConfig;
import io.minerstream.connect.rest.ConnectRequestException;
import io.minerstream.pipeline.PipelineException;
import io.minerstream.schemas.run.TimeRange;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class RewindingTest {

    private static final String STOP = "PUT /connectors/sink/stop";
    private static final String RESUME = "PUT /connectors/sink/resume";
    private static final String OFFSETS = "PATCH /connectors/sink/offsets "
            + "{\"offsets\":[{\"partition\":{\"kafka_topic\":\"topic\",\"kafka_partition\":0},\"offset\":{\"kafka_offset\":40}}]}";

    private final List<String> changes = new CopyOnWriteArrayList<>();
    private HttpServer server;

    /** Part of the request that is refused. */
    private volatile String refused = "nothing";

    private volatile String state = "RUNNING";

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            String body = new String(exchange.getRequestBody().readAllBytes(), UTF_8);
            String request = (exchange.getRequestMethod() + " " + exchange.getRequestURI() + " " + body).strip();
            boolean isRefused = request.contains(refused);
            if (!request.startsWith("GET")) {
                changes.add(request);
                if (!isRefused) {
                    state = request.equals(STOP) ? "STOPPED" : request.equals(RESUME) ? "RUNNING" : state;
                }
            }
            String tasks = state.equals("RUNNING") ? "{\"id\":0,\"state\":\"RUNNING\",\"worker_id\":\"w\"}" : "";
            byte[] answer = (isRefused
                            ? "{\"error_code\":400,\"message\":\"no\"}"
                            : "{\"name\":\"sink\",\"connector\":{\"state\":\"" + state
                                    + "\",\"worker_id\":\"w\"},\"tasks\":[" + tasks + "]}")
                    .getBytes(UTF_8);
            exchange.getResponseHeaders().add("Content-Type", "application/json");
            exchange.sendResponseHeaders(isRefused ? 400 : 200, answer.length);
            exchange.getResponseBody().write(answer);
            exchange.close();
        });
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    @Test
    void shouldSetTheOffsetsOfTheStoppedConnector() {
        rewinding().run();

        assertThat(changes).containsExactly(STOP, OFFSETS, RESUME);
    }

    @Test
    void shouldResumeTheConnectorWhenItsOffsetsCannotBeSet() {
        refused = "offset";

        assertThatExceptionOfType(ConnectRequestException.class)
                .isThrownBy(() -> rewinding().run());

        assertThat(changes).startsWith(STOP, OFFSETS).endsWith(RESUME);
        assertThat(state).isEqualTo("RUNNING");
    }

    @Test
    void shouldSayThatTheConnectorMayBeStopped() {
        refused = "resume";

        assertThatExceptionOfType(PipelineException.class)
                .isThrownBy(() -> rewinding().run())
                .withMessageStartingWith(
                        "connector sink: must run again, but resuming it has failed and it may be stopped; "
                                + "run `minerstream sink resume`; the cause: ");
    }

    /** The signal came before anything was stopped. */
    @Test
    void shouldStopNothingAfterASignal() {
        Rewinding rewinding = rewinding();
        rewinding.close();

        assertThatExceptionOfType(CancellationException.class).isThrownBy(rewinding::run);

        assertThat(changes).isEmpty();
    }

    private Rewinding rewinding() {
        TimeRange day = TimeRange.hourly(Instant.parse("2026-01-01T00:00:00Z"), Instant.parse("2026-01-02T00:00:00Z"));
        ReplayPlan plan = new ReplayPlan(
                "sink",
                "topic",
                new ReplayTarget(day, List.of(), List.of(), List.of()),
                List.of(new ReplayPlan.Partition(0, 0, 90L, 40, 100)),
                List.of());
        String url = "http://127.0.0.1:" + server.getAddress().getPort();
        return new Rewinding(ConnectClient.of(Map.of(ConnectConfig.URL, url)), Duration.ofSeconds(1), plan);
    }
}

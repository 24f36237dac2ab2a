package io.minerstream.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.minerstream.stack.process.FreePort;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Assumptions;

/** A real Alertmanager, which groups alerts by site and notifies a webhook. */
final class Alertmanager implements AutoCloseable {

    /** If the environment has it, a machine without Alertmanager fails the tests rather than skips them. */
    private static final String REQUIRED = "REQUIRE_ALERTMANAGER";

    private static final List<String> PROGRAMS = List.of("prometheus-alertmanager", "alertmanager");
    private static final ObjectMapper JSON = new ObjectMapper();

    private final HttpClient client = HttpClient.newHttpClient();
    private final Path program;
    private final Path folder;
    private final int port;
    private Process process;

    private Alertmanager(Path program, Path folder, int port) {
        this.program = program;
        this.folder = folder;
        this.port = port;
    }

    /**
     * Starts it.
     *
     * @param folder for its configuration and storage
     * @param receiver URL that it notifies
     */
    static Alertmanager start(Path folder, String receiver) throws IOException {
        Optional<Path> program = PROGRAMS.stream().flatMap(Alertmanager::onPath).findFirst();
        if (program.isEmpty()) {
            String reason = "Alertmanager must be on the PATH as one of " + PROGRAMS
                    + ", is not; on Debian: apt-get install prometheus-alertmanager";
            if (System.getenv(REQUIRED) != null) {
                fail(reason);
            }
            Assumptions.abort(reason);
        }
        Files.writeString(
                folder.resolve("alertmanager.yml"),
                """
                route:
                  receiver: test
                  group_by: [site]
                  group_wait: 300ms
                  group_interval: 300ms
                  repeat_interval: 1h
                receivers:
                  - name: test
                    webhook_configs:
                      - url: %s
                """
                        .formatted(receiver));
        int port = FreePort.find();
        Alertmanager started = new Alertmanager(program.get(), folder, port);
        started.start();
        return started;
    }

    private static Stream<Path> onPath(String name) {
        return Stream.of(System.getenv("PATH").split(":"))
                .map(folder -> Path.of(folder, name))
                .filter(Files::isExecutable);
    }

    /** Starts it again at the same address. */
    void start() throws IOException {
        process = new ProcessBuilder(
                        program.toString(),
                        "--config.file=" + folder.resolve("alertmanager.yml"),
                        "--storage.path=" + folder.resolve("data"),
                        "--web.listen-address=127.0.0.1:" + port,
                        "--cluster.listen-address=")
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("alertmanager.log").toFile())
                .start();
        await().atMost(Duration.ofSeconds(20))
                .ignoreExceptions()
                .until(() -> get("/-/ready").statusCode() == 200);
    }

    /** Kills it (-9): it forgets all alerts. */
    void kill() {
        process.destroyForcibly().onExit().join();
    }

    String url() {
        return "http://127.0.0.1:" + port;
    }

    /** State of each alert that it holds, by miner: active or suppressed. */
    Map<String, String> alerts() {
        Map<String, String> states = new TreeMap<>();
        json("/api/v2/alerts")
                .forEach(alert -> states.put(
                        alert.at("/labels/miner").asText(),
                        alert.at("/status/state").asText()));
        return states;
    }

    /** Labels of each alert that fires, sorted. */
    List<String> labels() {
        return StreamSupport.stream(json("/api/v2/alerts").spliterator(), false)
                .map(alert -> labels(alert.get("labels")))
                .sorted()
                .toList();
    }

    /** Labels as one text, without those that others follow from. */
    static String labels(JsonNode labels) {
        return "%s site=%s miner=%s metric=%s"
                .formatted(
                        labels.path("alertname").asText("-"),
                        labels.path("site").asText("-"),
                        labels.path("miner").asText("-"),
                        labels.path("metric").asText("-"));
    }

    /** Miners of its alerts, by the label site of their group. */
    Map<String, List<String>> groups() {
        Map<String, List<String>> groups = new TreeMap<>();
        json("/api/v2/alerts/groups")
                .forEach(group -> groups.put(
                        group.at("/labels/site").asText(),
                        StreamSupport.stream(group.get("alerts").spliterator(), false)
                                .map(alert -> alert.at("/labels/miner").asText())
                                .sorted()
                                .toList()));
        return groups;
    }

    /** Silences the alerts of a miner for an hour. */
    void silence(int miner) throws Exception {
        String body =
                """
                {"matchers": [{"name": "miner", "value": "%s", "isRegex": false}],
                 "startsAt": "2020-01-01T00:00:00Z", "endsAt": "2099-01-01T00:00:00Z",
                 "createdBy": "test", "comment": "test"}
                """
                        .formatted(miner);
        HttpResponse<String> answer = client.send(
                HttpRequest.newBuilder(URI.create(url() + "/api/v2/silences"))
                        .header("Content-Type", "application/json")
                        .POST(HttpRequest.BodyPublishers.ofString(body))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    }

    private JsonNode json(String path) {
        try {
            return JSON.readTree(get(path).body());
        } catch (IOException | InterruptedException e) {
            throw new AssertionError(path + " must answer", e);
        }
    }

    private HttpResponse<String> get(String path) throws IOException, InterruptedException {
        return client.send(
                HttpRequest.newBuilder(URI.create(url() + path)).build(), HttpResponse.BodyHandlers.ofString());
    }

    @Override
    public void close() {
        kill();
    }
}

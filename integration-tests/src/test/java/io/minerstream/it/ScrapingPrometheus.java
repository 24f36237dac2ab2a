package io.minerstream.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.minerstream.stack.process.FreePort;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** A real Prometheus, and its {@code promtool}. */
final class ScrapingPrometheus implements AutoCloseable {

    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final HttpClient CLIENT = HttpClient.newHttpClient();

    private final Process process;
    private final String url;

    private ScrapingPrometheus(Process process, String url) {
        this.process = process;
        this.url = url;
    }

    /** Whether it is installed. The environment variable {@code MINERSTREAM_REQUIRE_PROMETHEUS} makes tests fail without it. */
    static boolean isInstalled() {
        boolean installed = Files.isExecutable(Path.of("/usr/bin/prometheus"));
        assertThat(installed || System.getenv("MINERSTREAM_REQUIRE_PROMETHEUS") == null)
                .as("/usr/bin/prometheus must be there: Debian's package prometheus")
                .isTrue();
        return installed;
    }

    static ScrapingPrometheus start(Path folder, String configuration) throws IOException {
        Path file = Files.writeString(folder.resolve("prometheus.yml"), configuration);
        int port = FreePort.find();
        Process process = new ProcessBuilder(
                        "/usr/bin/prometheus",
                        "--config.file=" + file,
                        "--storage.tsdb.path=" + folder.resolve("data"),
                        "--web.listen-address=127.0.0.1:" + port)
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("prometheus.log").toFile())
                .start();
        return new ScrapingPrometheus(process, "http://127.0.0.1:" + port);
    }

    /** Waits until Prometheus answers. */
    ScrapingPrometheus ready() {
        await("Prometheus is ready")
                .atMost(Duration.ofSeconds(60))
                .ignoreExceptions()
                .until(() -> CLIENT.send(
                                        HttpRequest.newBuilder(URI.create(url + "/-/ready"))
                                                .build(),
                                        BodyHandlers.discarding())
                                .statusCode()
                        == 200);
        return this;
    }

    /** {@code data} of an answer of its API. */
    JsonNode get(String path) throws IOException, InterruptedException {
        String body = CLIENT.send(
                        HttpRequest.newBuilder(URI.create(url + "/api/v1/" + path))
                                .build(),
                        BodyHandlers.ofString())
                .body();
        JsonNode answer = MAPPER.readTree(body);
        assertThat(answer.path("status").asText()).as(body).isEqualTo("success");
        return answer.path("data");
    }

    /** The results of an instant query. */
    JsonNode query(String expression) throws IOException, InterruptedException {
        return get("query?query=" + URLEncoder.encode(expression, StandardCharsets.UTF_8))
                .path("result");
    }

    /**
     * Runs {@code promtool}, which must find nothing.
     *
     * @param input of the program
     * @return its output
     */
    static String promtool(String input, String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of("/usr/bin/promtool"));
        command.addAll(List.of(arguments));
        Path in = Files.writeString(Files.createTempFile("promtool", ".in"), input);
        Path out = Files.createTempFile("promtool", ".out");
        try {
            int exit = new ProcessBuilder(command)
                    .redirectInput(in.toFile())
                    .redirectErrorStream(true)
                    .redirectOutput(out.toFile())
                    .start()
                    .waitFor();
            String output = Files.readString(out);
            assertThat(exit).as(output).isZero();
            return output;
        } finally {
            Files.delete(in);
            Files.delete(out);
        }
    }

    @Override
    public void close() {
        process.destroy();
        process.onExit().join();
    }
}

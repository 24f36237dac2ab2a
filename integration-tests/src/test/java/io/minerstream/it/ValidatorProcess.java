package io.minerstream.it;

import static org.awaitility.Awaitility.await;

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

/** {@code minerstream validate} in a process of its own, with its own state directory. */
record ValidatorProcess(KillablePart process, URI http) implements AutoCloseable {

    /** Of a start, on a busy machine, and of the wait for the session of an instance that was killed. */
    private static final Duration LONGEST = Duration.ofSeconds(90);

    private static final HttpClient CLIENT = HttpClient.newHttpClient();

    /**
     * Starts an instance; it notices the death of another within 6 s.
     *
     * @param folder for all that it writes; it is created
     * @param addresses options that name the servers
     * @param options further options
     */
    static ValidatorProcess start(Path folder, String prefix, List<String> addresses, String... options)
            throws IOException {
        int port = FreePort.find();
        Files.createDirectories(folder);
        List<String> command = Cli.java(folder, "-Xmx192m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1");
        command.addAll(List.of("validate", "--topic-prefix", prefix, "--http", Integer.toString(port)));
        command.addAll(List.of("--state-dir", folder.resolve("state").toString()));
        for (String soon : List.of("session.timeout.ms=6000", "consumer.session.timeout.ms=6000")) {
            command.addAll(List.of("--command-property", soon));
        }
        command.addAll(List.of(options));
        command.addAll(addresses);
        return new ValidatorProcess(
                KillablePart.start(command, folder.resolve("log")), URI.create("http://127.0.0.1:" + port));
    }

    /** Waits until it judges its partitions. */
    void awaitReady() {
        await().atMost(LONGEST)
                .ignoreExceptionsInstanceOf(IOException.class)
                .failFast(process::requireAlive)
                .until(() -> get("/health/ready").statusCode() == 200);
    }

    HttpResponse<String> get(String path) throws IOException, InterruptedException {
        return CLIENT.send(HttpRequest.newBuilder(http.resolve(path)).build(), HttpResponse.BodyHandlers.ofString());
    }

    @Override
    public void close() {
        process.close();
    }
}

package io.minerstream.it;

import io.minerstream.connect.rest.ConnectClient;
import io.minerstream.stack.StackParts;
import java.io.OutputStream;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.awaitility.Awaitility;

/** A Connect worker with the image's settings and those of docs/secured-clusters.md, in a JVM of its own. */
final class SecuredWorker implements AutoCloseable {

    private final Process process;

    private SecuredWorker(Process process) {
        this.process = process;
    }

    /**
     * @param page its settings in the page
     * @param password of the REST API
     */
    static SecuredWorker start(Path folder, String page, Path secrets, String password) throws Exception {
        Properties settings = new Properties();
        settings.load(new StringReader(Files.readString(Path.of("..", "docker", "connect", "worker.properties"))));
        settings.load(new StringReader(page));
        settings.putAll(Map.of(
                "plugin.path", StackParts.find(List.of()).plugins().toString(),
                "rest.advertised.host.name", "localhost",
                "config.providers.file.param.allowed.paths", secrets.toString()));
        Path file = folder.resolve("worker.properties");
        try (OutputStream out = Files.newOutputStream(file)) {
            settings.store(out, null);
        }
        Path users = Files.writeString(folder.resolve("users.properties"), "minerstream=" + password);
        Path jaas = Files.writeString(
                folder.resolve("jaas.conf"),
                """
                KafkaConnect {
                  org.apache.kafka.connect.rest.basic.auth.extension.PropertyFileLoginModule required file="%s";
                };
                """
                        .formatted(users));
        List<String> command = JavaProgram.command(
                folder,
                "org.apache.kafka.connect.cli.ConnectDistributed",
                "-XX:TieredStopAtLevel=1",
                "-Xmx384m",
                "-Duser.timezone=UTC",
                "-Djava.security.auth.login.config=" + jaas);
        command.add(file.toString());
        return new SecuredWorker(new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("worker.log").toFile())
                .start());
    }

    /** Returns when it accepts connectors. */
    void awaitReady(ConnectClient client) {
        Awaitility.await()
                .atMost(Duration.ofSeconds(90))
                .pollInterval(Duration.ofMillis(300))
                .ignoreExceptions()
                .failFast("the worker ended", () -> !process.isAlive())
                .until(() -> client.status("none").isEmpty());
    }

    @Override
    public void close() {
        process.destroyForcibly().onExit().join();
    }
}

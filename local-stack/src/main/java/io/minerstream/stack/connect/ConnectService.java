package io.minerstream.stack.connect;

import io.minerstream.schemas.wait.Deadline;
import io.minerstream.stack.data.DataLayout;
import io.minerstream.stack.data.PrivateFile;
import io.minerstream.stack.process.HttpProbe;
import io.minerstream.stack.process.JavaCommand;
import io.minerstream.stack.process.Ports;
import io.minerstream.stack.process.Service;
import io.minerstream.stack.process.ServiceException;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** A Kafka Connect worker in distributed mode, so that its connectors and offsets outlive it. */
public final class ConnectService extends Service {

    private static final String PORT = "connect";
    private static final String REQUIRED_PLUGIN = "io.debezium.connector.jdbc.JdbcSinkConnector";

    private final Path plugins;
    private final HttpProbe http;
    private final String bootstrapServers;
    private RestLogin login;

    /** @param plugins Connect's {@code plugin.path} */
    public ConnectService(DataLayout layout, Path plugins, HttpProbe http, String bootstrapServers) {
        super(layout, "connect", List.of(PORT));
        this.plugins = plugins;
        this.http = http;
        this.bootstrapServers = bootstrapServers;
    }

    /** Base URL of the REST API. */
    public static String url(Ports ports) {
        return "http://127.0.0.1:" + ports.get(PORT);
    }

    @Override
    public void prepare(Deadline deadline) throws IOException, InterruptedException, ServiceException {
        super.prepare(deadline);
        // Connect's file provider refuses a folder that does not exist.
        PrivateFile.createFolder(layout().connectorSecrets());
        login = RestLogin.of(layout());
    }

    @Override
    public ProcessBuilder command(Ports ports) throws IOException {
        Path settings = folder().resolve("worker.properties");
        PrivateFile.writeProperties(
                settings,
                WorkerSettings.of(
                        bootstrapServers,
                        ports.get(PORT),
                        plugins,
                        layout().connectProperties(),
                        layout().connectorSecrets()));
        Path jaas = folder().resolve("jaas.conf");
        Path users = folder().resolve("users.properties");
        // Relative to the worker's directory: a JAAS file would need escapes in it.
        login.write(jaas, users, layout().root().relativize(users));
        List<String> options = List.of(
                "-Xmx768m",
                "-Djava.security.auth.login.config=" + layout().root().relativize(jaas));
        return JavaCommand.onOurClassPath(
                layout(), options, "org.apache.kafka.connect.cli.ConnectDistributed", List.of(settings.toString()));
    }

    @Override
    public Duration stopLimit() {
        // Tasks may take 5 s to write and commit their records.
        return Duration.ofSeconds(15);
    }

    @Override
    public void probe(Ports ports, Duration limit) throws IOException, InterruptedException, ServiceException {
        get(ports, "/", limit);
        // Answers 200 once the worker has joined its group and read its topics, and accepts connectors.
        get(ports, "/health", limit);
        String listed = get(ports, "/connector-plugins", limit);
        if (!listed.contains('"' + REQUIRED_PLUGIN + '"')) {
            throw new ServiceException(
                    "connect: plugins below " + plugins + ": must hold " + REQUIRED_PLUGIN + ", got " + listed);
        }
    }

    private String get(Ports ports, String path, Duration limit) throws IOException, InterruptedException {
        return http.get(URI.create(url(ports) + path), login.authorization(), limit);
    }
}

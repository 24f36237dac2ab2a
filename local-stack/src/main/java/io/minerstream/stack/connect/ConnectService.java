package io.minerstream.stack.connect;

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
    public ProcessBuilder command(Ports ports) throws IOException {
        Path settings = folder().resolve("worker.properties");
        PrivateFile.writeProperties(
                settings, WorkerSettings.of(bootstrapServers, ports.get(PORT), plugins, layout().root()));
        return JavaCommand.onOurClassPath(
                layout(),
                List.of("-Xmx768m"),
                "org.apache.kafka.connect.cli.ConnectDistributed",
                List.of(settings.toString()));
    }

    @Override
    public Duration stopLimit() {
        // Tasks may take 5 s to write and commit their records.
        return Duration.ofSeconds(15);
    }

    @Override
    public void probe(Ports ports, Duration limit) throws IOException, InterruptedException, ServiceException {
        http.get(URI.create(url(ports) + "/"), limit);
        // Answers 200 once the worker has joined its group and read its topics, and accepts connectors.
        http.get(URI.create(url(ports) + "/health"), limit);
        String listed = http.get(URI.create(url(ports) + "/connector-plugins"), limit);
        if (!listed.contains('"' + REQUIRED_PLUGIN + '"')) {
            throw new ServiceException(
                    "connect: plugins below " + plugins + ": must hold " + REQUIRED_PLUGIN + ", got " + listed);
        }
    }
}

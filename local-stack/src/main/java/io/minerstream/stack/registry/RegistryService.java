package io.minerstream.stack.registry;

import io.minerstream.stack.data.DataLayout;
import io.minerstream.stack.process.ClassDataArchive;
import io.minerstream.stack.process.HttpProbe;
import io.minerstream.stack.process.JavaCommand;
import io.minerstream.stack.process.ParentWatch;
import io.minerstream.stack.process.Ports;
import io.minerstream.stack.process.Service;
import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Apicurio Registry, which speaks Confluent's API, on a database file of its own. */
public final class RegistryService extends Service {

    private static final String PORT = "registry";

    private final Path runner;
    private final HttpProbe http;

    /**
     * @param runner the registry's runner jar; its libraries stand in {@code lib} beside it, and in {@code first} those whose
     *     classes must be taken before the runner's copies of an older version
     */
    public RegistryService(DataLayout layout, Path runner, HttpProbe http) {
        super(layout, "registry", List.of(PORT));
        this.runner = runner;
        this.http = http;
    }

    /** Base URL of Confluent's API. */
    public static String url(Ports ports) {
        return "http://127.0.0.1:" + ports.get(PORT) + "/apis/ccompat/v7";
    }

    @Override
    public ProcessBuilder command(Ports ports) {
        String classPath = String.join(
                File.pathSeparator,
                runner.resolveSibling("first").resolve("*").toString(),
                runner.toString(),
                runner.resolveSibling("lib").resolve("*").toString(),
                ParentWatch.classPath());
        List<String> options = new ArrayList<>(
                ClassDataArchive.options("registry", classPath, RegistryService.class.getResource("classes")));
        options.addAll(List.of(
                "-Xmx128m",
                "-Xmn64m",
                JavaCommand.FIRST_COMPILER,
                "-Djava.util.logging.manager=org.jboss.logmanager.LogManager"));
        ProcessBuilder process =
                JavaCommand.of(layout(), classPath, options, "io.quarkus.runner.GeneratedMain", List.of());
        process.environment().putAll(environment(ports.get(PORT)));
        return process;
    }

    private Map<String, String> environment(int port) {
        // Without WRITE_DELAY=0 a kill -9 loses acknowledged schemas, and their ids are given again.
        String database = "jdbc:h2:file:" + folder().resolve("db") + ";WRITE_DELAY=0";
        return Map.of(
                "QUARKUS_HTTP_HOST", "127.0.0.1",
                "QUARKUS_HTTP_PORT", Integer.toString(port),
                "QUARKUS_BANNER_ENABLED", "false",
                "REGISTRY_DATASOURCE_URL", database,
                "QUARKUS_DATASOURCE_JDBC_MIN_SIZE", "1",
                "QUARKUS_DATASOURCE_JDBC_INITIAL_SIZE", "1",
                "QUARKUS_DATASOURCE_JDBC_MAX_SIZE", "8",
                "LOG_LEVEL", "WARN",
                "REGISTRY_LOG_LEVEL", "WARN");
    }

    @Override
    public void probe(Ports ports, Duration limit) throws IOException, InterruptedException {
        http.get(URI.create(url(ports) + "/subjects"), limit);
    }
}

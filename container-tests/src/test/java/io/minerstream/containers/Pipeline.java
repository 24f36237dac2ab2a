package io.minerstream.containers;

import static org.awaitility.Awaitility.await;

import io.minerstream.producer.record.RunHistoryReader;
import io.minerstream.producer.run.RunHistory;
import io.minerstream.schemas.topic.TopicNames;
import io.minerstream.validator.VerdictReader;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.kafka.clients.CommonClientConfigs;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.containers.Network;
import org.testcontainers.containers.wait.strategy.Wait;
import org.testcontainers.lifecycle.Startables;

/** Three brokers, a registry, PostgreSQL, two Connect workers and two validators, each in a container, sinks deployed. */
final class Pipeline implements AutoCloseable {

    private static final Duration READY = Duration.ofMinutes(3);
    /** With what a properties file and a shell would change. */
    private static final String REST_PASSWORD = "a\\b $c:\"d";

    private static final int REGISTRY_PORT = 8080;
    private static final int EACH = 2;
    private static final int LAST_LINES = 60;

    private final Deque<AutoCloseable> parts = new ArrayDeque<>();
    private final ImageNames images;
    private final Network network = Network.newNetwork();
    private final Warehouse warehouse;
    private final Brokers brokers;
    private final GenericContainer<?> registry;
    private final List<GenericContainer<?>> workers = new ArrayList<>();
    private final List<GenericContainer<?>> validators = new ArrayList<>();

    private Pipeline(ImageNames images) {
        this.images = images;
        parts.push(network);
        try {
            warehouse = push(Warehouse.start(images, network));
            brokers = push(Brokers.start(images, network));
            registry = push(registry());
            registry.start();
            for (int i = 1; i <= EACH; i++) {
                workers.add(push(worker("connect-" + i)));
                validators.add(push(validator("validator-" + i)));
            }
            Startables.deepStart(Stream.concat(workers.stream(), validators.stream()))
                    .join();
        } catch (RuntimeException e) {
            close();
            throw e;
        }
    }

    /** Returns when every part is healthy, and the tables and connectors are there. */
    static Pipeline start(ImageNames images) {
        Pipeline pipeline = new Pipeline(images);
        try {
            pipeline.run(
                            "sink",
                            "deploy",
                            "--replication-factor",
                            "3",
                            "--database-password-reference",
                            "${env:DATABASE_PASSWORD}")
                    .requireSuccess();
            return pipeline;
        } catch (RuntimeException | AssertionError e) {
            pipeline.close();
            throw e;
        }
    }

    private <T extends AutoCloseable> T push(T part) {
        parts.push(part);
        return part;
    }

    private GenericContainer<?> registry() {
        return new GenericContainer<>(images.image("REGISTRY_IMAGE"))
                .withNetwork(network)
                .withNetworkAliases("registry")
                .withExposedPorts(REGISTRY_PORT)
                .withEnv("REGISTRY_DATASOURCE_URL", images.variable("REGISTRY_DATASOURCE_URL"))
                .withEnv("REGISTRY_DATASOURCE_USERNAME", images.variable("REGISTRY_DATASOURCE_USERNAME"))
                .withEnv("REGISTRY_DATASOURCE_PASSWORD", images.variable("REGISTRY_DATASOURCE_PASSWORD"))
                .waitingFor(Wait.forHttp("/apis/ccompat/v7/subjects").withStartupTimeout(READY));
    }

    private GenericContainer<?> worker(String name) {
        return Containers.hardened(new GenericContainer<>(images.own("connect")))
                .withNetwork(network)
                .withNetworkAliases(name)
                .withEnv("CONNECT_BOOTSTRAP_SERVERS", brokers.internalServers())
                .withEnv("CONNECT_REST_ADVERTISED_HOST_NAME", name)
                .withEnv("DATABASE_PASSWORD", warehouse.password())
                .withEnv("REST_PASSWORD", REST_PASSWORD)
                .withEnv("JAVA_OPTS", "-Xmx512m " + Containers.JVM)
                .waitingFor(new HealthCheck(READY));
    }

    private GenericContainer<?> validator(String name) {
        return Containers.hardened(new GenericContainer<>(images.own("validator")))
                .withNetwork(network)
                .withNetworkAliases(name)
                .withEnv("MINERSTREAM_BOOTSTRAP_SERVER", brokers.internalServers())
                .withEnv("MINERSTREAM_SCHEMA_REGISTRY_URL", internalRegistryUrl())
                .withEnv("MINERSTREAM_JAVA_OPTS", "-Xmx512m -Dminerstream.log.level=warn " + Containers.JVM)
                .waitingFor(new HealthCheck(READY));
    }

    private static String internalRegistryUrl() {
        return "http://registry:" + REGISTRY_PORT + "/apis/ccompat/v7";
    }

    /** Starts a command in a container of its own, with the addresses in its environment. The caller closes it. */
    Command start(String... arguments) {
        GenericContainer<?> container = Containers.hardened(new GenericContainer<>(images.own("cli")))
                .withNetwork(network)
                .withEnv("MINERSTREAM_BOOTSTRAP_SERVER", brokers.internalServers())
                .withEnv("MINERSTREAM_SCHEMA_REGISTRY_URL", internalRegistryUrl())
                .withEnv("MINERSTREAM_CONNECT_URL", "http://connect-1:8083")
                .withEnv("MINERSTREAM_CONNECT_PASSWORD", REST_PASSWORD)
                .withEnv("MINERSTREAM_DATABASE_URL", warehouse.internalUrl())
                .withEnv("MINERSTREAM_DATABASE_USER", Warehouse.USER)
                .withEnv("MINERSTREAM_DATABASE_PASSWORD", warehouse.password())
                .withEnv("MINERSTREAM_JAVA_OPTS", "-Xmx512m " + Containers.JVM)
                .withCommand(arguments);
        return Command.start(container, arguments);
    }

    /** Runs a command to its end. */
    Command.Result run(String... arguments) {
        try (Command command = start(arguments)) {
            return command.await();
        }
    }

    Brokers brokers() {
        return brokers;
    }

    Warehouse warehouse() {
        return warehouse;
    }

    List<GenericContainer<?>> workers() {
        return workers;
    }

    List<GenericContainer<?>> validators() {
        return validators;
    }

    /** The runs that Kafka knows, as far as they are committed. */
    RunHistory runs() {
        return RunHistoryReader.read(clientProperties(), TopicNames.DEFAULT);
    }

    VerdictReader verdicts() {
        return new VerdictReader(TopicNames.DEFAULT, clientProperties(), clientProperties());
    }

    private Map<String, String> clientProperties() {
        return Map.of(
                CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG,
                brokers.externalServers(),
                "schema.registry.url",
                "http://127.0.0.1:" + registry.getMappedPort(REGISTRY_PORT) + "/apis/ccompat/v7");
    }

    /** Waits until every part that may have been killed takes part again. */
    void awaitWhole() {
        brokers.awaitAll();
        warehouse.awaitReady();
        await("all workers and validators healthy").atMost(READY).until(() -> Stream.concat(
                        workers.stream(), validators.stream())
                .allMatch(GenericContainer::isHealthy));
    }

    /** The end of the log of each container. */
    String lastWords() {
        StringBuilder words = new StringBuilder();
        Stream.of(brokers.nodes().stream(), Stream.of(registry), workers.stream(), validators.stream())
                .flatMap(all -> all)
                .forEach(container -> {
                    List<String> lines = container.getLogs().lines().toList();
                    words.append(String.format(
                            "%n=== %s %s%n", container.getNetworkAliases(), container.getDockerImageName()));
                    lines.subList(Math.max(0, lines.size() - LAST_LINES), lines.size())
                            .forEach(line -> words.append(line).append(System.lineSeparator()));
                });
        return words.toString();
    }

    @Override
    public void close() {
        while (!parts.isEmpty()) {
            try {
                parts.pop().close();
            } catch (Exception e) {
                throw new IllegalStateException("a container could not be removed", e);
            }
        }
    }
}

package io.minerstream.containers;

import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.containers.Network;
import org.testcontainers.containers.wait.strategy.Wait;
import org.testcontainers.lifecycle.Startables;

/** Three Kafka nodes, each broker and controller, with every partition on all of them. */
final class Brokers implements AutoCloseable {

    private static final int COUNT = 3;
    private static final int INTERNAL = 19092;
    private static final int EXTERNAL = 9092;
    private static final Duration READY = Duration.ofMinutes(2);

    private final List<GenericContainer<?>> nodes;
    private final String externalServers;

    private Brokers(List<GenericContainer<?>> nodes, String externalServers) {
        this.nodes = nodes;
        this.externalServers = externalServers;
    }

    static Brokers start(ImageNames images, Network network) {
        // Told to clients, so chosen before they start, and kept when a node is killed and starts again.
        List<Integer> ports =
                IntStream.range(0, COUNT).mapToObj(unused -> Ports.free()).toList();
        List<GenericContainer<?>> nodes = IntStream.range(0, COUNT)
                .<GenericContainer<?>>mapToObj(index -> node(images, network, index, ports.get(index)))
                .toList();
        Brokers brokers = new Brokers(
                nodes, ports.stream().map(port -> "127.0.0.1:" + port).collect(Collectors.joining(",")));
        try {
            Startables.deepStart(nodes).join();
            brokers.awaitAll();
            return brokers;
        } catch (RuntimeException e) {
            brokers.close();
            throw e;
        }
    }

    private static GenericContainer<?> node(ImageNames images, Network network, int index, int port) {
        return Containers.published(new GenericContainer<>(images.image("KAFKA_IMAGE")), port, EXTERNAL)
                .withNetwork(network)
                .withNetworkAliases(name(index))
                .withEnv(environment(index, port))
                .waitingFor(
                        Wait.forLogMessage(".*Kafka Server started.*\\s*", 1).withStartupTimeout(READY));
    }

    private static Map<String, String> environment(int index, int port) {
        String voters = IntStream.range(0, COUNT)
                .mapToObj(other -> (other + 1) + "@" + name(other) + ":29092")
                .collect(Collectors.joining(","));
        return Map.ofEntries(
                Map.entry("CLUSTER_ID", "bWluZXJzdHJlYW0tdGVzdA"),
                Map.entry("KAFKA_NODE_ID", Integer.toString(index + 1)),
                Map.entry("KAFKA_PROCESS_ROLES", "broker,controller"),
                Map.entry("KAFKA_CONTROLLER_QUORUM_VOTERS", voters),
                Map.entry("KAFKA_CONTROLLER_LISTENER_NAMES", "CONTROLLER"),
                Map.entry(
                        "KAFKA_LISTENERS", "INTERNAL://:" + INTERNAL + ",HOST://:" + EXTERNAL + ",CONTROLLER://:29092"),
                Map.entry(
                        "KAFKA_ADVERTISED_LISTENERS",
                        "INTERNAL://" + name(index) + ":" + INTERNAL + ",HOST://127.0.0.1:" + port),
                Map.entry("KAFKA_INTER_BROKER_LISTENER_NAME", "INTERNAL"),
                Map.entry(
                        "KAFKA_LISTENER_SECURITY_PROTOCOL_MAP",
                        "INTERNAL:PLAINTEXT,HOST:PLAINTEXT,CONTROLLER:PLAINTEXT"),
                Map.entry("KAFKA_LOG_DIRS", "/var/lib/kafka/data"),
                Map.entry("KAFKA_AUTO_CREATE_TOPICS_ENABLE", "false"),
                Map.entry("KAFKA_DEFAULT_REPLICATION_FACTOR", "3"),
                Map.entry("KAFKA_MIN_INSYNC_REPLICAS", "2"),
                Map.entry("KAFKA_OFFSETS_TOPIC_REPLICATION_FACTOR", "3"),
                Map.entry("KAFKA_OFFSETS_TOPIC_NUM_PARTITIONS", "6"),
                Map.entry("KAFKA_TRANSACTION_STATE_LOG_REPLICATION_FACTOR", "3"),
                Map.entry("KAFKA_TRANSACTION_STATE_LOG_MIN_ISR", "2"),
                Map.entry("KAFKA_TRANSACTION_STATE_LOG_NUM_PARTITIONS", "6"),
                Map.entry("KAFKA_GROUP_INITIAL_REBALANCE_DELAY_MS", "0"),
                Map.entry("KAFKA_BROKER_SESSION_TIMEOUT_MS", "3000"),
                Map.entry("KAFKA_BROKER_HEARTBEAT_INTERVAL_MS", "1000"),
                Map.entry("KAFKA_HEAP_OPTS", "-Xmx512m " + Containers.JVM));
    }

    private static String name(int index) {
        return "kafka-" + (index + 1);
    }

    List<GenericContainer<?>> nodes() {
        return nodes;
    }

    /** For clients in containers. */
    String internalServers() {
        return IntStream.range(0, COUNT)
                .mapToObj(index -> name(index) + ":" + INTERNAL)
                .collect(Collectors.joining(","));
    }

    /** For clients on this machine. */
    String externalServers() {
        return externalServers;
    }

    /** The node that leads the controllers: to lose it costs the cluster most. */
    GenericContainer<?> leader() {
        try (Admin admin = admin()) {
            int id = admin.describeMetadataQuorum().quorumInfo().get().leaderId();
            return nodes.get(id - 1);
        } catch (ExecutionException e) {
            throw new IllegalStateException("the quorum cannot be asked", e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** Waits until every node takes part. */
    void awaitAll() {
        await("all brokers in the cluster").atMost(READY).ignoreExceptions().until(() -> {
            try (Admin admin = admin()) {
                return admin.describeCluster().nodes().get().size() == COUNT;
            }
        });
    }

    private Admin admin() {
        return Admin.create(Map.of(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, externalServers));
    }

    @Override
    public void close() {
        nodes.forEach(GenericContainer::stop);
    }
}

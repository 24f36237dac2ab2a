package io.minerstream.connect.restart;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import io.minerstream.connect.rest.ConnectServer;
import jakarta.ws.rs.core.Configurable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.connect.errors.ConnectException;
import org.apache.kafka.connect.health.ConnectClusterState;
import org.apache.kafka.connect.health.ConnectorHealth;
import org.apache.kafka.connect.health.ConnectorState;
import org.apache.kafka.connect.health.ConnectorType;
import org.apache.kafka.connect.health.TaskState;
import org.apache.kafka.connect.rest.ConnectRestExtension;
import org.apache.kafka.connect.rest.ConnectRestExtensionContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RestartFailedExtensionTest {

    private static final String RESTART = "POST /connectors/bad/restart?includeTasks=true&onlyFailed=true";

    private final RestartFailedExtension extension = new RestartFailedExtension();

    @TempDir
    private Path folder;

    private ConnectServer server;
    private Map<String, String> worker;

    @BeforeEach
    void start() throws IOException {
        server = new ConnectServer();
        server.answer(RESTART, 202, "");
        Path login = Files.writeString(folder.resolve("login"), "connect.basic.auth.user.info=minerstream:hunter2\n");
        worker = new HashMap<>(Map.of(
                "connect.url",
                server.url(),
                RestartConfig.CLIENT_CONFIG,
                login.toString(),
                RestartConfig.DELAY_MS,
                "1",
                RestartConfig.MAX_DELAY_MS,
                "10000"));
    }

    @AfterEach
    void stop() {
        extension.close();
        server.close();
    }

    @Test
    void shouldRestartWhatHasFailedAgainAndAgainAndNothingElse() {
        register(new Cluster());

        await().until(() -> server.requestLines().size() >= 2);
        assertThat(server.received()).allSatisfy(request -> {
            assertThat(request.line()).isEqualTo(RESTART);
            assertThat(request.authorization())
                    .isEqualTo("Basic " + Base64.getEncoder().encodeToString("minerstream:hunter2".getBytes()));
        });
    }

    /** As while the worker starts or rebalances. */
    @Test
    void shouldGoOnWhenTheClusterDoesNotAnswer() {
        Cluster cluster = new Cluster();
        cluster.failures = 1;

        register(cluster);

        await().until(() -> !server.requestLines().isEmpty());
    }

    @Test
    void shouldGoOnWhenARestartIsRefused() throws IOException {
        server.close();
        server = new ConnectServer();
        server.refuse(RESTART, 404, "Unknown connector: bad");
        worker.put("connect.url", server.url());

        register(new Cluster());

        await().until(() -> server.requestLines().size() >= 2);
    }

    @Test
    void shouldBeOffWithoutDelay() {
        Cluster cluster = new Cluster();
        worker.put(RestartConfig.DELAY_MS, "0");
        worker.remove("connect.url");

        register(cluster);

        assertThat(Thread.getAllStackTraces().keySet())
                .extracting(Thread::getName)
                .doesNotContain("minerstream-restart-failed");
    }

    @Test
    void shouldRefuseLoginThatCannotBeRead() {
        worker.put(RestartConfig.CLIENT_CONFIG, folder.resolve("absent").toString());

        assertThatExceptionOfType(ConfigException.class)
                .isThrownBy(() -> register(new Cluster()))
                .withMessage("restart.failed.client.config: must be a readable file, got "
                        + "java.nio.file.NoSuchFileException: " + folder.resolve("absent"));
    }

    @Test
    void shouldBeFoundByTheWorker() {
        assertThat(ServiceLoader.load(ConnectRestExtension.class))
                .anyMatch(found -> found instanceof RestartFailedExtension);
    }

    private void register(ConnectClusterState cluster) {
        extension.configure(worker);
        extension.register(new ConnectRestExtensionContext() {
            @Override
            public Configurable<? extends Configurable<?>> configurable() {
                throw new UnsupportedOperationException();
            }

            @Override
            public ConnectClusterState clusterState() {
                return cluster;
            }
        });
    }

    /** One connector with a failed task, one that runs. */
    private static final class Cluster implements ConnectClusterState {

        private volatile int failures;

        @Override
        public List<String> connectors() {
            if (failures-- > 0) {
                throw new ConnectException("Failed to retrieve list of connectors");
            }
            return List.of("good", "bad");
        }

        @Override
        public ConnectorHealth connectorHealth(String name) {
            String state = name.equals("bad") ? "FAILED" : "RUNNING";
            return new ConnectorHealth(
                    name,
                    new ConnectorState("RUNNING", "w:1", null),
                    Map.of(0, new TaskState(0, state, "w:1", "java.io.IOException: no\n\tat a.B.c(B.java:1)")),
                    ConnectorType.SINK);
        }
    }
}

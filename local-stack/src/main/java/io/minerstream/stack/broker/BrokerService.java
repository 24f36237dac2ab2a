package io.minerstream.stack.broker;

import io.minerstream.schemas.topic.KafkaFutures;
import io.minerstream.schemas.wait.Deadline;
import io.minerstream.stack.data.DataLayout;
import io.minerstream.stack.data.PrivateFile;
import io.minerstream.stack.process.JavaCommand;
import io.minerstream.stack.process.Ports;
import io.minerstream.stack.process.Service;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.DescribeClusterResult;
import org.apache.kafka.common.Uuid;

/** The Kafka broker. */
public final class BrokerService extends Service {

    private static final String BROKER_PORT = "broker";
    private static final String CONTROLLER_PORT = "controller";

    private final Path logDirectory;
    private String clusterId;

    public BrokerService(DataLayout layout) {
        super(layout, "broker", List.of(BROKER_PORT, CONTROLLER_PORT));
        this.logDirectory = folder().resolve("log");
    }

    /** Bootstrap servers for clients. */
    public static String address(Ports ports) {
        return "127.0.0.1:" + ports.get(BROKER_PORT);
    }

    @Override
    public void prepare(Deadline deadline) throws IOException {
        PrivateFile.createFolder(folder());
        PrivateFile.createFolder(logDirectory);
        clusterId = PrivateFile.readProperties(logDirectory.resolve("meta.properties"))
                .getOrDefault("cluster.id", Uuid.randomUuid().toString());
    }

    @Override
    public ProcessBuilder command(Ports ports) throws IOException {
        Path settings = folder().resolve("server.properties");
        PrivateFile.writeProperties(
                settings, BrokerSettings.of(logDirectory, ports.get(BROKER_PORT), ports.get(CONTROLLER_PORT)));
        return JavaCommand.onOurClassPath(
                layout(),
                // A broker works by batch: little of its code would ever be optimized (ADR 30).
                List.of("-Xmx512m", JavaCommand.FIRST_COMPILER),
                BrokerMain.class.getName(),
                List.of(settings.toString(), clusterId));
    }

    @Override
    public void probe(Ports ports, Duration limit) throws Exception {
        Map<String, Object> config = Map.of(
                AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG,
                address(ports),
                AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG,
                (int) limit.toMillis(),
                AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG,
                (int) limit.toMillis());
        try (Admin admin = Admin.create(config)) {
            DescribeClusterResult cluster = admin.describeCluster();
            String answered = KafkaFutures.get(cluster.clusterId());
            if (!clusterId.equals(answered)) {
                throw new IOException("cluster id: must be " + clusterId + ", got " + answered
                        + ": somebody else's broker answers on port " + ports.get(BROKER_PORT));
            }
            if (KafkaFutures.get(cluster.nodes()).isEmpty()) {
                throw new IOException("the broker has not registered with its controller yet");
            }
        }
    }
}

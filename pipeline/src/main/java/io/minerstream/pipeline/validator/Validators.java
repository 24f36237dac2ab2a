package io.minerstream.pipeline.validator;

import io.minerstream.pipeline.PipelineException;
import io.minerstream.pipeline.connection.Connections;
import io.minerstream.schemas.access.ClientPrincipal;
import io.minerstream.schemas.access.TopicAccess;
import io.minerstream.schemas.run.TimeRange;
import io.minerstream.schemas.topic.KafkaFutures;
import io.minerstream.schemas.topic.TopicAdmin;
import io.minerstream.schemas.topic.TopicNames;
import io.minerstream.stack.host.Folders;
import io.minerstream.validator.TelemetryValidator;
import io.minerstream.validator.ValidatorConfig;
import io.minerstream.validator.delivery.DeliveryConfig;
import io.minerstream.validator.topology.JudgeSettings;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ConsumerGroupDescription;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.errors.GroupAuthorizationException;
import org.apache.kafka.common.errors.GroupIdNotFoundException;

/** Starts stream validators, and finds out whether one runs. */
public final class Validators {

    /** Window length of every validator. */
    public static final Duration WINDOW = JudgeSettings.DEFAULT.window();

    private static final Duration START_TIMEOUT = Duration.ofSeconds(60);

    private Validators() {}

    /**
     * A validator on these addresses. The caller starts and closes it.
     *
     * @param settings of its own
     * @param streams settings of Kafka Streams, for example {@code application.server}, over those of the user
     * @param onFatal told when a failure stops it
     */
    public static TelemetryValidator create(
            Connections connections,
            ValidatorSettings settings,
            Map<String, String> streams,
            Consumer<Throwable> onFatal) {
        requireNativeLibraries();
        Map<String, String> properties = connections.kafkaProperties();
        Map<String, String> kafka = new HashMap<>(properties);
        kafka.putAll(streams);
        ValidatorConfig config = PipelineException.valid(
                "validator: ",
                () -> new ValidatorConfig(
                        applicationId(connections) + settings.suffix(),
                        connections.topics(),
                        settings.source(connections),
                        settings.judge(),
                        settings.threads(),
                        settings.stateDirectory(),
                        -1,
                        properties,
                        kafka));
        return new TelemetryValidator(config, onFatal);
    }

    /**
     * How the alerts of a validator on these addresses are delivered; to nobody unless the settings name a target.
     *
     * @param more settings that win over those of the connections
     * @throws org.apache.kafka.common.config.ConfigException when a setting of a target is wrong
     */
    public static DeliveryConfig delivery(Connections connections, Map<String, String> more) {
        Map<String, String> settings = connections.kafkaProperties();
        settings.putAll(more);
        return DeliveryConfig.of(applicationId(connections), connections.topics(), settings);
    }

    /** RocksDB unpacks its library; it would only say that a segment cannot be mapped. */
    private static void requireNativeLibraries() {
        try {
            Folders.requirePrograms(Path.of(System.getProperty("java.io.tmpdir")), "set TMPDIR to another folder");
        } catch (IOException e) {
            throw PipelineException.failed(e.getMessage(), e);
        }
    }

    /**
     * Starts a validator, and returns when it has its partitions.
     *
     * @throws PipelineException when its topics are not as they must be, or that takes too long
     */
    public static void start(TelemetryValidator validator) {
        try {
            validator.start();
            validator.awaitRunning(START_TIMEOUT);
        } catch (IllegalStateException | TimeoutException e) {
            throw PipelineException.failed(e.getMessage(), e);
        }
    }

    /** Blocking problems of following a run to its verdict: missing rights to describe the validator's group and to read its results. */
    public static List<String> findings(Connections connections) {
        ClientPrincipal principal = ClientPrincipal.of(connections.kafkaProperties());
        try {
            if (!isRunning(connections)) {
                return List.of();
            }
        } catch (GroupAuthorizationException e) {
            String group = applicationId(connections);
            return List.of(principal.lacks("group " + group, "Describe", "is refused", "--group " + group)
                    + ", or give --no-wait");
        }
        TopicNames topics = connections.topics();
        Set<AclOperation> read = Set.of(AclOperation.READ);
        try (Admin admin = connections.openAdmin()) {
            return TopicAccess.findings(
                    principal,
                    TopicAdmin.access(admin, List.of(topics.verdicts(), topics.alerts())),
                    new TreeMap<>(Map.of(topics.verdicts(), read, topics.alerts(), read)));
        }
    }

    /**
     * Whether an instance of the validator has joined its consumer group.
     *
     * @throws GroupAuthorizationException when describing the group is not allowed
     */
    public static boolean isRunning(Connections connections) {
        String group = applicationId(connections);
        try (Admin admin = connections.openAdmin()) {
            ConsumerGroupDescription description = KafkaFutures.orNull(
                    admin.describeConsumerGroups(List.of(group))
                            .describedGroups()
                            .get(group),
                    GroupIdNotFoundException.class);
            return description != null && !description.members().isEmpty();
        }
    }

    /** Sum of the offsets of readings up to which the validator has judged: its growth counts readings roughly. */
    public static long position(Connections connections, Admin admin) {
        String readings = connections.topics().telemetry();
        return KafkaFutures.get(admin.listConsumerGroupOffsets(applicationId(connections))
                        .partitionsToOffsetAndMetadata())
                .entrySet()
                .stream()
                .filter(offset -> offset.getKey().topic().equals(readings))
                .mapToLong(offset -> offset.getValue().offset())
                .sum();
    }

    /** How many windows a run is judged in. */
    public static int windowsOf(TimeRange range) {
        long perWindow = WINDOW.dividedBy(range.interval());
        return Math.toIntExact((range.timePoints() + perWindow - 1) / perWindow);
    }

    private static String applicationId(Connections connections) {
        return connections.topics().prefix() + ValidatorConfig.DEFAULT_APPLICATION_ID;
    }
}

package io.minerstream.pipeline.validator;

import io.minerstream.pipeline.PipelineException;
import io.minerstream.pipeline.PipelineException.Kind;
import io.minerstream.pipeline.connection.Connections;
import io.minerstream.schemas.access.ClientPrincipal;
import io.minerstream.schemas.access.TopicAccess;
import io.minerstream.schemas.run.TimeRange;
import io.minerstream.schemas.topic.TopicAdmin;
import io.minerstream.schemas.topic.TopicNames;
import io.minerstream.validator.TelemetryValidator;
import io.minerstream.validator.ValidatorConfig;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ConsumerGroupDescription;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.errors.GroupAuthorizationException;
import org.apache.kafka.common.errors.GroupIdNotFoundException;
import org.apache.kafka.common.errors.InterruptException;

/** The stream validator as commands start it and look for it. */
public final class Validators {

    /** Window length of every validator that the command starts. */
    public static final Duration WINDOW = Duration.ofHours(24);

    private static final Duration START_TIMEOUT = Duration.ofSeconds(60);

    private Validators() {}

    /**
     * A validator on these addresses. The caller starts and closes it.
     *
     * @param stateDirectory of its state stores; one process alone may use it
     * @param onFatal told when it stops because of a failure
     */
    public static TelemetryValidator create(
            Connections connections,
            Path stateDirectory,
            int threads,
            Duration gracePeriod,
            Consumer<Throwable> onFatal) {
        Map<String, String> properties = connections.kafkaProperties();
        ValidatorConfig config;
        try {
            config = ValidatorConfig.builder(
                            properties.get(CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG),
                            connections.registryUrl(),
                            stateDirectory)
                    .applicationId(applicationId(connections))
                    .topics(connections.topics())
                    .window(WINDOW)
                    .threads(threads)
                    .gracePeriod(gracePeriod)
                    .kafka(properties)
                    .registry(properties)
                    .build();
        } catch (IllegalArgumentException e) {
            throw new PipelineException(Kind.USAGE, "validator: " + e.getMessage(), e);
        }
        return new TelemetryValidator(config, onFatal);
    }

    /** Starts a validator, and returns when it has its partitions. */
    public static void start(TelemetryValidator validator) {
        validator.start();
        try {
            validator.awaitRunning(START_TIMEOUT);
        } catch (TimeoutException e) {
            throw new PipelineException(Kind.FAILED, e.getMessage(), e);
        }
    }

    /** What stands against following a run to its verdict: rights to see whether a validator runs, and to read what it says. */
    public static List<String> findings(Connections connections) {
        ClientPrincipal principal = ClientPrincipal.of(connections.kafkaProperties());
        boolean running;
        try {
            running = isRunning(connections);
        } catch (GroupAuthorizationException e) {
            String group = applicationId(connections);
            return List.of(principal.lacks("group " + group, "Describe", "is refused", "--group " + group)
                    + ", or give --no-wait");
        }
        if (!running) {
            return List.of();
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
     * @throws GroupAuthorizationException when the group must not be looked at
     */
    public static boolean isRunning(Connections connections) {
        String group = applicationId(connections);
        try (Admin admin = connections.openAdmin()) {
            ConsumerGroupDescription description = admin.describeConsumerGroups(List.of(group))
                    .describedGroups()
                    .get(group)
                    .get();
            return !description.members().isEmpty();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof GroupIdNotFoundException) {
                return false;
            }
            if (e.getCause() instanceof GroupAuthorizationException refused) {
                throw refused;
            }
            throw new KafkaException("looking for the validator's consumer group " + group, e.getCause());
        } catch (InterruptedException e) {
            throw new InterruptException(e);
        }
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

package io.minerstream.cli.validate;

import io.minerstream.cli.ExitCode;
import io.minerstream.cli.connection.Connections;
import io.minerstream.cli.terminal.CommandException;
import io.minerstream.schemas.run.TimeRange;
import io.minerstream.validator.TelemetryValidator;
import io.minerstream.validator.ValidatorConfig;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ConsumerGroupDescription;
import org.apache.kafka.common.KafkaException;
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
            Connections connections, Path stateDirectory, int threads, Duration settle, Consumer<Throwable> onFatal) {
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
                    .settle(settle)
                    .kafka(properties)
                    .registry(properties)
                    .build();
        } catch (IllegalArgumentException e) {
            throw new CommandException(ExitCode.USAGE, "validator: " + e.getMessage(), e);
        }
        return new TelemetryValidator(config, onFatal);
    }

    /** Starts a validator, and returns when it has its partitions. */
    public static void start(TelemetryValidator validator) {
        validator.start();
        try {
            validator.awaitRunning(START_TIMEOUT);
        } catch (TimeoutException e) {
            throw new CommandException(ExitCode.FAILED, e.getMessage(), e);
        }
    }

    /** Whether an instance of the validator has joined its consumer group. */
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

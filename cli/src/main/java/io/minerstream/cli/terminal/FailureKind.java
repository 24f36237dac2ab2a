package io.minerstream.cli.terminal;

import io.minerstream.connect.rest.ConnectUnavailableException;
import io.minerstream.connect.sink.SinkDeploymentException;
import io.minerstream.connect.warehouse.WarehouseException;
import io.minerstream.connect.warehouse.WarehouseUnavailableException;
import io.minerstream.pipeline.PipelineException;
import io.minerstream.producer.file.InvalidFileException;
import io.minerstream.producer.fleet.FleetSourceException;
import io.minerstream.producer.fleet.InvalidFleetException;
import io.minerstream.producer.fleet.NoMinersException;
import io.minerstream.producer.kafka.PreflightException;
import io.minerstream.producer.kafka.PublishException;
import io.minerstream.producer.live.LiveConflictException;
import io.minerstream.producer.run.ExistingRunException;
import io.minerstream.schemas.serde.RegistryUnavailableException;
import io.minerstream.stack.StackStartException;
import java.util.List;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.errors.TimeoutException;

/** What a failure means for the exit code, and whether its message was written for people. */
final class FailureKind {

    private static final List<Class<? extends Exception>> UNREACHABLE = List.of(
            RegistryUnavailableException.class,
            ConnectUnavailableException.class,
            WarehouseUnavailableException.class,
            StackStartException.class,
            TimeoutException.class);

    /** Their messages say where, what must hold, what came, and what to do. */
    private static final List<Class<? extends Exception>> EXPLAINED = List.of(
            PipelineException.class,
            NoMinersException.class,
            InvalidFleetException.class,
            InvalidFileException.class,
            FleetSourceException.class,
            PreflightException.class,
            ExistingRunException.class,
            LiveConflictException.class,
            PublishException.class,
            SinkDeploymentException.class,
            WarehouseException.class,
            RegistryUnavailableException.class,
            ConnectUnavailableException.class,
            StackStartException.class,
            ConfigException.class,
            KafkaException.class);

    private FailureKind() {}

    static int exitCodeOf(Throwable failure) {
        if (failure instanceof PipelineException pipeline) {
            return switch (pipeline.kind()) {
                case USAGE -> ExitCode.USAGE;
                case FAILED -> ExitCode.FAILED;
                case UNREACHABLE -> ExitCode.UNREACHABLE;
            };
        }
        if (failure instanceof ConfigException || failure instanceof InvalidFileException) {
            return ExitCode.USAGE;
        }
        if (failure instanceof PublishException publish && publish.reason() == PublishException.Reason.UNREACHABLE) {
            return ExitCode.UNREACHABLE;
        }
        return isOneOf(UNREACHABLE, failure) ? ExitCode.UNREACHABLE : ExitCode.FAILED;
    }

    static boolean isUnexpected(Throwable failure) {
        return !isOneOf(EXPLAINED, failure);
    }

    static String messageOf(Throwable failure) {
        if (failure.getMessage() == null) {
            return failure.getClass().getName();
        }
        return isUnexpected(failure) ? failure.toString() : failure.getMessage();
    }

    private static boolean isOneOf(List<Class<? extends Exception>> types, Throwable failure) {
        return types.stream().anyMatch(type -> type.isInstance(failure));
    }
}

package io.minerstream.cli.terminal;

import io.minerstream.connect.rest.ConnectUnavailableException;
import io.minerstream.connect.warehouse.WarehouseUnavailableException;
import io.minerstream.pipeline.PipelineException;
import io.minerstream.producer.file.InvalidFileException;
import io.minerstream.producer.kafka.PublishException;
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
        return UNREACHABLE.stream().anyMatch(type -> type.isInstance(failure)) ? ExitCode.UNREACHABLE : ExitCode.FAILED;
    }

    /** The messages of our exceptions and of Kafka's clients say where, what must hold, what came, and what to do. */
    static boolean isUnexpected(Throwable failure) {
        return !(failure instanceof KafkaException)
                && !failure.getClass().getName().startsWith("io.minerstream.");
    }

    static String messageOf(Throwable failure) {
        if (failure.getMessage() == null) {
            return failure.getClass().getName();
        }
        return isUnexpected(failure) ? failure.toString() : failure.getMessage();
    }
}

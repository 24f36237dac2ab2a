package io.minerstream.cli.failure;

import io.minerstream.cli.report.FailureDocument;
import io.minerstream.cli.report.FailureDocument.Kind;
import io.minerstream.cli.terminal.ExitCode;
import io.minerstream.connect.rest.ConnectUnavailableException;
import io.minerstream.connect.warehouse.WarehouseUnavailableException;
import io.minerstream.pipeline.PipelineException;
import io.minerstream.producer.file.InvalidFileException;
import io.minerstream.producer.kafka.PublishException;
import io.minerstream.schemas.access.Secrets;
import io.minerstream.schemas.serde.RegistryUnavailableException;
import io.minerstream.stack.StackStartException;
import io.minerstream.validator.file.InvalidRulesException;
import java.util.List;
import java.util.concurrent.CancellationException;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.errors.TimeoutException;

/**
 * A failure of a command.
 *
 * @param kind what kind of failure it is
 * @param message without secrets; further lines are indented, a problem each
 */
record Failure(Kind kind, String message) {

    private static final List<Class<? extends Exception>> UNREACHABLE = List.of(
            RegistryUnavailableException.class,
            ConnectUnavailableException.class,
            WarehouseUnavailableException.class,
            StackStartException.class,
            TimeoutException.class);

    private static final String INDENT = "  ";

    static Failure of(Throwable cause) {
        return new Failure(kindOf(cause), Secrets.hideInText(messageOf(cause)));
    }

    static Failure usage(String message) {
        return new Failure(Kind.USAGE, Secrets.hideInText(message));
    }

    int exitCode() {
        return switch (kind) {
            case USAGE -> ExitCode.USAGE;
            case UNREACHABLE -> ExitCode.UNREACHABLE;
            case FAILED, DEFECT -> ExitCode.FAILED;
        };
    }

    FailureDocument document(List<String> hints) {
        List<String> lines = message.lines().toList();
        List<String> problems = lines.stream()
                .skip(1)
                .filter(line -> line.startsWith(INDENT))
                .map(String::strip)
                .toList();
        String first = lines.get(0);
        return new FailureDocument(
                kind,
                exitCode(),
                problems.isEmpty() ? first : first.replaceFirst(":$", ""),
                problems.isEmpty() ? List.of(first) : problems,
                hints);
    }

    private static Kind kindOf(Throwable failure) {
        if (failure instanceof PipelineException pipeline) {
            return switch (pipeline.kind()) {
                case USAGE -> Kind.USAGE;
                case FAILED -> Kind.FAILED;
                case UNREACHABLE -> Kind.UNREACHABLE;
            };
        }
        if (failure instanceof ConfigException
                || failure instanceof InvalidFileException
                || failure instanceof InvalidRulesException) {
            return Kind.USAGE;
        }
        if (failure instanceof PublishException publish && publish.reason() == PublishException.Reason.UNREACHABLE) {
            return Kind.UNREACHABLE;
        }
        if (UNREACHABLE.stream().anyMatch(type -> type.isInstance(failure))) {
            return Kind.UNREACHABLE;
        }
        return isExpected(failure) ? Kind.FAILED : Kind.DEFECT;
    }

    /**
     * The messages of our exceptions and of Kafka's clients say where, what must hold, what came, and what to do. What is cancelled
     * ends because of a signal.
     */
    private static boolean isExpected(Throwable failure) {
        return failure instanceof KafkaException
                || failure instanceof CancellationException
                || failure.getClass().getName().startsWith("io.minerstream.");
    }

    private static String messageOf(Throwable failure) {
        if (failure.getMessage() == null) {
            return failure.getClass().getName();
        }
        return isExpected(failure) ? failure.getMessage() : failure.toString();
    }
}

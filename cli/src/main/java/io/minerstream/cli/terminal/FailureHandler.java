package io.minerstream.cli.terminal;

import io.minerstream.connect.rest.ConnectUnavailableException;
import io.minerstream.connect.warehouse.WarehouseUnavailableException;
import io.minerstream.pipeline.PipelineException;
import io.minerstream.producer.file.InvalidFileException;
import io.minerstream.producer.kafka.PublishException;
import io.minerstream.schemas.access.Secrets;
import io.minerstream.schemas.serde.RegistryUnavailableException;
import io.minerstream.stack.StackStartException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.errors.TimeoutException;
import picocli.CommandLine;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.IParameterExceptionHandler;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.UnmatchedArgumentException;

/** Turns failures into one message and an exit code; stack traces only with {@code --verbose}. */
public final class FailureHandler implements IExecutionExceptionHandler, IParameterExceptionHandler {

    /** System property that {@code --verbose} sets. */
    public static final String VERBOSE = "minerstream.verbose";

    private static final List<Class<? extends Exception>> UNREACHABLE = List.of(
            RegistryUnavailableException.class,
            ConnectUnavailableException.class,
            WarehouseUnavailableException.class,
            StackStartException.class,
            TimeoutException.class);

    @Override
    public int handleExecutionException(Exception failure, CommandLine command, ParseResult parsed) {
        if (failure instanceof ParameterException usage) {
            return handleParseException(usage, null);
        }
        Throwable cause = unwrap(failure);
        PrintWriter err = command.getErr();
        int exitCode = exitCodeOf(cause);
        err.println(command.getCommandSpec().qualifiedName() + ": " + Secrets.hideInText(messageOf(cause)));
        if (cause instanceof PipelineException usage && usage.kind() == PipelineException.Kind.USAGE) {
            suggestHelp(command);
        }
        if (Boolean.getBoolean(VERBOSE)) {
            StringWriter trace = new StringWriter();
            cause.printStackTrace(new PrintWriter(trace));
            err.print(Secrets.hideInText(trace.toString()));
        } else if (isUnexpected(cause)) {
            err.println("This is a defect of MinerStream; run the command again with --verbose for the stack trace.");
        }
        return exitCode;
    }

    @Override
    public int handleParseException(ParameterException failure, String[] args) {
        CommandLine command = failure.getCommandLine();
        PrintWriter err = command.getErr();
        String name = command.getCommandSpec().qualifiedName();
        err.println(name + ": " + Secrets.hideInText(failure.getMessage()));
        if (!UnmatchedArgumentException.printSuggestions(failure, err)) {
            suggestHelp(command);
        }
        return ExitCode.USAGE;
    }

    private static void suggestHelp(CommandLine command) {
        command.getErr().println("Try '" + command.getCommandSpec().qualifiedName() + " --help'.");
    }

    private static Throwable unwrap(Throwable failure) {
        Throwable cause = failure;
        while ((cause instanceof ExecutionException || cause instanceof CompletionException)
                && cause.getCause() != null) {
            cause = cause.getCause();
        }
        return cause;
    }

    private static int exitCodeOf(Throwable failure) {
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
    private static boolean isUnexpected(Throwable failure) {
        return !(failure instanceof KafkaException)
                && !failure.getClass().getName().startsWith("io.minerstream.");
    }

    private static String messageOf(Throwable failure) {
        if (failure.getMessage() == null) {
            return failure.getClass().getName();
        }
        return isUnexpected(failure) ? failure.toString() : failure.getMessage();
    }
}

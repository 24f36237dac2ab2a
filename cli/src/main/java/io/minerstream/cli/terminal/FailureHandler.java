package io.minerstream.cli.terminal;

import io.minerstream.pipeline.PipelineException;
import io.minerstream.schemas.access.Secrets;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
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

    @Override
    public int handleExecutionException(Exception failure, CommandLine command, ParseResult parsed) {
        if (failure instanceof ParameterException usage) {
            return handleParseException(usage, null);
        }
        Throwable cause = unwrap(failure);
        PrintWriter err = command.getErr();
        int exitCode = FailureKind.exitCodeOf(cause);
        err.println(command.getCommandSpec().qualifiedName() + ": " + Secrets.hideInText(FailureKind.messageOf(cause)));
        if (cause instanceof PipelineException usage && usage.kind() == PipelineException.Kind.USAGE) {
            suggestHelp(command);
        }
        if (Boolean.getBoolean(VERBOSE)) {
            StringWriter trace = new StringWriter();
            cause.printStackTrace(new PrintWriter(trace));
            err.print(Secrets.hideInText(trace.toString()));
        } else if (FailureKind.isUnexpected(cause)) {
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
}

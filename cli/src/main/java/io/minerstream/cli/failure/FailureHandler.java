package io.minerstream.cli.failure;

import io.minerstream.cli.option.OutputOptions;
import io.minerstream.cli.report.FailureDocument.Kind;
import io.minerstream.cli.report.Json;
import io.minerstream.cli.terminal.ExitCode;
import io.minerstream.cli.terminal.OutputException;
import io.minerstream.pipeline.PipelineException;
import io.minerstream.schemas.access.Secrets;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import picocli.CommandLine;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.IParameterExceptionHandler;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.UnmatchedArgumentException;

/**
 * Turns failures into one message on standard error, a {@link io.minerstream.cli.report.FailureDocument} on standard output with
 * {@code --output json}, and an exit code; stack traces only with {@code --verbose}.
 */
public final class FailureHandler implements IExecutionExceptionHandler, IParameterExceptionHandler {

    @Override
    public int handleExecutionException(Exception failure, CommandLine command, ParseResult parsed) {
        if (failure instanceof ParameterException usage) {
            return handleParseException(usage, parsed.originalArgs().toArray(String[]::new));
        }
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof OutputException lost) {
                return outputFailed(lost, command);
            }
        }
        Throwable cause = unwrap(failure);
        Asked asked = Asked.in(parsed.originalArgs());
        boolean usage = cause instanceof PipelineException pipeline && pipeline.kind() == PipelineException.Kind.USAGE;
        int exitCode = report(Failure.of(cause), usage ? List.of(tryHelp(command, asked)) : List.of(), command, asked);
        if (OutputOptions.isVerbose()) {
            StringWriter trace = new StringWriter();
            cause.printStackTrace(new PrintWriter(trace));
            command.getErr().print(Secrets.hideInText(trace.toString()));
            command.getErr().flush();
        }
        return exitCode;
    }

    @Override
    public int handleParseException(ParameterException failure, String[] arguments) {
        CommandLine command = failure.getCommandLine();
        Asked asked = Asked.in(List.of(arguments));
        StringWriter suggestions = new StringWriter();
        List<String> hints = UnmatchedArgumentException.printSuggestions(failure, new PrintWriter(suggestions, true))
                ? suggestions.toString().lines().toList()
                : List.of(tryHelp(command, asked));
        return report(Failure.usage(failure.getMessage()), hints, command, asked);
    }

    private static int report(Failure failure, List<String> hints, CommandLine command, Asked asked) {
        PrintWriter err = command.getErr();
        err.println(command.getCommandSpec().qualifiedName() + ": " + failure.message());
        hints.forEach(err::println);
        if (failure.kind() == Kind.DEFECT && !OutputOptions.isVerbose()) {
            err.println(asked.messages().text("failure.defect"));
        }
        // A result that was printed is the command's one document.
        if (asked.json() && !OutputOptions.hasPrinted(command)) {
            try {
                // On one line, which also fits below the lines of a live session.
                command.getOut().println(Json.line(failure.document(hints)));
                command.getOut().flush();
            } catch (OutputException e) {
                return outputFailed(e, command);
            }
        }
        return failure.exitCode();
    }

    private static int outputFailed(OutputException failure, CommandLine command) {
        if (failure.isClosedPipe()) {
            return ExitCode.CLOSED_PIPE;
        }
        command.getErr()
                .println(command.getCommandSpec().qualifiedName()
                        + ": standard output: must take the whole result, got: " + failure.getMessage()
                        + "; what was printed is incomplete");
        return ExitCode.FAILED;
    }

    private static String tryHelp(CommandLine command, Asked asked) {
        return asked.messages().text("failure.help", command.getCommandSpec().qualifiedName());
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

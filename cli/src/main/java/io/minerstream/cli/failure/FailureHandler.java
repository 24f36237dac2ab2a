package io.minerstream.cli.failure;

import io.minerstream.cli.option.OutputOptions;
import io.minerstream.cli.report.FailureDocument.Kind;
import io.minerstream.cli.report.Json;
import io.minerstream.cli.report.Messages;
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
                return outputFailed(lost, command, Asked.in(parsed.originalArgs()));
            }
        }
        Throwable cause = unwrap(failure);
        Failure explained = Failure.of(cause);
        List<String> hints = List.of();
        if (explained.kind() == Kind.DEFECT && !OutputOptions.isVerbose()) {
            hints = List.of(
                    "This is a defect of MinerStream; run the command again with --verbose for the stack trace.");
        } else if (cause instanceof PipelineException pipeline && pipeline.kind() == PipelineException.Kind.USAGE) {
            hints = List.of(tryHelp(command));
        }
        int exitCode = report(explained, hints, command, Asked.in(parsed.originalArgs()));
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
        StringWriter suggestions = new StringWriter();
        List<String> hints = UnmatchedArgumentException.printSuggestions(failure, new PrintWriter(suggestions, true))
                ? suggestions.toString().lines().toList()
                : List.of(tryHelp(command));
        return report(Failure.usage(failure.getMessage()), hints, command, Asked.in(List.of(arguments)));
    }

    private static int report(Failure failure, List<String> hints, CommandLine command, Asked asked) {
        Messages messages = asked.messages();
        say(command, messages, failure.message());
        hints.forEach(hint -> command.getErr().println(messages.failure(hint)));
        // A result that was printed is the command's one document.
        if (asked.json() && !OutputOptions.hasPrinted(command)) {
            try {
                // On one line, which also fits below the lines of a live session.
                command.getOut().println(Json.line(failure.document(hints)));
                command.getOut().flush();
            } catch (OutputException e) {
                return outputFailed(e, command, asked);
            }
        }
        return failure.exitCode();
    }

    private static int outputFailed(OutputException failure, CommandLine command, Asked asked) {
        if (failure.isClosedPipe()) {
            return ExitCode.CLOSED_PIPE;
        }
        say(
                command,
                asked.messages(),
                "standard output: must take the whole result, got: " + failure.getMessage()
                        + "; what was printed is incomplete");
        return ExitCode.FAILED;
    }

    private static void say(CommandLine command, Messages messages, String message) {
        command.getErr()
                .println(messages.text(
                        "text.detail", command.getCommandSpec().qualifiedName(), messages.failure(message)));
    }

    private static String tryHelp(CommandLine command) {
        return "Try '" + command.getCommandSpec().qualifiedName() + " --help'.";
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

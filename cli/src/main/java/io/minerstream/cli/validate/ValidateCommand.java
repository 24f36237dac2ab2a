package io.minerstream.cli.validate;

import io.minerstream.avro.WindowVerdict;
import io.minerstream.cli.option.AlertingOptions;
import io.minerstream.cli.option.ConnectionOptions;
import io.minerstream.cli.option.HelpGroups;
import io.minerstream.cli.option.OutputOptions;
import io.minerstream.cli.option.RulesOption;
import io.minerstream.cli.option.Within;
import io.minerstream.cli.report.JudgedDocument;
import io.minerstream.cli.report.JudgedReport;
import io.minerstream.cli.report.JudgedText;
import io.minerstream.cli.terminal.ExitCode;
import io.minerstream.cli.terminal.Progress;
import io.minerstream.cli.terminal.Step;
import io.minerstream.pipeline.PipelineException;
import io.minerstream.pipeline.Teardown;
import io.minerstream.pipeline.connection.Connections;
import io.minerstream.pipeline.connection.StackDirectory;
import io.minerstream.pipeline.setup.Preparation;
import io.minerstream.pipeline.setup.TopicSettings;
import io.minerstream.pipeline.validator.HttpServing;
import io.minerstream.pipeline.validator.ValidatorSettings;
import io.minerstream.pipeline.validator.Validators;
import io.minerstream.schemas.bound.Bound;
import io.minerstream.validator.JudgedWindows;
import io.minerstream.validator.TelemetryValidator;
import io.minerstream.validator.VerdictReader;
import io.minerstream.validator.delivery.AlertDelivery;
import io.minerstream.validator.delivery.DeliveryConfig;
import io.minerstream.validator.file.RulesFile;
import io.minerstream.validator.http.HttpAddress;
import io.minerstream.validator.http.HttpSettings;
import io.minerstream.validator.http.ValidatorHttp;
import io.minerstream.validator.policy.Policies;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Runs one instance of the stream validator against a cluster until Ctrl-C, or until a run or a range is judged. */
@Command(name = "validate")
public final class ValidateCommand implements Callable<Integer> {

    @Mixin
    private ConnectionOptions connection;

    @Mixin
    private AlertingOptions alerting;

    @Mixin
    private OutputOptions output;

    @Mixin
    private UntilCompleteOptions until;

    @Mixin
    private RulesOption rules;

    @Option(names = "--print-rules", order = HelpGroups.VALIDATOR)
    private boolean printRules;

    @Option(names = "--print-rules-schema", order = HelpGroups.VALIDATOR)
    private boolean printRulesSchema;

    @Option(names = "--state-dir", paramLabel = "DIR", order = HelpGroups.VALIDATOR)
    private Path stateDirectory;

    @Option(names = "--threads", paramLabel = "N", order = HelpGroups.VALIDATOR, defaultValue = "1")
    @Within(Bound.THREADS)
    private int threads;

    @Option(names = "--grace", paramLabel = "SECONDS", order = HelpGroups.VALIDATOR, defaultValue = "10")
    @Within(Bound.GRACE)
    private int graceSeconds;

    @Mixin
    private ForeignReadingsOptions foreign;

    @Option(names = "--http", paramLabel = "[HOST:]PORT", order = HelpGroups.VALIDATOR)
    private HttpAddress http;

    @Option(
            names = "--http-config",
            paramLabel = "FILE",
            order = HelpGroups.VALIDATOR,
            defaultValue = "${env:MINERSTREAM_HTTP_CONFIG}")
    private Path httpConfig;

    @Override
    public Integer call() throws InterruptedException {
        if (printRules || printRulesSchema) {
            output.printFile(printRules ? RulesFile.defaults() : RulesFile.schema());
            return ExitCode.DONE;
        }
        until.requireConsistent();
        Policies policies = rules.policies();
        Connections connections = connection.resolve();
        DeliveryConfig delivery = Validators.delivery(connections, alerting.settings());
        Path state = stateDirectory != null
                ? stateDirectory
                : StackDirectory.of(null).resolve("validator-external");
        Progress progress = Progress.onStandardError(output.messages());
        Preparation.ofAll(connections, TopicSettings.DEFAULT, null).prepare();
        Optional<JudgedWindows> windows =
                until.given() ? Optional.of(until.windows(connections, foreign.windowOffset())) : Optional.empty();
        CompletableFuture<Void> failed = new CompletableFuture<>();
        try (Teardown teardown = new Teardown(() -> progress.say("stopping ..."))) {
            Optional<ValidatorHttp> served = bind(progress).map(teardown::add);
            ValidatorSettings settings = foreign.settings(state, threads, Duration.ofSeconds(graceSeconds), policies);
            TelemetryValidator validator = teardown.add(Validators.create(
                    connections,
                    settings,
                    served.map(HttpServing::streamsSettings).orElse(Map.of()),
                    failed::completeExceptionally));
            Optional<AlertDelivery> delivering = delivery.isEmpty()
                    ? Optional.empty()
                    : Optional.of(teardown.add(AlertDelivery.start(delivery, Clock.systemUTC())));
            served.ifPresent(endpoint -> {
                HttpServing.serve(endpoint, validator, delivering);
                progress.say("HTTP is at " + endpoint.url());
            });
            Validators.start(validator);
            progress.say("validator is running, state in " + state);
            if (windows.isPresent()) {
                return report(connections, windows.get(), progress, failed);
            }
            failed.get();
            return ExitCode.DONE;
        } catch (ExecutionException | CompletionException e) {
            throw PipelineException.failed("validator stopped: " + e.getCause().getMessage(), e.getCause());
        }
    }

    /** @param failed ends the wait when it completes */
    private int report(
            Connections connections, JudgedWindows windows, Progress progress, CompletableFuture<Void> failed) {
        VerdictReader reader =
                new VerdictReader(connections.topics(), connections.kafkaProperties(), connections.kafkaProperties());
        List<WindowVerdict> verdicts;
        try (Step step = progress.start(output.messages().text("progress.windows"), windows.count())) {
            verdicts = reader.await(windows, found -> {
                step.stepTo(found);
                failed.getNow(null);
            });
        }
        JudgedReport report = new JudgedReport(windows, verdicts, reader.alerts(windows), until.all());
        output.print(JudgedDocument.of(report), messages -> new JudgedText(messages).lines(report));
        return report.passed() ? ExitCode.DONE : ExitCode.FAILED;
    }

    private Optional<ValidatorHttp> bind(Progress progress) {
        HttpSettings settings = HttpServing.settings(httpConfig);
        if (http == null) {
            return Optional.empty();
        }
        if (http.isPublic() && !settings.hasLogin()) {
            progress.say(
                    "HTTP at %s answers other machines without credentials; set them in --http-config".formatted(http));
        }
        return Optional.of(HttpServing.bind(http, settings));
    }
}

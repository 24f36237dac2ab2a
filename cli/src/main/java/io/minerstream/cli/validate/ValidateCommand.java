package io.minerstream.cli.validate;

import io.minerstream.cli.option.AlertingOptions;
import io.minerstream.cli.option.ConnectionOptions;
import io.minerstream.cli.option.HelpGroups;
import io.minerstream.cli.option.OutputOptions;
import io.minerstream.cli.option.Within;
import io.minerstream.cli.terminal.ExitCode;
import io.minerstream.cli.terminal.Progress;
import io.minerstream.pipeline.PipelineException;
import io.minerstream.pipeline.Teardown;
import io.minerstream.pipeline.connection.Connections;
import io.minerstream.pipeline.connection.StackDirectory;
import io.minerstream.pipeline.setup.Preparation;
import io.minerstream.pipeline.setup.TopicSettings;
import io.minerstream.pipeline.validator.HealthEndpoint;
import io.minerstream.pipeline.validator.ValidatorSettings;
import io.minerstream.pipeline.validator.Validators;
import io.minerstream.schemas.bound.Bound;
import io.minerstream.validator.TelemetryValidator;
import io.minerstream.validator.delivery.AlertDelivery;
import io.minerstream.validator.delivery.DeliveryConfig;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Runs one instance of the stream validator against a cluster until Ctrl-C. */
@Command(name = "validate")
public final class ValidateCommand implements Callable<Integer> {

    @Mixin
    private ConnectionOptions connection;

    @Mixin
    private AlertingOptions alerting;

    // Prints no result; setting --verbose has its effect at once.
    @SuppressWarnings("UnusedVariable")
    @Mixin
    private OutputOptions output;

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

    @Option(names = "--health", paramLabel = "HOST:PORT", order = HelpGroups.VALIDATOR)
    private HealthEndpoint.Address health;

    @Override
    public Integer call() throws InterruptedException {
        Connections connections = connection.resolve();
        DeliveryConfig delivery = Validators.delivery(connections, alerting.settings());
        Path state = stateDirectory != null
                ? stateDirectory
                : StackDirectory.of(null).resolve("validator-external");
        Progress progress = Progress.onStandardError();
        Preparation.ofAll(connections, TopicSettings.DEFAULT, null).prepare();
        CompletableFuture<Void> failed = new CompletableFuture<>();
        try (Teardown teardown = new Teardown(() -> progress.say("stopping ..."))) {
            ValidatorSettings settings = foreign.settings(state, threads, Duration.ofSeconds(graceSeconds));
            TelemetryValidator validator =
                    teardown.add(Validators.create(connections, settings, failed::completeExceptionally));
            if (health != null) {
                HealthEndpoint endpoint = teardown.add(HealthEndpoint.start(health, validator::state));
                progress.say("health is at http://%s:%s/health".formatted(health.host(), endpoint.port()));
            }
            if (!delivery.isEmpty()) {
                teardown.add(AlertDelivery.start(delivery, Clock.systemUTC()));
            }
            Validators.start(validator);
            progress.say("validator is running, state in " + state);
            failed.get();
            return ExitCode.DONE;
        } catch (ExecutionException e) {
            throw PipelineException.failed("validator stopped: " + e.getCause().getMessage(), e.getCause());
        }
    }
}

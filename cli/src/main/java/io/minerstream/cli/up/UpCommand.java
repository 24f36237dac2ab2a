package io.minerstream.cli.up;

import io.minerstream.cli.option.AlertingOptions;
import io.minerstream.cli.option.DataDirectoryOption;
import io.minerstream.cli.option.OutputOptions;
import io.minerstream.cli.option.RulesOption;
import io.minerstream.cli.report.InspectionCommands;
import io.minerstream.cli.report.Messages;
import io.minerstream.cli.report.RunReportText;
import io.minerstream.cli.terminal.ExitCode;
import io.minerstream.cli.terminal.Progress;
import io.minerstream.cli.terminal.StackProgress;
import io.minerstream.pipeline.Teardown;
import io.minerstream.pipeline.connection.StackDirectory;
import io.minerstream.pipeline.embedded.EmbeddedPipeline;
import io.minerstream.pipeline.embedded.StackSummary;
import io.minerstream.pipeline.validator.Validators;
import io.minerstream.stack.StackConfig;
import io.minerstream.validator.delivery.AlertDelivery;
import io.minerstream.validator.delivery.DeliveryConfig;
import io.minerstream.validator.policy.Policies;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Runs an embedded stack until Ctrl-C. */
@Command(name = "up")
public final class UpCommand implements Callable<Integer> {

    @Mixin
    private DataDirectoryOption dataDirectory;

    @Mixin
    private AlertingOptions alerting;

    @Mixin
    private RulesOption rules;

    @Mixin
    private OutputOptions output;

    @Override
    public Integer call() throws Exception {
        Policies policies = rules.policies();
        Progress progress = Progress.onStandardError(output.messages());
        try (StackProgress shown = new StackProgress(progress, output.messages());
                Teardown teardown = new Teardown(() -> progress.say("stopping ..."))) {
            EmbeddedPipeline pipeline = EmbeddedPipeline.start(
                    StackConfig.persistent(StackDirectory.of(dataDirectory.given())),
                    EmbeddedPipeline.GRACE_PERIOD,
                    policies,
                    connections -> {},
                    shown,
                    teardown);
            DeliveryConfig delivery = Validators.delivery(pipeline.connections(), alerting.settings());
            if (!delivery.isEmpty()) {
                teardown.add(AlertDelivery.start(delivery, Clock.systemUTC()));
            }
            StackSummary summary = pipeline.summary();
            output.print(summary, messages -> text(summary, messages));
            pipeline.awaitExit();
        }
        return ExitCode.DONE;
    }

    private static List<String> text(StackSummary summary, Messages messages) {
        List<String> lines = new ArrayList<>(RunReportText.stackLines(summary, messages));
        lines.add("");
        lines.addAll(InspectionCommands.lines(summary.endpoints()));
        lines.add("");
        lines.add(messages.text("up.next"));
        return lines;
    }
}

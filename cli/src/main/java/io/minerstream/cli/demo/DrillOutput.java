package io.minerstream.cli.demo;

import io.minerstream.avro.TelemetryAlert;
import io.minerstream.cli.option.OutputOptions;
import io.minerstream.cli.report.FaultsText;
import io.minerstream.cli.report.Messages;
import io.minerstream.cli.terminal.Progress;
import io.minerstream.cli.terminal.RunProgress;
import io.minerstream.pipeline.fault.DrillPhase;
import io.minerstream.pipeline.fault.FaultDrill;
import io.minerstream.producer.run.RunSpec;
import java.util.List;
import java.util.function.Function;

/** Shows a drill as it goes on: alerts above the stages. */
final class DrillOutput extends RunProgress implements FaultDrill.Listener {

    private final Progress progress;
    private final OutputOptions output;

    DrillOutput(Progress progress, OutputOptions output) {
        super(progress, output.messages());
        this.progress = progress;
        this.output = output;
    }

    @Override
    public void began(RunSpec run) {
        show(messages -> new FaultsText(messages).run(run));
    }

    @Override
    public void changed(TelemetryAlert alert) {
        show(messages -> new FaultsText(messages).change(alert));
    }

    @Override
    public void ended(DrillPhase phase) {
        show(messages -> new FaultsText(messages).end(phase));
    }

    private void show(Function<Messages, List<String>> text) {
        progress.print(() -> output.show(text));
    }
}

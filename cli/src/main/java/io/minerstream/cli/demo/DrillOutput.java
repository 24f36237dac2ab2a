package io.minerstream.cli.demo;

import io.minerstream.avro.TelemetryAlert;
import io.minerstream.cli.option.OutputOptions;
import io.minerstream.cli.report.FaultsText;
import io.minerstream.cli.terminal.Progress;
import io.minerstream.cli.terminal.WatchProgress;
import io.minerstream.pipeline.fault.DrillPhase;
import io.minerstream.pipeline.fault.FaultDrill;
import io.minerstream.producer.run.RunSpec;

/** Shows a drill as it goes on. Without progress bars, which would run through its lines. */
final class DrillOutput extends WatchProgress implements FaultDrill.Listener {

    private final OutputOptions output;

    DrillOutput(Progress progress, OutputOptions output) {
        super(progress);
        this.output = output;
    }

    @Override
    public void began(RunSpec run) {
        output.show(messages -> new FaultsText(messages).run(run));
    }

    @Override
    public void changed(TelemetryAlert alert) {
        output.show(messages -> new FaultsText(messages).change(alert));
    }

    @Override
    public void ended(DrillPhase phase) {
        output.show(messages -> new FaultsText(messages).end(phase));
    }
}

package io.minerstream.cli.loadtest;

import io.minerstream.cli.option.OutputOptions;
import io.minerstream.cli.report.LoadReport;
import io.minerstream.cli.report.LoadSearchDocument;
import io.minerstream.cli.report.LoadSearchText;
import io.minerstream.cli.report.LoadTestDocument;
import io.minerstream.cli.report.LoadTestSetup;
import io.minerstream.cli.report.LoadTestText;
import io.minerstream.cli.terminal.Progress;
import io.minerstream.cli.terminal.ResultFile;
import io.minerstream.cli.terminal.StatusLine;
import io.minerstream.pipeline.load.LoadSearchListener;
import io.minerstream.pipeline.load.LoadSearchOutcome;
import io.minerstream.pipeline.load.LoadTestOutcome;
import io.minerstream.pipeline.load.lag.LoadSample;
import io.minerstream.pipeline.load.search.RateProbe;
import io.minerstream.pipeline.load.search.RateSearch;
import io.minerstream.producer.run.RunSpec;
import java.time.Duration;
import java.util.Optional;

/**
 * Shows a load test: a status line on a terminal, elsewhere a line in 5 s; then the result, also of a test that was ended early.
 * Used by the thread of the test.
 */
final class LoadTestOutput implements LoadSearchListener, AutoCloseable {

    private static final Duration LINE_INTERVAL = Duration.ofSeconds(5);

    private final Progress progress;
    private final StatusLine status;
    private final OutputOptions output;
    private final LoadTestText text;
    private final LoadSearchText search;
    private final LoadTestSetup setup;
    private final Optional<ResultFile> report;
    private Duration nextLine = LINE_INTERVAL;

    LoadTestOutput(Progress progress, OutputOptions output, LoadTestSetup setup, Optional<ResultFile> report) {
        this.progress = progress;
        this.status = new StatusLine(progress);
        this.output = output;
        this.text = new LoadTestText(output.messages());
        this.search = new LoadSearchText(output.messages());
        this.setup = setup;
        this.report = report;
    }

    @Override
    public void started(RunSpec run) {
        progress.say(text.started(run));
    }

    @Override
    public void looked(LoadSample sample, boolean draining) {
        String line = text.look(sample, draining);
        if (progress.isTerminal()) {
            status.show(line);
        } else if (sample.at().compareTo(nextLine) >= 0) {
            progress.say(line);
            nextLine = sample.at().plus(LINE_INTERVAL);
        }
    }

    @Override
    public void unanswered(String message) {
        progress.say(text.unanswered(message));
    }

    @Override
    public void probing(RateSearch.Step step) {
        nextLine = LINE_INTERVAL;
        progress.say(search.probing(step));
    }

    @Override
    public void probed(RateProbe probe) {
        progress.say(search.probed(probe));
    }

    @Override
    public void spiking(double ratePerSecond, Duration length) {
        nextLine = LINE_INTERVAL;
        progress.say(search.spiking(ratePerSecond, length));
    }

    @Override
    public void found(LoadSearchOutcome outcome) {
        close();
        output.print(LoadSearchDocument.of(outcome, setup), messages -> search.lines(outcome));
        report.ifPresent(file -> file.write(new LoadReport(output.messages()).page(outcome, setup)));
    }

    @Override
    public void ended(LoadTestOutcome outcome) {
        close();
        output.print(LoadTestDocument.of(outcome, setup), messages -> text.lines(outcome));
        report.ifPresent(file -> file.write(new LoadReport(output.messages()).page(outcome, setup)));
    }

    /** Ends the status line. */
    @Override
    public void close() {
        status.close();
    }
}

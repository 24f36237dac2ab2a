package io.minerstream.cli.live;

import io.minerstream.cli.option.OutputOptions;
import io.minerstream.cli.report.Json;
import io.minerstream.cli.report.LiveDocument;
import io.minerstream.cli.report.LiveText;
import io.minerstream.cli.terminal.Progress;
import io.minerstream.cli.terminal.StatusLine;
import io.minerstream.producer.live.LiveListener;
import io.minerstream.producer.live.LiveResult;
import io.minerstream.producer.live.LiveSpec;
import io.minerstream.producer.live.LiveTimePoint;
import io.minerstream.producer.run.RunSpec;
import java.io.PrintWriter;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;

/**
 * Shows a live session: a status line on a terminal; elsewhere a line for each time point, of history and accelerated time at
 * most one in 5 s; in JSON a line for each time point. Used by the session's thread.
 */
final class LiveOutput implements LiveListener, AutoCloseable {

    private static final Duration LINE_INTERVAL = Duration.ofSeconds(5);

    private final LiveSpec spec;
    private final Progress progress;
    private final StatusLine status;
    private final PrintWriter out;
    private final boolean json;
    private final LiveText text;
    private final Clock clock;
    private Instant lastLine = Instant.MIN;
    private long records;
    private boolean started;

    LiveOutput(LiveSpec spec, Progress progress, PrintWriter out, OutputOptions options, Clock clock) {
        this.spec = spec;
        this.progress = progress;
        this.status = new StatusLine(progress);
        this.out = out;
        this.json = options.isJson();
        this.text = new LiveText(options.messages());
        this.clock = clock;
    }

    @Override
    public void runStarted(RunSpec run, Instant next) {
        boolean present = next.plus(spec.interval()).isAfter(clock.instant());
        // Days of history pass too fast to be read.
        if (!started || present) {
            progress.say(text.run(run, next));
        }
        started = true;
    }

    @Override
    public void committed(LiveTimePoint timePoint) {
        records += timePoint.records();
        if (json) {
            progress.print(() -> print(Json.line(LiveDocument.timePoint(timePoint))));
        }
        if (progress.isTerminal()) {
            status.show(text.timePoint(timePoint, records));
        } else if (!json && isTimeForALine(timePoint)) {
            progress.say(text.timePoint(timePoint, records));
        }
    }

    private void print(String line) {
        out.println(line);
        out.flush();
    }

    private boolean isTimeForALine(LiveTimePoint timePoint) {
        Instant now = clock.instant();
        boolean everyOne = spec.speed() <= 1 && timePoint.late().isPresent();
        if (!everyOne && lastLine.plus(LINE_INTERVAL).isAfter(now)) {
            return false;
        }
        lastLine = now;
        return true;
    }

    @Override
    public void ended(LiveResult result) {
        status.done();
        if (json) {
            print(Json.line(LiveDocument.end(spec, result)));
        } else {
            text.end(spec, result).forEach(this::print);
        }
    }

    @Override
    public void close() {
        status.close();
    }
}

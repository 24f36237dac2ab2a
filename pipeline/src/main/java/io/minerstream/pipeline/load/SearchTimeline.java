package io.minerstream.pipeline.load;

import io.minerstream.pipeline.load.lag.LoadMeter;
import io.minerstream.pipeline.load.lag.LoadSample;
import io.minerstream.pipeline.load.lag.SampleSeries;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** All loads of a search as one: looks at times since its start, with all readings since then. Not thread-safe. */
final class SearchTimeline {

    private static final LoadMeter.Snapshot NOTHING = new LoadMeter.Snapshot(0, 0, 0, 0, Duration.ZERO, Duration.ZERO);

    private final SampleSeries series = new SampleSeries();
    private final List<Duration> begins = new ArrayList<>();
    private LoadSample before = new LoadSample(Duration.ZERO, 0, NOTHING, List.of(), Map.of());
    private LoadSample last = before;

    /** A load begins; those before it have ended. */
    void begin(Duration sinceStart) {
        begins.add(sinceStart);
        before = new LoadSample(sinceStart, last.intended(), last.load(), List.of(), Map.of());
        add(before);
    }

    /** A look at the current load. */
    void look(LoadSample sample) {
        add(new LoadSample(
                before.at().plus(sample.at()),
                before.intended() + sample.intended(),
                before.load().plus(sample.load()),
                sample.groups(),
                sample.lateness()));
    }

    private void add(LoadSample sample) {
        series.add(sample);
        last = sample;
    }

    LoadSearchOutcome.Timeline timeline() {
        return new LoadSearchOutcome.Timeline(begins, series.samples());
    }
}

package io.minerstream.pipeline.load;

import io.minerstream.pipeline.load.search.RateProbe;
import io.minerstream.pipeline.load.search.RateSearch.Step;
import java.time.Duration;

/** Follows a search for the highest rate: beside its loads, none of which is told to have ended. */
public interface LoadSearchListener extends LoadTestListener {

    /** A rate is tried. */
    void probing(Step step);

    /** What came of it. */
    void probed(RateProbe probe);

    /** Twice the rate begins. */
    void spiking(double ratePerSecond, Duration length);

    /** The search has ended, to its end or not: a failure is thrown after this. */
    void found(LoadSearchOutcome outcome);
}

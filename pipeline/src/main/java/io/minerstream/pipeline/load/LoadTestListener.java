package io.minerstream.pipeline.load;

import io.minerstream.pipeline.load.lag.LoadSample;
import io.minerstream.producer.run.RunSpec;

/** Follows a load test. Called by the thread of the test; methods must return quickly and not throw. */
public interface LoadTestListener {

    /** The load begins. */
    void started(RunSpec run);

    /**
     * A look at the groups.
     *
     * @param draining whether the load has ended
     */
    void looked(LoadSample sample, boolean draining);

    /** Kafka did not answer a look; the test goes on. */
    void unanswered(String message);

    /** The test has ended, to its end or not: a failure is thrown after this. */
    void ended(LoadTestOutcome outcome);
}

package io.minerstream.cli.report;

import io.minerstream.producer.run.RunSpec;
import io.minerstream.producer.signal.SignalProfile;
import io.minerstream.schemas.run.RunId;
import java.time.Instant;

/** What the JSON of a run and of its preview say of the run. */
record RunIdentity(
        RunId runId,
        int siteId,
        long seed,
        SignalProfile profile,
        Instant firstTimePoint,
        Instant lastTimePoint,
        long intervalSeconds,
        boolean exactlyOnce) {

    static RunIdentity of(RunSpec spec) {
        return new RunIdentity(
                spec.id(),
                spec.siteId(),
                spec.seed(),
                spec.profile(),
                spec.range().from(),
                spec.range().last(),
                spec.range().interval().toSeconds(),
                spec.commit().isExactlyOnce());
    }
}

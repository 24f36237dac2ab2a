package io.minerstream.pipeline.run;

import java.time.Duration;

/**
 * A measured step of a run.
 *
 * @param name which step
 * @param records records that it moved, at least 0
 * @param elapsed how long it took
 */
public record Stage(Name name, long records, Duration elapsed) {

    /** The steps, in their order. */
    public enum Name {
        /** Generated, sent and committed. */
        PUBLISH,
        /** Judged by the stream validator. */
        VALIDATE,
        /** In the warehouse. */
        SINK,
        /** Checked in SQL. */
        CHECKS
    }

    /** Records per second; 0 when no time has passed. */
    public double recordsPerSecond() {
        return elapsed.isZero() ? 0 : records / (elapsed.toNanos() / 1e9);
    }
}

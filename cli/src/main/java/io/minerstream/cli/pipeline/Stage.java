package io.minerstream.cli.pipeline;

import java.time.Duration;

/**
 * A measured step of a run.
 *
 * @param key key of its name in the messages, for example {@code stage.publish}
 * @param records records that it moved, at least 0
 * @param elapsed how long it took
 */
public record Stage(String key, long records, Duration elapsed) {

    /** Records per second; 0 when no time has passed. */
    public double recordsPerSecond() {
        return elapsed.isZero() ? 0 : records / (elapsed.toNanos() / 1e9);
    }
}

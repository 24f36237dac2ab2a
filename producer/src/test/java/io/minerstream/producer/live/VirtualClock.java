package io.minerstream.producer.live;

import io.minerstream.producer.pacing.Sleeper;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;

/** A wall clock that passes only where somebody sleeps, or a test says so. */
public final class VirtualClock extends Clock implements Sleeper {

    private Instant now;
    private Runnable whileAsleep = () -> {};

    public VirtualClock(String now) {
        this.now = Instant.parse(now);
    }

    /** Runs something at each sleep. */
    public void whileAsleep(Runnable action) {
        whileAsleep = action;
    }

    public void pass(Duration length) {
        now = now.plus(length);
    }

    @Override
    public void sleep(long nanos) {
        whileAsleep.run();
        now = now.plusNanos(nanos);
    }

    @Override
    public Instant instant() {
        return now;
    }

    @Override
    public ZoneId getZone() {
        return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
        return this;
    }
}

package io.minerstream.stack.process;

import java.time.Duration;

/** A point on the monotonic clock by which something must be done. Immutable. */
public final class Deadline {

    private final Duration limit;
    private final long endNanos;

    private Deadline(Duration limit) {
        this.limit = limit;
        this.endNanos = System.nanoTime() + limit.toNanos();
    }

    /** A deadline that starts now. */
    public static Deadline in(Duration limit) {
        return new Deadline(limit);
    }

    /** The whole time that was given. */
    public Duration limit() {
        return limit;
    }

    /** What is left, never negative. */
    public Duration remaining() {
        return Duration.ofNanos(Math.max(0, endNanos - System.nanoTime()));
    }

    /** What is left, but at most {@code most} and at least 1 ms: a time limit for one request. */
    public Duration remainingUpTo(Duration most) {
        Duration left = remaining();
        Duration shorter = left.compareTo(most) < 0 ? left : most;
        return shorter.compareTo(Duration.ofMillis(1)) < 0 ? Duration.ofMillis(1) : shorter;
    }

    public boolean isOver() {
        return remaining().isZero();
    }
}

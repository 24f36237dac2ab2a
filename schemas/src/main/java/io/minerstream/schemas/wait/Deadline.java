package io.minerstream.schemas.wait;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.apache.kafka.common.errors.InterruptException;

/** A point on the monotonic clock by which something must be done. Immutable. */
public final class Deadline {

    private final Duration limit;
    private final LongSupplier nanoTime;
    private final long startNanos;

    private Deadline(Duration limit, LongSupplier nanoTime) {
        this.limit = limit;
        this.nanoTime = nanoTime;
        this.startNanos = nanoTime.getAsLong();
    }

    /** A deadline that starts now. */
    public static Deadline in(Duration limit) {
        return in(limit, System::nanoTime);
    }

    /** A deadline that starts now, by another clock. */
    public static Deadline in(Duration limit, LongSupplier nanoTime) {
        return new Deadline(limit, nanoTime);
    }

    /** Time since the start. */
    public Duration elapsed() {
        return Duration.ofNanos(nanoTime.getAsLong() - startNanos);
    }

    /** What is left, never negative. */
    public Duration remaining() {
        Duration left = limit.minus(elapsed());
        return left.isNegative() ? Duration.ZERO : left;
    }

    /** What is left, but at most {@code most} and at least 1 ms: a time limit for one request. */
    public Duration remainingUpTo(Duration most) {
        Duration left = remaining();
        Duration shorter = left.compareTo(most) < 0 ? left : most;
        return shorter.compareTo(Duration.ofMillis(1)) < 0 ? Duration.ofMillis(1) : shorter;
    }

    public boolean isOver() {
        return elapsed().compareTo(limit) >= 0;
    }

    /** A condition whose check may fail. */
    @FunctionalInterface
    public interface Condition<E extends Exception> {
        boolean holds() throws E;
    }

    /**
     * Checks a condition until it holds or the deadline is over; at least once, and once more after a last pause.
     *
     * @param pollInterval pause between two checks
     * @return whether it holds
     * @throws InterruptException when the thread is interrupted in a pause; the thread stays interrupted
     * @throws E when a check fails
     */
    public <E extends Exception> boolean await(Duration pollInterval, Condition<E> condition) throws E {
        while (!condition.holds()) {
            if (isOver()) {
                return false;
            }
            pause(remainingUpTo(pollInterval));
        }
        return true;
    }

    /**
     * Sleeps.
     *
     * @throws InterruptException when the thread is interrupted; it stays interrupted
     */
    public static void pause(Duration duration) {
        try {
            TimeUnit.NANOSECONDS.sleep(duration.toNanos());
        } catch (InterruptedException e) {
            throw new InterruptException(e);
        }
    }
}

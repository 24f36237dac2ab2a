package io.minerstream.connect.restart;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;
import org.apache.kafka.common.utils.ExponentialBackoff;

/**
 * When connectors that have failed are due for a restart: each time after twice as long, until one has not failed for the longest
 * delay. Not thread-safe.
 */
final class RestartBackoff {

    private final ExponentialBackoff delays;
    private final Duration longest;
    private final LongSupplier nanoTime;
    private final Map<String, Failure> failures = new HashMap<>();

    /** The last failure of a connector. */
    private static final class Failure {
        private long restarts;
        private long seenNanos;
        private long dueNanos;
    }

    /**
     * @param first delay of the first restart
     * @param longest delay that is not exceeded
     */
    RestartBackoff(Duration first, Duration longest, LongSupplier nanoTime) {
        this.delays = new ExponentialBackoff(first.toMillis(), 2, longest.toMillis(), 0);
        this.longest = longest;
        this.nanoTime = nanoTime;
    }

    /**
     * Notes that a connector, or a task of it, has failed.
     *
     * @return when it is due: the shortest time until the restart after this one
     */
    Optional<Duration> failed(String connector) {
        long now = nanoTime.getAsLong();
        Failure failure = failures.get(connector);
        if (failure == null || now - failure.seenNanos > longest.toNanos()) {
            failure = new Failure();
            failures.put(connector, failure);
            next(failure, now);
        }
        failure.seenNanos = now;
        return now - failure.dueNanos < 0 ? Optional.empty() : Optional.of(next(failure, now));
    }

    private Duration next(Failure failure, long now) {
        Duration delay = Duration.ofMillis(delays.backoff(failure.restarts++));
        failure.dueNanos = now + delay.toNanos();
        return delay;
    }
}

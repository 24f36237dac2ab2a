package io.minerstream.producer.live;

import io.minerstream.producer.pacing.Sleeper;
import io.minerstream.producer.pacing.TimePointScheduler;
import io.minerstream.schemas.run.TimeRange;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * The clock of a live session: when each time point is due.
 *
 * <p>At speed 1 that is the time point itself, on the wall clock. At another speed, simulated time starts at the first time point
 * that is not history, and passes as many times as fast. History, which the wall clock has passed already, is due at once.
 *
 * <p>Time points are asked for in ascending order by one thread; {@link #stop} by any.
 */
final class LiveClock implements TimePointScheduler {

    /** Interval at which a waiting sender checks for a stop, for errors, and for a wall clock that was set. */
    private static final Duration CHECK = Duration.ofMillis(200);

    private final LiveSpec spec;
    private final Optional<Instant> end;
    private final Clock wall;
    private final Sleeper sleeper;

    private boolean history;
    private Instant simulatedStart;
    private Instant wallStart;
    private volatile boolean stopped;

    /** @param end of the session, exclusive; empty for never */
    LiveClock(LiveSpec spec, Optional<Instant> end, Clock wall, Sleeper sleeper) {
        this.spec = spec;
        this.end = end;
        this.wall = wall;
        this.sleeper = sleeper;
        this.history = spec.catchesUp();
    }

    /** Ends the current wait and every later one at once. */
    void stop() {
        stopped = true;
    }

    /** Whether the wall clock had passed the last requested time point before the session reached it. */
    boolean isHistory() {
        return history;
    }

    /** When a time point is due on the wall clock; of history, the time that it stands for. */
    Instant due(Instant timePoint) {
        if (simulatedStart == null) {
            return timePoint;
        }
        double seconds = Duration.between(simulatedStart, timePoint).toSeconds() / spec.speed();
        return wallStart.plusNanos((long) Math.ceil(seconds * 1e9));
    }

    @Override
    public boolean awaitDue(Instant timePoint, Runnable whileWaiting) {
        if (end.isPresent() && !timePoint.isBefore(end.get())) {
            return false;
        }
        arrive(timePoint);
        while (!stopped && !Thread.currentThread().isInterrupted()) {
            Duration rest = history ? Duration.ZERO : Duration.between(wall.instant(), due(timePoint));
            if (rest.isZero() || rest.isNegative()) {
                return true;
            }
            whileWaiting.run();
            sleeper.sleep((rest.compareTo(CHECK) < 0 ? rest : CHECK).toNanos());
        }
        return false;
    }

    /** Starts simulated time where history ends. */
    private void arrive(Instant timePoint) {
        Instant now = wall.instant();
        history = history && !timePoint.plus(spec.interval()).isAfter(now);
        if (!history && simulatedStart == null && !spec.isWallClock()) {
            simulatedStart = timePoint;
            wallStart = now;
        }
    }

    @Override
    public Optional<Duration> furthestAhead(TimeRange range, Instant now) {
        if (spec.isWallClock()) {
            return Optional.of(Duration.ZERO);
        }
        Instant start = simulatedStart != null ? simulatedStart : presentOf(range, now);
        Duration atStart = Duration.between(wallStart != null ? wallStart : now, start);
        if (spec.speed() < 1) {
            return Optional.of(atStart);
        }
        return end.map(last -> atStart.plus(gained(Duration.between(start, last))));
    }

    /** The first time point that is not history. */
    private Instant presentOf(TimeRange range, Instant now) {
        Instant present = TimeRange.floor(now, spec.interval());
        return spec.catchesUp() && present.isAfter(range.from()) ? present : range.from();
    }

    /** How much further ahead simulated time is after so much of it. */
    private Duration gained(Duration simulated) {
        return Duration.ofSeconds((long) Math.ceil(simulated.toSeconds() * (1 - 1 / spec.speed())));
    }
}

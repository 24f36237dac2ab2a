package io.minerstream.producer.live;

import io.minerstream.producer.run.CommitPolicy;
import io.minerstream.producer.run.RunSpec;
import io.minerstream.producer.run.Shard;
import io.minerstream.producer.signal.SignalProfile;
import io.minerstream.schemas.bound.Bound;
import io.minerstream.schemas.run.Interval;
import io.minerstream.schemas.run.RunId;
import io.minerstream.schemas.run.TimeRange;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Objects;
import java.util.Optional;

/**
 * What a live session generates, and how fast its time passes.
 *
 * @param siteId {@code hosting_sites.id}, greater than 0
 * @param seed seed of every value; any number
 * @param profile how values are drawn, not null
 * @param poolDifficulty share difficulty of the pool, finite and greater than 0
 * @param interval distance of two readings of a miner, as {@link Interval} allows
 * @param batchSize records between progress and error checks, at least 1
 * @param shard which part of the runs this producer writes, not null
 * @param speed simulated seconds per second, see {@link Bound#SPEED}; 1 is the wall clock
 * @param backfill how much history is written first, at least one interval; empty for none
 * @param until end of the session, exclusive, a whole multiple of the interval; empty for never
 * @param length how long the session is live, history not counted, a whole number of intervals; empty for ever. At most one of
 *     {@code until} and {@code length} is given
 */
public record LiveSpec(
        int siteId,
        long seed,
        SignalProfile profile,
        double poolDifficulty,
        Duration interval,
        int batchSize,
        Shard shard,
        double speed,
        Optional<Duration> backfill,
        Optional<Instant> until,
        Optional<Duration> length) {

    public LiveSpec {
        Objects.requireNonNull(profile, "profile");
        Objects.requireNonNull(shard, "shard");
        Interval.require(interval);
        // Refuses what no run may have.
        run(
                siteId,
                new TimeRange(Instant.EPOCH, Instant.EPOCH.plus(interval), interval),
                seed,
                profile,
                poolDifficulty,
                batchSize,
                shard);
        Bound.SPEED.require("speed", speed);
        backfill.ifPresent(history -> Bound.BACKFILL.require("backfill", history));
        until.ifPresent(time -> Bound.TIME.require("until", time));
        if (backfill.isPresent() && backfill.get().compareTo(interval) < 0) {
            throw new IllegalArgumentException(
                    "backfill: must be at least one interval, %s, got %s".formatted(interval, backfill.get()));
        }
        if (until.isPresent() && length.isPresent()) {
            throw new IllegalArgumentException("until: must not be combined with hours");
        }
        if (until.isPresent() && !until.get().equals(TimeRange.floor(until.get(), interval))) {
            throw new IllegalArgumentException("until: must be a whole multiple of the interval %s, got %s; use %s"
                    .formatted(interval, until.get(), TimeRange.floor(until.get(), interval)));
        }
        length.ifPresent(hours -> Bound.HOURS.require("hours", hours.toHours()));
        if (length.isPresent() && length.get().toSeconds() % interval.toSeconds() != 0) {
            throw new IllegalArgumentException("hours: must be a whole number of intervals of %s, got %s"
                    .formatted(interval, length.get().toHours()));
        }
    }

    /**
     * End of the session, exclusive; empty for never.
     *
     * @param liveFrom the first time point that is not history
     */
    Optional<Instant> end(Instant liveFrom) {
        return until.or(() -> length.map(liveFrom::plus));
    }

    /** Whether simulated time is the wall clock's. */
    boolean isWallClock() {
        return speed == 1;
    }

    /**
     * Whether time points that the wall clock has passed already are written as fast as possible: always at the wall clock's
     * speed; at another, simulated time stands still between sessions, unless history is asked for.
     */
    boolean catchesUp() {
        return isWallClock() || backfill.isPresent();
    }

    /** The run of a range, under the id of the first run of its readings. */
    RunSpec run(TimeRange range) {
        return run(siteId, range, seed, profile, poolDifficulty, batchSize, shard);
    }

    private static RunSpec run(
            int siteId,
            TimeRange range,
            long seed,
            SignalProfile profile,
            double poolDifficulty,
            int batchSize,
            Shard shard) {
        return new RunSpec(
                        RunId.of(0),
                        siteId,
                        range,
                        seed,
                        profile,
                        poolDifficulty,
                        batchSize,
                        false,
                        new CommitPolicy(CommitPolicy.Kind.TIME_POINT, 0),
                        shard)
                .withDerivedId();
    }

    /**
     * The run that begins at a time point: until midnight UTC, or the end of the session.
     *
     * @param last end of the session, after {@code from}; empty for never
     */
    RunSpec runFrom(Instant from, Optional<Instant> last) {
        Instant midnight = from.truncatedTo(ChronoUnit.DAYS).plus(1, ChronoUnit.DAYS);
        Instant to = last.filter(end -> end.isBefore(midnight)).orElse(midnight);
        return run(new TimeRange(from, to, interval));
    }

    /** The first time point at or after a time. */
    Instant ceil(Instant time) {
        Instant floor = TimeRange.floor(time, interval);
        return floor.equals(time) ? floor : floor.plus(interval);
    }
}

package io.minerstream.producer.live;

import io.minerstream.producer.run.Shard;
import io.minerstream.producer.signal.ShareRate;
import io.minerstream.producer.signal.SignalProfile;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** Live sessions of site 5 with valid defaults: hourly, at the wall clock's speed, without history and without an end. */
public final class LiveSpecs {

    private long seed = 42;
    private Duration interval = Duration.ofHours(1);
    private Shard shard = Shard.ALL;
    private double speed = 1;
    private Optional<Duration> backfill = Optional.empty();
    private Optional<Instant> until = Optional.empty();
    private Optional<Duration> length = Optional.empty();

    private LiveSpecs() {}

    public static LiveSpecs aSession() {
        return new LiveSpecs();
    }

    public LiveSpecs seed(long other) {
        seed = other;
        return this;
    }

    public LiveSpecs interval(String other) {
        interval = Duration.parse(other);
        return this;
    }

    public LiveSpecs shard(int index, int count) {
        shard = new Shard(index, count);
        return this;
    }

    public LiveSpecs speed(double other) {
        speed = other;
        return this;
    }

    public LiveSpecs backfill(String length) {
        backfill = Optional.of(Duration.parse(length));
        return this;
    }

    public LiveSpecs until(String time) {
        until = Optional.of(Instant.parse(time));
        return this;
    }

    public LiveSpecs hours(int hours) {
        length = Optional.of(Duration.ofHours(hours));
        return this;
    }

    public LiveSpec build() {
        return new LiveSpec(
                5,
                seed,
                SignalProfile.REFERENCE,
                ShareRate.DEFAULT_DIFFICULTY,
                interval,
                1_000,
                shard,
                speed,
                backfill,
                until,
                length);
    }
}

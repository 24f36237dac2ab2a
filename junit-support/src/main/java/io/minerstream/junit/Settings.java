package io.minerstream.junit;

import io.minerstream.producer.fleet.SyntheticFleet;
import io.minerstream.schemas.bound.Bound;
import io.minerstream.schemas.run.TimeRange;
import io.minerstream.stack.Component;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.Set;

/**
 * What a stack has; equal ones are the same stack. Immutable.
 *
 * @param miners of the fleet
 * @param hours of the readings
 * @param from time of the first reading; null for readings up to the present hour
 * @param seed of fleet and values
 * @param postgres whether PostgreSQL runs
 * @param connect whether the worker and its sinks run; they need PostgreSQL
 * @param validator whether the stream validator runs
 */
record Settings(int miners, int hours, Instant from, long seed, boolean postgres, boolean connect, boolean validator) {

    /** Site of the fleet. */
    static final int SITE = 5;

    static final Settings DEFAULT = new Settings(100, 24, null, 42, false, false, false);

    Settings {
        Bound.MINERS.require("miners", miners);
        Bound.HOURS.require("hours", hours);
        if (from != null && !from.equals(TimeRange.floor(from, TimeRange.HOURLY))) {
            throw new IllegalArgumentException("from: must be a whole hour, got %s; use %s"
                    .formatted(from, TimeRange.floor(from, TimeRange.HOURLY)));
        }
    }

    Settings withMiners(int number) {
        return new Settings(number, hours, from, seed, postgres, connect, validator);
    }

    Settings withHours(int number) {
        return new Settings(miners, number, from, seed, postgres, connect, validator);
    }

    Settings withFrom(Instant time) {
        return new Settings(miners, hours, time, seed, postgres, connect, validator);
    }

    Settings withSeed(long number) {
        return new Settings(miners, hours, from, number, postgres, connect, validator);
    }

    Settings withPostgres() {
        return new Settings(miners, hours, from, seed, true, connect, validator);
    }

    Settings withConnect() {
        return new Settings(miners, hours, from, seed, true, true, validator);
    }

    Settings withValidator() {
        return new Settings(miners, hours, from, seed, postgres, connect, true);
    }

    SyntheticFleet fleet() {
        return new SyntheticFleet(miners, SITE, seed);
    }

    /** The readings of the beginning. */
    TimeRange range(Instant now) {
        Duration length = Duration.ofHours(hours);
        return from == null ? TimeRange.last(now, length, TimeRange.HOURLY) : TimeRange.hourly(from, from.plus(length));
    }

    /** Components that do not run. */
    Set<Component> without() {
        Set<Component> without = EnumSet.noneOf(Component.class);
        if (!postgres) {
            without.add(Component.POSTGRES);
        }
        if (!connect) {
            without.add(Component.CONNECT);
        }
        return without;
    }
}

package io.minerstream.schemas.bound;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;

/**
 * The bounds of every number, time and length of time that a user gives, in options, files and calls alike. Both ends are
 * inclusive. NaN is out of every bounds.
 */
public enum Bound {
    /** Of {@code hosting_sites.id}. */
    SITE_ID(1, Integer.MAX_VALUE),
    /** Of {@code hosting_miners.id}. */
    MINER_ID(1, Integer.MAX_VALUE),
    /** The serial numbers of more do not fit into one array. */
    MINERS(1, 50_000_000),
    SITES(1, 100_000),
    SHARE(0.0, 1.0),
    /** Of a status in a mix. The sum stays finite. */
    WEIGHT(0.0, 1e9),
    /** TH/s in files; some ten times the largest machine, and less than any machine's figure in GH/s. */
    HASHRATE_TH(0.0, 10_000.0),
    /** W in files; some ten times the largest machine. */
    POWER_W(0.0, 100_000.0),
    SEED(Long.MIN_VALUE, Long.MAX_VALUE),
    POOL_DIFFICULTY(1e-6, 1e15),
    /** Of readings, of the ends of runs and of status changes. What comes after a year 9999 has no form in RFC 3339. */
    TIME(Instant.EPOCH, Instant.parse("9999-12-31T23:59:59.999Z")),
    /** A century. */
    HOURS(1, 876_000),
    INTERVAL(Duration.ofSeconds(1), Duration.ofDays(1)),
    /** A century. */
    BACKFILL(Duration.ofSeconds(1), Duration.ofDays(36_500)),
    /** Simulated seconds per second: a day in less than a tenth of a second is what {@code generate} is for. */
    SPEED(0.001, 1e6),
    BATCH_SIZE(1, 1_000_000),
    COMMIT_RECORDS(1, 999_999_999_999_999_999L),
    /** Readings per second: at most one per nanosecond. */
    RATE(0.001, 1e9),
    THREADS(1, 256),
    SHARDS(1, 10_000),
    PARTITIONS(1, 10_000),
    REPLICAS(1, Short.MAX_VALUE),
    OFFENDERS(0, 10_000),
    /** Seconds. */
    GRACE(1, 86_400),
    /** After midnight UTC. */
    WINDOW_OFFSET(Duration.ZERO, Duration.ofHours(23)),
    EVENT_GRACE(Duration.ZERO, Duration.ofDays(366)),
    IDLE(Duration.ofSeconds(1), Duration.ofDays(1)),
    SKEW(Duration.ZERO, Duration.ofDays(366)),
    /** Of hashrate and power, as a factor of the baseline, in a rules file. */
    LIMIT_FACTOR(0.0, 1000.0),
    LIMIT_TEMPERATURE_C(-300.0, 1000.0),
    LIMIT_FAN_RPM(0.0, 1_000_000.0),
    /** In the unit of the metric. */
    TOLERANCE(0.0, 100_000.0),
    /** In a row, with the same hashrate. */
    FROZEN_READINGS(2, 10_000),
    /** In a row, without a reading. */
    SILENT_INTERVALS(1, 10_000),
    /** Of event time: {@code for}, {@code keep-firing-for}, {@code clear-after}, {@code repeat-every}. A century. */
    ALERT_LENGTH(Duration.ZERO, Duration.ofDays(36_500)),
    /** Of a load test. */
    LOAD_LENGTH(Duration.ofSeconds(1), Duration.ofDays(30)),
    /** Before the load. */
    HISTORY_RECORDS(0, 1_000_000_000),
    /** Of a consumer group. */
    LAG(Duration.ofSeconds(1), Duration.ofDays(1)),
    /** Of a consumer group, in readings. */
    LAG_RECORDS(0, Long.MAX_VALUE),
    /** After a load. */
    DRAIN(Duration.ZERO, Duration.ofDays(1)),
    GROUP_WAIT(Duration.ZERO, Duration.ofDays(1));

    @SuppressWarnings("ImmutableEnumChecker") // Of the types that the constructors take.
    private final Comparable<?> min;

    @SuppressWarnings("ImmutableEnumChecker") // As above.
    private final Comparable<?> max;

    Bound(long min, long max) {
        this.min = min;
        this.max = max;
    }

    Bound(double min, double max) {
        this.min = min;
        this.max = max;
    }

    Bound(Instant min, Instant max) {
        this.min = min;
        this.max = max;
    }

    Bound(Duration min, Duration max) {
        this.min = min;
        this.max = max;
    }

    /** The smallest value: a Long, a Double, an Instant or a Duration. */
    public Comparable<?> min() {
        return min;
    }

    /** The largest value, of the type of {@link #min()}. */
    public Comparable<?> max() {
        return max;
    }

    /**
     * Whether a value is within the bounds.
     *
     * @throws ClassCastException when the bounds are of another kind of values
     */
    public boolean holds(Comparable<?> value) {
        Comparable<?> same = widened(value);
        return compare(min, same) <= 0 && compare(same, max) <= 0;
    }

    /**
     * The value itself.
     *
     * @param name begins the message
     * @throws IllegalArgumentException when the value is out of bounds
     */
    public <T extends Comparable<?>> T require(String name, T value) {
        if (!holds(value)) {
            throw new IllegalArgumentException("%s: must be %s, got %s".formatted(name, range(), value));
        }
        return value;
    }

    /** The bounds for people, as in {@code from 1 to 24}. */
    public String range() {
        return "from %s to %s".formatted(text(min), text(max));
    }

    private static Comparable<?> widened(Comparable<?> value) {
        if (value instanceof Double number) {
            // A zero without a sign: -0.0 would come before 0.0.
            return number + 0.0;
        }
        return value instanceof Number whole ? (Comparable<?>) (Long) whole.longValue() : value;
    }

    /** Compares NaN as greater than all other numbers. */
    @SuppressWarnings("unchecked") // Another class fails by its own cast.
    private static int compare(Comparable<?> one, Comparable<?> other) {
        return ((Comparable<Object>) one).compareTo(other);
    }

    /** A value as options take it. */
    private static String text(Comparable<?> value) {
        if (value instanceof Double number) {
            return Double.isFinite(number)
                    ? BigDecimal.valueOf(number).stripTrailingZeros().toPlainString()
                    : number.toString();
        }
        return value instanceof Duration length ? text(length) : value.toString();
    }

    private static String text(Duration length) {
        if (length.toNanosPart() != 0) {
            return length.toString();
        }
        long seconds = length.toSeconds();
        if (seconds % 3_600 != 0 || seconds == 0) {
            return seconds + "s";
        }
        return seconds % 86_400 == 0 ? seconds / 86_400 + "d" : seconds / 3_600 + "h";
    }
}

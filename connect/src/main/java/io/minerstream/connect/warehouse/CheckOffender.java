package io.minerstream.connect.warehouse;

import java.time.Duration;
import java.time.Instant;

/** What breaks a check. */
public sealed interface CheckOffender {

    /**
     * A miner with too few or too many records.
     *
     * @param minerId hosting_miners.id
     * @param records how many it has, 0 for none
     */
    record RecordCount(int minerId, long records) implements CheckOffender {}

    /**
     * A miner that {@code hosting_miners} lacks.
     *
     * @param minerId miner_telemetry.miner_id
     * @param records how many it has in the range, at least 1
     */
    record UnknownMiner(int minerId, long records) implements CheckOffender {}

    /**
     * Two consecutive records of a miner that are not one interval apart.
     *
     * @param minerId hosting_miners.id
     * @param before time of the first
     * @param after time of the second, not before the first
     */
    record Gap(int minerId, Instant before, Instant after) implements CheckOffender {
        public Duration duration() {
            return Duration.between(before, after);
        }
    }

    /**
     * A status whose average hashrate is implausible.
     *
     * @param status as the database spells it
     * @param averageHashrateTh TH/s
     * @param limitTh TH/s; the average is above it for a status that does not run, below it for active
     */
    record Implausible(String status, double averageHashrateTh, double limitTh) implements CheckOffender {}

    /**
     * A miner whose records have a temperature or fan speed that should be NULL, or NULL where they should not.
     *
     * @param minerId hosting_miners.id
     * @param status as the database spells it; empty when it is NULL
     * @param records how many such records it has, at least 1
     */
    record Nullness(int minerId, String status, long records) implements CheckOffender {}

    /**
     * A time that several records of a miner share.
     *
     * @param minerId hosting_miners.id
     * @param recordedAt the time
     * @param records how many share it, at least 2
     */
    record Repeated(int minerId, Instant recordedAt, long records) implements CheckOffender {}

    /**
     * A miner whose records have a hashrate, power or temperature that is NaN or infinite.
     *
     * @param minerId hosting_miners.id
     * @param records how many such records it has, at least 1
     */
    record Infinite(int minerId, long records) implements CheckOffender {}
}

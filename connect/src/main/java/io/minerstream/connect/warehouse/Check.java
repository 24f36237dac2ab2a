package io.minerstream.connect.warehouse;

/** One thing that the telemetry of a site is checked for. */
public enum Check {
    /** The site has miners. Reported only when it fails: there is nothing to check then. */
    SITE_HAS_MINERS,
    /** The site's miners have at least one record in the range. Reported only when it fails. */
    SITE_HAS_TELEMETRY,
    /**
     * Every reading in the range, of any site, is of a miner that {@code hosting_miners} has. Reported only when it warns: such a
     * reading belongs to no site, so that no other check can see it.
     */
    KNOWN_MINERS,
    /** Every miner has as many records as the range has time points. A miner without any record is an offender. */
    RECORD_COUNT,
    /** Consecutive records of a miner are one interval apart, within 1 % (0.01 h for hourly records). */
    CADENCE,
    /**
     * The averages of each status are plausible: a miner that is offline does not hash, one that is active does. Never
     * fails, only warns: where no schedule says otherwise, the status is today's, the records are older.
     */
    STATUS_METRICS,
    /** Temperature and fan speed are NULL for every record of a miner that is not running, and for no other. */
    NULLABILITY,
    /** No two records of a miner have the same time. */
    UNIQUENESS,
    /** Hashrate, power and temperature of every record are finite: no other check would notice a NaN. */
    FINITENESS
}

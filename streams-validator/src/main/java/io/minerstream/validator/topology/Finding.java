package io.minerstream.validator.topology;

import io.minerstream.validator.alert.AlertChange;
import java.time.Instant;

/** What {@link ValidatorProcessor} finds about a site, for {@link SiteProcessor}. */
sealed interface Finding {

    /** An alert changed its state. */
    record Changed(AlertChange change) implements Finding {}

    /**
     * How many miners of a site a partition of the roster has.
     *
     * @param partition the partition
     * @param miners at least 0
     */
    record Counted(int siteId, int partition, int miners) implements Finding {}

    /**
     * A partition has found all silences of a run, or of readings that name none, up to an instant.
     *
     * @param run as alerts name it
     * @param partitions how many partitions look
     * @param to end of the time points that were looked at
     */
    record Looked(int siteId, String run, int partition, int partitions, Instant to) implements Finding {}

    /** A judged window. */
    record Judged(PartialVerdict verdict) implements Finding {}
}

package io.minerstream.producer.roster;

import java.time.Instant;

/**
 * What publishing a fleet changed.
 *
 * @param siteId site of the fleet
 * @param validFrom time from which what was written is valid
 * @param written miners that were new or differed from their entry
 * @param removed miners of the site that are not in the fleet, and got a tombstone
 * @param unchanged miners whose entry is unchanged
 */
public record RosterResult(int siteId, Instant validFrom, int written, int removed, int unchanged) {}

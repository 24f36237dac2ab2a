package io.minerstream.validator.rule;

import io.minerstream.avro.HostingMiner;
import io.minerstream.schemas.miner.Baseline;
import io.minerstream.schemas.miner.MinerStatus;

/**
 * A miner as one entry of the roster describes it: what its readings are judged against.
 *
 * @param siteId {@code hosting_sites.id}
 * @param statusText the status as the roster has it, never null, at most {@value #LONGEST_STATUS} characters
 * @param baseline resolved through the three layers, never null
 */
public record RosteredMiner(int siteId, String statusText, Baseline baseline) {

    /** Most characters of a status. */
    public static final int LONGEST_STATUS = 50;

    public static RosteredMiner of(HostingMiner miner) {
        return new RosteredMiner(miner.getSiteId(), miner.getStatus(), Baseline.of(miner));
    }

    /** What the text means. */
    public MinerStatus status() {
        return MinerStatus.of(statusText);
    }
}

package io.minerstream.validator.rule;

import io.minerstream.avro.HostingMiner;
import io.minerstream.schemas.miner.Baseline;
import io.minerstream.schemas.miner.MinerStatus;
import io.minerstream.validator.policy.MinerPolicy;
import io.minerstream.validator.policy.Policies;

/**
 * A miner as one entry of the roster describes it: what its readings are judged against.
 *
 * @param siteId {@code hosting_sites.id}
 * @param statusText the status as the roster has it, never null, at most {@value #LONGEST_STATUS} characters
 * @param baseline resolved through the three layers, never null
 * @param model name of its model; empty when it is not known or has more than {@value #LONGEST_MODEL} characters
 * @param policy what it is judged by, which follows from site and model
 */
public record RosteredMiner(int siteId, String statusText, Baseline baseline, String model, MinerPolicy policy) {

    /** Most characters of a status. */
    public static final int LONGEST_STATUS = 50;

    /** Most characters of a model. */
    public static final int LONGEST_MODEL = 100;

    public static RosteredMiner of(HostingMiner miner, Policies policies) {
        String name = miner.getModelName();
        String model = name == null || name.length() > LONGEST_MODEL ? "" : name;
        return new RosteredMiner(
                miner.getSiteId(), miner.getStatus(), Baseline.of(miner), model, policies.of(miner.getSiteId(), model));
    }

    /** What the text means. */
    public MinerStatus status() {
        return MinerStatus.of(statusText);
    }
}

package io.minerstream.validator.policy;

import io.minerstream.avro.Rule;
import io.minerstream.schemas.miner.Metric;
import io.minerstream.schemas.miner.MinerStatus;
import io.minerstream.schemas.miner.OperatingRange;
import java.util.Map;

/**
 * What of a {@link MinerPolicy} is another than before. Immutable.
 *
 * @param limits by status and metric; none of temperature and fan speed for a status that is not running
 * @param rules by rule
 */
public record PolicyChange(Map<MinerStatus, Map<Metric, OperatingRange>> limits, Map<Rule, RuleChange> rules) {

    public PolicyChange {
        limits = Map.copyOf(limits);
        rules = Map.copyOf(rules);
    }
}

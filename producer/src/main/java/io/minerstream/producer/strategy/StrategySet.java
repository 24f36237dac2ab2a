package io.minerstream.producer.strategy;

import io.minerstream.avro.CurtailmentStrategy;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * The strategies of one site, all valid. Immutable unless the Avro records are modified.
 *
 * @param siteId the site, at least 1
 * @param strategies at least one, at most one of each type, in the order of {@link StrategyType}
 */
public record StrategySet(int siteId, List<CurtailmentStrategy> strategies) {

    /** @throws IllegalArgumentException listing all findings */
    public StrategySet {
        List<String> findings = new ArrayList<>();
        StrategyRules.check("site id", StrategyRules.SITE, siteId, findings);
        if (strategies.isEmpty()) {
            findings.add("strategies: must be at least one, got none");
        }
        Set<String> types = new HashSet<>();
        for (CurtailmentStrategy strategy : strategies) {
            String who = "strategy " + strategy.getStrategyType() + ": ";
            StrategyRules.findings(strategy).forEach(finding -> findings.add(who + finding));
            if (strategy.getSiteId() != siteId) {
                findings.add(who + "site_id: must be that of the set, " + siteId + ", got " + strategy.getSiteId());
            }
            if (!types.add(strategy.getStrategyType())) {
                findings.add(who + "must be there once in a site, got it again");
            }
        }
        if (!findings.isEmpty()) {
            throw new IllegalArgumentException(String.join("\n", findings));
        }
        strategies = strategies.stream().sorted(StrategyEntry.BY_TYPE).toList();
    }

    /** The four default strategies. */
    public static StrategySet defaults(int siteId) {
        return new StrategySet(
                siteId,
                Arrays.stream(StrategyType.values())
                        .map(type -> type.defaultFor(siteId))
                        .toList());
    }
}

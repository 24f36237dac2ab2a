package io.minerstream.pipeline.strategy;

import io.minerstream.producer.strategy.SeedResult;
import io.minerstream.producer.strategy.StrategyReport;
import java.util.Optional;

/**
 * What became of the strategies of a site.
 *
 * @param seeded what was written; empty when they were only verified
 * @param report what the topic says
 * @param landing whether the table says the same
 */
public record StrategyOutcome(Optional<SeedResult> seeded, StrategyReport report, StrategyLanding landing) {

    /** Whether nothing is wrong with the strategies, in the topic or in the table. */
    public boolean passed() {
        return report.passed() && landing.passed();
    }
}

package io.minerstream.pipeline.strategy;

import io.minerstream.producer.strategy.SeedResult;
import io.minerstream.producer.strategy.StrategyReport;
import java.util.Optional;

/**
 * Strategies of a site in topic and table.
 *
 * @param seeded result of seeding; empty when they were only checked
 * @param report checks of the topic
 * @param landing whether the table equals the topic
 */
public record StrategyOutcome(Optional<SeedResult> seeded, StrategyReport report, StrategyLanding landing) {

    /** Whether nothing is wrong with the strategies, in the topic or in the table. */
    public boolean passed() {
        return report.passed() && landing.passed();
    }
}

package io.minerstream.pipeline.strategy;

import java.util.List;

/**
 * Whether the table {@code curtailment_strategies} equals the topic, for one site.
 *
 * @param state what is known
 * @param rows rows of the site, at least 0; 0 when they were not compared
 * @param differences in words; at least one when they differ, else none
 */
public record StrategyLanding(State state, int rows, List<String> differences) {

    /** What is known. */
    public enum State {
        EQUAL,
        /** They differ, and the table does not change any more. */
        DIFFERENT,
        /** No warehouse or no Kafka Connect is known. */
        NO_WAREHOUSE,
        /** The connector that fills the table is not deployed. */
        NOT_DEPLOYED
    }

    public StrategyLanding {
        differences = List.copyOf(differences);
    }

    static StrategyLanding notCompared(State reason) {
        return new StrategyLanding(reason, 0, List.of());
    }

    /** Whether nothing is known to be wrong. */
    public boolean passed() {
        return state != State.DIFFERENT;
    }
}

package io.minerstream.pipeline.strategy;

import java.util.List;

/** Whether the table {@code curtailment_strategies} equals the topic, for one site. */
public sealed interface StrategyLanding {

    /** Whether nothing is known to be wrong. */
    default boolean passed() {
        return !(this instanceof Different);
    }

    /**
     * They are equal.
     *
     * @param rows rows of the site, at least 0
     */
    record Equal(int rows) implements StrategyLanding {}

    /**
     * They differ, and the table does not change any more.
     *
     * @param rows rows of the site, at least 0
     * @param differences in words, at least one
     */
    record Different(int rows, List<String> differences) implements StrategyLanding {

        public Different {
            differences = List.copyOf(differences);
        }
    }

    /** No warehouse or no Kafka Connect is known. */
    record NoWarehouse() implements StrategyLanding {}

    /** The connector that fills the table is not deployed. */
    record NotDeployed() implements StrategyLanding {}
}

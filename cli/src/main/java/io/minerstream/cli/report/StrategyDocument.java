package io.minerstream.cli.report;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import io.minerstream.avro.CurtailmentStrategy;
import io.minerstream.pipeline.strategy.StrategyLanding;
import io.minerstream.pipeline.strategy.StrategyOutcome;
import io.minerstream.producer.strategy.SeedResult;
import io.minerstream.producer.strategy.StrategyEntry;
import io.minerstream.producer.strategy.StrategyKey;
import io.minerstream.producer.strategy.StrategyReport;
import java.util.List;
import java.util.Optional;

/** The JSON of a {@link StrategyOutcome}. */
public record StrategyDocument(
        boolean passed, @JsonUnwrapped SeedResult seeded, @JsonUnwrapped StrategyReport report, Table table) {

    /** The outcomes of several sites. */
    public record Sites(boolean success, List<StrategyDocument> sites) {}

    /** Whether the table is equal to the topic, or why it was not compared. */
    public record Table(
            boolean compared,
            Optional<Boolean> equal,
            Optional<Integer> rows,
            Optional<List<String>> differences,
            Optional<String> reason) {

        static Table of(StrategyLanding landing) {
            return switch (landing.state()) {
                case EQUAL -> compared(true, landing.rows(), Optional.empty());
                case DIFFERENT -> compared(false, landing.rows(), Optional.of(landing.differences()));
                case NOT_DEPLOYED -> notCompared("connector not deployed");
                case NO_WAREHOUSE -> notCompared("no warehouse known");
            };
        }

        private static Table compared(boolean equal, int rows, Optional<List<String>> differences) {
            return new Table(true, Optional.of(equal), Optional.of(rows), differences, Optional.empty());
        }

        private static Table notCompared(String reason) {
            return new Table(false, Optional.empty(), Optional.empty(), Optional.empty(), Optional.of(reason));
        }
    }

    /** What the topic holds. */
    public record Entries(List<Listed> strategies, List<Unreadable> unreadable) {}

    public record Listed(@JsonUnwrapped CurtailmentStrategy strategy, long offset) {}

    public record Unreadable(StrategyKey key, long offset, String problem) {}

    public static StrategyDocument of(StrategyOutcome outcome) {
        return new StrategyDocument(
                outcome.passed(), outcome.seeded().orElse(null), outcome.report(), Table.of(outcome.landing()));
    }

    public static Sites of(List<StrategyOutcome> outcomes) {
        return new Sites(
                outcomes.stream().allMatch(StrategyOutcome::passed),
                outcomes.stream().map(StrategyDocument::of).toList());
    }

    public static Entries ofEntries(List<StrategyEntry> entries) {
        return new Entries(
                entries.stream()
                        .filter(entry -> entry.strategy() != null)
                        .map(entry -> new Listed(entry.strategy(), entry.offset()))
                        .toList(),
                entries.stream()
                        .filter(entry -> entry.strategy() == null)
                        .map(entry -> new Unreadable(entry.key(), entry.offset(), entry.problem()))
                        .toList());
    }
}

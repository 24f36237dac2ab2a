package io.minerstream.producer.strategy;

import io.minerstream.avro.CurtailmentStrategy;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * A record of the strategy topic.
 *
 * @param key its key, which determines site and type
 * @param offset its offset in the topic, at least 0
 * @param strategy null when the record cannot be read
 * @param problem why it cannot be read; null when it can
 */
public record StrategyEntry(StrategyKey key, long offset, CurtailmentStrategy strategy, String problem) {

    /** Known types in the order of {@link StrategyType}, then others by name. */
    static final Comparator<CurtailmentStrategy> BY_TYPE =
            Comparator.comparing(CurtailmentStrategy::getStrategyType, typeOrder());

    /** By site, then by type. */
    static final Comparator<StrategyEntry> BY_KEY = Comparator.<StrategyEntry>comparingInt(
                    entry -> entry.key().siteId())
            .thenComparing(entry -> entry.key().type(), typeOrder());

    /** All findings, as {@code type: what must hold, got value}. */
    List<String> findings() {
        String who = key.type() + ": ";
        if (strategy == null) {
            return List.of(who + "must be readable, got at offset " + offset + ": " + problem);
        }
        List<String> findings = new ArrayList<>();
        StrategyRules.findings(strategy).forEach(finding -> findings.add(who + finding));
        StrategyKey content = StrategyKey.of(strategy);
        if (!content.equals(key)) {
            findings.add(who + "must say what its key says, " + key + ", got " + content);
        }
        return findings;
    }

    private static Comparator<String> typeOrder() {
        return Comparator.<String>comparingInt(
                        word -> StrategyType.of(word).map(StrategyType::ordinal).orElse(Integer.MAX_VALUE))
                .thenComparing(Comparator.naturalOrder());
    }
}

package io.minerstream.producer.strategy;

import io.minerstream.avro.CurtailmentStrategy;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Whether a site has the strategies that it must have.
 *
 * @param siteId the site
 * @param strategies those that can be read, in the order of {@link StrategyType}
 * @param total all of them, also those that cannot be read
 * @param missing words of the types that are not there
 * @param extra types that are there and unknown
 * @param findings what is wrong with the strategies themselves, such as weights that do not sum to 1.0 within 0.01
 */
public record StrategyReport(
        int siteId,
        List<CurtailmentStrategy> strategies,
        int total,
        List<String> missing,
        List<String> extra,
        List<String> findings) {

    public StrategyReport {
        strategies = List.copyOf(strategies);
        missing = List.copyOf(missing);
        extra = List.copyOf(extra);
        findings = List.copyOf(findings);
    }

    /** Judges what the topic says of a site, whatever sites the entries are of. */
    public static StrategyReport of(int siteId, List<StrategyEntry> entries) {
        List<StrategyEntry> own = entries.stream()
                .filter(entry -> entry.key().siteId() == siteId)
                .sorted(StrategyEntry.BY_KEY)
                .toList();
        Set<String> types = own.stream().map(entry -> entry.key().type()).collect(Collectors.toSet());
        return new StrategyReport(
                siteId,
                own.stream()
                        .map(StrategyEntry::strategy)
                        .filter(Objects::nonNull)
                        .toList(),
                own.size(),
                StrategyType.words().stream()
                        .filter(word -> !types.contains(word))
                        .toList(),
                own.stream()
                        .map(entry -> entry.key().type())
                        .filter(type -> StrategyType.of(type).isEmpty())
                        .toList(),
                own.stream().flatMap(entry -> entry.findings().stream()).toList());
    }

    /** Number of strategies that may be chosen. */
    public long active() {
        return strategies.stream().filter(CurtailmentStrategy::getIsActive).count();
    }

    /** Whether all four types are there, no other, and nothing is wrong with any. */
    public boolean passed() {
        return missing.isEmpty() && extra.isEmpty() && findings.isEmpty();
    }
}

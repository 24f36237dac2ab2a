package io.minerstream.producer.strategy;

import io.minerstream.avro.CurtailmentStrategy;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Whether a site has a valid strategy of each type.
 *
 * @param siteId the site
 * @param strategies those that can be read, in the order of {@link StrategyType}
 * @param total number of strategies, including unreadable ones
 * @param missing words of the missing types
 * @param extra unknown types
 * @param findings rules that strategies break, such as weights that do not sum to 1.0 within 0.01
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

    /** Checks the entries of a site. Entries of other sites are ignored. */
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

    /** Number of active strategies. */
    public long active() {
        return strategies.stream().filter(CurtailmentStrategy::getIsActive).count();
    }

    /** Whether all four types are present, without others and without findings. */
    public boolean passed() {
        return missing.isEmpty() && extra.isEmpty() && findings.isEmpty();
    }
}

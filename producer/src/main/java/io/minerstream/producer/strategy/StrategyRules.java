package io.minerstream.producer.strategy;

import io.minerstream.avro.CurtailmentStrategy;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What a strategy must fulfil. Each rule returns what must hold and what came, or empty. Stateless. */
final class StrategyRules {

    // Names of the fields in the contract, in files and in the table.
    static final String SITE = "site_id";
    static final String NAME = "name";
    static final String TYPE = "strategy_type";
    static final String PERFORMANCE = "performance_weight";
    static final String POWER_EFFICIENCY = "power_efficiency_weight";
    static final String UPTIME = "uptime_weight";
    static final String VIP_PROTECTION = "vip_customer_protection";
    static final String MIN_UPTIME = "min_uptime_threshold";
    static final String ACTIVE = "is_active";

    /** Width of the table's column. */
    private static final int NAME_CHARACTERS = 200;

    private static final BigDecimal SUM_TOLERANCE = new BigDecimal("0.01");

    private StrategyRules() {}

    static Optional<String> siteId(long value) {
        return value >= 1 && value <= Integer.MAX_VALUE
                ? Optional.empty()
                : Optional.of("must be a whole number from 1 to " + Integer.MAX_VALUE + ", got " + value);
    }

    static Optional<String> name(String value) {
        int characters = value.codePointCount(0, value.length());
        boolean printable = value.chars().noneMatch(Character::isISOControl);
        return !value.isBlank() && printable && characters <= NAME_CHARACTERS
                ? Optional.empty()
                : Optional.of("must be a text of 1 to " + NAME_CHARACTERS
                        + " characters without control characters, got "
                        + (printable && characters <= NAME_CHARACTERS
                                ? "'" + value + "'"
                                : characters + " characters" + (printable ? "" : ", some of them control characters")));
    }

    static Optional<String> type(String value) {
        return StrategyType.of(value).isPresent()
                ? Optional.empty()
                : Optional.of("must be one of " + String.join(", ", StrategyType.words()) + ", got '" + value + "'");
    }

    /** A weight or a threshold. */
    static Optional<String> share(double value) {
        // NaN fails both comparisons.
        return value >= 0 && value <= 1 ? Optional.empty() : Optional.of("must be a number from 0 to 1, got " + value);
    }

    /**
     * Weights as people write them add up in decimals: 0.33 + 0.33 + 0.35 is at the limit, while the sum of the doubles is
     * beyond it.
     *
     * @param weights each from 0 to 1
     */
    static Optional<String> sum(double... weights) {
        BigDecimal sum = BigDecimal.ZERO;
        for (double weight : weights) {
            sum = sum.add(BigDecimal.valueOf(weight));
        }
        return sum.subtract(BigDecimal.ONE).abs().compareTo(SUM_TOLERANCE) <= 0
                ? Optional.empty()
                : Optional.of("must sum to 1.0 within 0.01, got "
                        + sum.stripTrailingZeros().toPlainString());
    }

    /** Every rule that a strategy breaks, as {@code field: what must hold, got value}. */
    static List<String> findings(CurtailmentStrategy strategy) {
        List<String> findings = new ArrayList<>();
        add(findings, SITE, siteId(strategy.getSiteId()));
        add(findings, NAME, name(strategy.getName()));
        add(findings, TYPE, type(strategy.getStrategyType()));
        double[] weights = {
            strategy.getPerformanceWeight(), strategy.getPowerEfficiencyWeight(), strategy.getUptimeWeight()
        };
        int before = findings.size();
        add(findings, PERFORMANCE, share(weights[0]));
        add(findings, POWER_EFFICIENCY, share(weights[1]));
        add(findings, UPTIME, share(weights[2]));
        if (findings.size() == before) {
            add(findings, "weights", sum(weights));
        }
        add(findings, MIN_UPTIME, share(strategy.getMinUptimeThreshold()));
        return findings;
    }

    private static void add(List<String> findings, String field, Optional<String> finding) {
        finding.ifPresent(text -> findings.add(field + ": " + text));
    }
}

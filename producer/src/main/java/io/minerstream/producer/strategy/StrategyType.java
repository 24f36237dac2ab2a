package io.minerstream.producer.strategy;

import io.minerstream.avro.CurtailmentStrategy;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** The four strategies to choose the miners to switch off, in seeding order. A site has one of each. */
public enum StrategyType {
    PERFORMANCE_PRIORITY("Performance Priority - MegaFarm", 0.70, 0.20, 0.10, false, 0.80),
    CUSTOMER_PRIORITY("Customer Priority - MegaFarm", 0.40, 0.20, 0.40, true, 0.85),
    FAIR_DISTRIBUTION("Fair Distribution - MegaFarm", 0.33, 0.33, 0.34, false, 0.75),
    CUSTOM("Custom Rules - MegaFarm", 0.50, 0.30, 0.20, false, 0.80);

    private final String defaultName;
    private final double performance;
    private final double powerEfficiency;
    private final double uptime;
    private final boolean vipProtection;
    private final double minUptime;

    StrategyType(
            String defaultName,
            double performance,
            double powerEfficiency,
            double uptime,
            boolean vipProtection,
            double minUptime) {
        this.defaultName = defaultName;
        this.performance = performance;
        this.powerEfficiency = powerEfficiency;
        this.uptime = uptime;
        this.vipProtection = vipProtection;
        this.minUptime = minUptime;
    }

    /** Name in the topic's keys, in {@code strategy_type} and in files. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The type of a word; empty when there is none. */
    public static Optional<StrategyType> of(String word) {
        return Arrays.stream(values()).filter(type -> type.word().equals(word)).findFirst();
    }

    /** The words of all types. */
    static List<String> words() {
        return Arrays.stream(values()).map(StrategyType::word).toList();
    }

    /** The default strategy of this type, with the name, weights and threshold that the batch tools seeded. */
    CurtailmentStrategy defaultFor(int siteId) {
        return CurtailmentStrategy.newBuilder()
                .setSiteId(siteId)
                .setName(defaultName)
                .setStrategyType(word())
                .setPerformanceWeight(performance)
                .setPowerEfficiencyWeight(powerEfficiency)
                .setUptimeWeight(uptime)
                .setVipCustomerProtection(vipProtection)
                .setMinUptimeThreshold(minUptime)
                .setIsActive(true)
                .build();
    }
}

package io.minerstream.producer.strategy;

import io.minerstream.avro.CurtailmentStrategy;
import io.minerstream.producer.file.Field;
import io.minerstream.producer.file.Row;
import io.minerstream.schemas.bound.Bound;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** The fields of a strategy, as the contract, files and the table name them, and the rules for their values. Stateless. */
final class StrategyRules {

    /** Width of the table's column. */
    private static final int NAME_CHARACTERS = 200;

    private static final BigDecimal SUM_TOLERANCE = new BigDecimal("0.01");

    static final Field<Integer> SITE = Field.whole("site_id", Bound.SITE_ID);
    static final Field<String> NAME = Field.text("name")
            .must(StrategyRules::isName, "a text of 1 to " + NAME_CHARACTERS + " characters without control characters")
            .required();
    static final Field<String> TYPE = Field.text("strategy_type")
            .must(word -> StrategyType.of(word).isPresent(), "one of " + String.join(", ", StrategyType.words()))
            .required();
    static final Field<Double> PERFORMANCE = share("performance_weight");
    static final Field<Double> POWER_EFFICIENCY = share("power_efficiency_weight");
    static final Field<Double> UPTIME = share("uptime_weight");
    static final Field<Boolean> VIP_PROTECTION = Field.truth("vip_customer_protection");
    static final Field<Double> MIN_UPTIME = share("min_uptime_threshold");
    static final Field<Boolean> ACTIVE = Field.truth("is_active");

    private static final List<Value<?>> VALUES = List.of(
            new Value<>(SITE, CurtailmentStrategy::getSiteId),
            new Value<>(NAME, CurtailmentStrategy::getName),
            new Value<>(TYPE, CurtailmentStrategy::getStrategyType),
            new Value<>(PERFORMANCE, CurtailmentStrategy::getPerformanceWeight),
            new Value<>(POWER_EFFICIENCY, CurtailmentStrategy::getPowerEfficiencyWeight),
            new Value<>(UPTIME, CurtailmentStrategy::getUptimeWeight),
            new Value<>(VIP_PROTECTION, CurtailmentStrategy::getVipCustomerProtection),
            new Value<>(MIN_UPTIME, CurtailmentStrategy::getMinUptimeThreshold),
            new Value<>(ACTIVE, CurtailmentStrategy::getIsActive));

    /** A field and where a strategy has its value. */
    private record Value<T>(Field<T> field, Function<CurtailmentStrategy, T> of) {

        void check(CurtailmentStrategy strategy, List<String> findings) {
            StrategyRules.check(field.name(), field, of.apply(strategy), findings);
        }
    }

    private StrategyRules() {}

    private static Field<Double> share(String name) {
        return Field.number(name, "", Bound.SHARE).required();
    }

    private static boolean isName(String text) {
        return !text.isBlank()
                && text.codePointCount(0, text.length()) <= NAME_CHARACTERS
                && text.chars().noneMatch(Character::isISOControl);
    }

    static List<Field<?>> fields() {
        return VALUES.stream().<Field<?>>map(Value::field).toList();
    }

    /** The values of a strategy by the names of their fields, in order. */
    static Map<String, Object> values(CurtailmentStrategy strategy) {
        Map<String, Object> values = new LinkedHashMap<>();
        VALUES.forEach(value -> values.put(value.field().name(), value.of().apply(strategy)));
        return values;
    }

    /** Adds what is wrong with a value. */
    static <T> void check(String what, Field<T> field, T value, List<String> findings) {
        String broken = field.broken(value);
        if (broken != null) {
            String got = value instanceof String text ? "'" + Row.abbreviated(text) + "'" : String.valueOf(value);
            findings.add("%s: must be %s, got %s".formatted(what, broken, got));
        }
    }

    /**
     * What is wrong with the sum of the weights; null when it is right. Weights as people write them add up in decimals:
     * 0.33 + 0.33 + 0.35 is at the limit, while the sum of the doubles is beyond it.
     */
    static String sumFinding(double performance, double powerEfficiency, double uptime) {
        BigDecimal sum = BigDecimal.valueOf(performance)
                .add(BigDecimal.valueOf(powerEfficiency))
                .add(BigDecimal.valueOf(uptime));
        return sum.subtract(BigDecimal.ONE).abs().compareTo(SUM_TOLERANCE) <= 0
                ? null
                : "weights: must sum to 1.0 within 0.01, got "
                        + sum.stripTrailingZeros().toPlainString();
    }

    /** Every rule that a strategy breaks, as {@code field: what must hold, got value}. */
    static List<String> findings(CurtailmentStrategy strategy) {
        List<String> findings = new ArrayList<>();
        VALUES.forEach(value -> value.check(strategy, findings));
        if (findings.stream().noneMatch(finding -> finding.contains("_weight: "))) {
            String sum = sumFinding(
                    strategy.getPerformanceWeight(), strategy.getPowerEfficiencyWeight(), strategy.getUptimeWeight());
            if (sum != null) {
                findings.add(sum);
            }
        }
        return findings;
    }
}

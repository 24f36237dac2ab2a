package io.minerstream.producer.strategy;

import com.fasterxml.jackson.core.JsonToken;
import io.minerstream.avro.CurtailmentStrategy;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/** The fields of one strategy in a file, as far as they are right, with their lines. Not thread-safe. */
final class StrategyDraft {

    /** Told what is wrong in a line. */
    @FunctionalInterface
    interface Findings {
        void find(int line, String text);
    }

    private static final List<String> REQUIRED = List.of(
            StrategyRules.NAME,
            StrategyRules.TYPE,
            StrategyRules.PERFORMANCE,
            StrategyRules.POWER_EFFICIENCY,
            StrategyRules.UPTIME,
            StrategyRules.MIN_UPTIME);
    private static final List<String> WEIGHTS =
            List.of(StrategyRules.PERFORMANCE, StrategyRules.POWER_EFFICIENCY, StrategyRules.UPTIME);
    private static final Set<String> KNOWN = known();

    private final int line;
    private final int defaultSite;
    private final Map<String, Integer> lines = new HashMap<>();
    private final Map<String, Object> values = new HashMap<>();

    /** @param defaultSite site when none is named */
    StrategyDraft(int line, int defaultSite) {
        this.line = line;
        this.defaultSite = defaultSite;
    }

    /** Takes a field's value when it is right. */
    void put(String field, int fieldLine, JsonToken token, String text, Findings findings) {
        if (!KNOWN.contains(field)) {
            findings.find(fieldLine, field + ": must be one of " + KNOWN + ", got another field");
            return;
        }
        Integer first = lines.putIfAbsent(field, fieldLine);
        if (first != null) {
            findings.find(fieldLine, field + ": must be given once, got it again after line " + first);
            return;
        }
        Optional<String> finding =
                switch (field) {
                    case StrategyRules.SITE -> site(token, text);
                    case StrategyRules.NAME -> text(field, token, text).or(() -> StrategyRules.name(text));
                    case StrategyRules.TYPE -> text(field, token, text).or(() -> StrategyRules.type(text));
                    case StrategyRules.VIP_PROTECTION, StrategyRules.ACTIVE -> truth(field, token, text);
                    default -> share(field, token, text);
                };
        finding.ifPresent(problem -> {
            values.remove(field);
            findings.find(fieldLine, field + ": " + problem);
        });
    }

    /** Notes a field whose value is wrong for a reason that was told already. */
    void skip(String field, int fieldLine) {
        lines.putIfAbsent(field, fieldLine);
    }

    /** Checks what concerns more than one field. */
    void check(Findings findings) {
        List<String> missing =
                REQUIRED.stream().filter(field -> !lines.containsKey(field)).toList();
        if (!missing.isEmpty()) {
            findings.find(line, "strategy: must have " + String.join(", ", missing) + ", got none");
        }
        if (values.keySet().containsAll(WEIGHTS)) {
            StrategyRules.sum(WEIGHTS.stream().mapToDouble(this::number).toArray())
                    .ifPresent(problem -> findings.find(line(WEIGHTS.get(0)), "weights: " + problem));
        }
    }

    /** The line of a field; that of the strategy when the field is not there. */
    int line(String field) {
        return lines.getOrDefault(field, line);
    }

    /** Site and type; empty when one of them is wrong or missing. */
    Optional<StrategyKey> key() {
        boolean siteIsKnown = !lines.containsKey(StrategyRules.SITE) || values.containsKey(StrategyRules.SITE);
        return siteIsKnown && values.containsKey(StrategyRules.TYPE)
                ? Optional.of(new StrategyKey(siteId(), (String) values.get(StrategyRules.TYPE)))
                : Optional.empty();
    }

    /** The strategy, once nothing is wrong with it. */
    CurtailmentStrategy complete() {
        return CurtailmentStrategy.newBuilder()
                .setSiteId(siteId())
                .setName((String) values.get(StrategyRules.NAME))
                .setStrategyType((String) values.get(StrategyRules.TYPE))
                .setPerformanceWeight(number(StrategyRules.PERFORMANCE))
                .setPowerEfficiencyWeight(number(StrategyRules.POWER_EFFICIENCY))
                .setUptimeWeight(number(StrategyRules.UPTIME))
                .setVipCustomerProtection((boolean) values.getOrDefault(StrategyRules.VIP_PROTECTION, false))
                .setMinUptimeThreshold(number(StrategyRules.MIN_UPTIME))
                .setIsActive((boolean) values.getOrDefault(StrategyRules.ACTIVE, true))
                .build();
    }

    private int siteId() {
        return (int) values.getOrDefault(StrategyRules.SITE, defaultSite);
    }

    private double number(String field) {
        return (double) values.get(field);
    }

    private Optional<String> site(JsonToken token, String text) {
        if (token != JsonToken.VALUE_NUMBER_INT || !text.matches("-?[0-9]{1,18}")) {
            return Optional.of("must be a whole number, got '" + text + "'");
        }
        long value = Long.parseLong(text);
        Optional<String> finding = StrategyRules.siteId(value);
        if (finding.isEmpty()) {
            values.put(StrategyRules.SITE, (int) value);
        }
        return finding;
    }

    private Optional<String> text(String field, JsonToken token, String text) {
        if (token != JsonToken.VALUE_STRING) {
            return Optional.of("must be a text, got " + text);
        }
        values.put(field, text);
        return Optional.empty();
    }

    private Optional<String> truth(String field, JsonToken token, String text) {
        if (!token.isBoolean()) {
            return Optional.of("must be true or false, got '" + text + "'");
        }
        values.put(field, token == JsonToken.VALUE_TRUE);
        return Optional.empty();
    }

    private Optional<String> share(String field, JsonToken token, String text) {
        Optional<String> wrong = Optional.of("must be a number from 0 to 1, got '" + text + "'");
        if (!token.isNumeric()) {
            return wrong;
        }
        try {
            double value = Double.parseDouble(text);
            if (StrategyRules.share(value).isPresent()) {
                return wrong;
            }
            values.put(field, value);
            return Optional.empty();
        } catch (NumberFormatException e) {
            // YAML has numbers that Java has not, such as 0o7, 0x1 and 1_000.
            return wrong;
        }
    }

    private static Set<String> known() {
        Set<String> known = new HashSet<>(REQUIRED);
        Stream.of(StrategyRules.SITE, StrategyRules.VIP_PROTECTION, StrategyRules.ACTIVE)
                .forEach(known::add);
        return new TreeSet<>(known);
    }
}

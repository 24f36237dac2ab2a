package io.minerstream.producer.strategy;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLGenerator;
import io.minerstream.avro.CurtailmentStrategy;
import io.minerstream.producer.file.Findings;
import io.minerstream.producer.file.InvalidFileException;
import io.minerstream.producer.file.Layout;
import io.minerstream.producer.file.Row;
import io.minerstream.producer.file.RowReader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Strategies in a file, in YAML or JSON as {@code {strategies: [{name: ..., strategy_type: ..., ...}]}}, or in CSV with a header.
 * The fields are those of the contract {@code CurtailmentStrategy}. {@code vip_customer_protection} is false and
 * {@code is_active} true where they are missing; without {@code site_id} a strategy belongs to the site that the reader names.
 * Stateless.
 */
public final class StrategyFile {

    /** Formats of a file that is written. */
    public enum Format {
        YAML,
        JSON;

        private JsonFactory factory() {
            return switch (this) {
                case YAML ->
                    YAMLFactory.builder()
                            .disable(YAMLGenerator.Feature.WRITE_DOC_START_MARKER)
                            .enable(YAMLGenerator.Feature.INDENT_ARRAYS_WITH_INDICATOR)
                            .build();
                case JSON -> new JsonFactory();
            };
        }
    }

    private static final Layout LAYOUT = new Layout(
            "strategy",
            "strategy",
            "strategies",
            io.minerstream.producer.file.Format.YAML,
            "nothing was written",
            StrategyRules.fields());

    private StrategyFile() {}

    /**
     * Reads a file: JSON or CSV when its name ends in {@code .json} or {@code .csv}, else YAML.
     *
     * @param siteId site of the strategies that name none
     * @return the set of each site, by site; at least one
     * @throws InvalidFileException naming everything that is wrong, with its line
     */
    public static SortedMap<Integer, StrategySet> read(Path file, int siteId) {
        SortedMap<Integer, List<CurtailmentStrategy>> bySite = new TreeMap<>();
        Map<StrategyKey, Integer> lines = new HashMap<>();
        Findings findings = RowReader.read(file, LAYOUT, row -> {
            requireSum(row);
            requireOncePerSite(row, siteId, lines);
            if (row.isRight()) {
                CurtailmentStrategy strategy = strategy(row, siteId);
                bySite.computeIfAbsent(strategy.getSiteId(), unused -> new ArrayList<>())
                        .add(strategy);
            }
        });
        if (bySite.isEmpty() && findings.count() == 0) {
            findings.find(1, "strategies: must be at least one strategy, got none");
        }
        findings.requireNone();
        SortedMap<Integer, StrategySet> sets = new TreeMap<>();
        bySite.forEach((site, strategies) -> sets.put(site, new StrategySet(site, strategies)));
        return sets;
    }

    private static void requireSum(Row row) {
        Double performance = row.get(StrategyRules.PERFORMANCE);
        Double powerEfficiency = row.get(StrategyRules.POWER_EFFICIENCY);
        Double uptime = row.get(StrategyRules.UPTIME);
        if (performance != null && powerEfficiency != null && uptime != null) {
            String finding = StrategyRules.sumFinding(performance, powerEfficiency, uptime);
            if (finding != null) {
                row.find(StrategyRules.PERFORMANCE, finding);
            }
        }
    }

    private static void requireOncePerSite(Row row, int defaultSite, Map<StrategyKey, Integer> lines) {
        String type = row.get(StrategyRules.TYPE);
        if (type == null || row.isWrong(StrategyRules.SITE)) {
            return;
        }
        StrategyKey key = new StrategyKey(row.get(StrategyRules.SITE, defaultSite), type);
        Integer first = lines.putIfAbsent(key, row.line(StrategyRules.TYPE));
        if (first != null) {
            row.find(
                    StrategyRules.TYPE,
                    "strategy_type: must be there once in site_id=%s, got %s again after line %s"
                            .formatted(key.siteId(), type, first));
        }
    }

    private static CurtailmentStrategy strategy(Row row, int defaultSite) {
        return CurtailmentStrategy.newBuilder()
                .setSiteId(row.get(StrategyRules.SITE, defaultSite))
                .setName(row.get(StrategyRules.NAME))
                .setStrategyType(row.get(StrategyRules.TYPE))
                .setPerformanceWeight(row.get(StrategyRules.PERFORMANCE))
                .setPowerEfficiencyWeight(row.get(StrategyRules.POWER_EFFICIENCY))
                .setUptimeWeight(row.get(StrategyRules.UPTIME))
                .setVipCustomerProtection(row.get(StrategyRules.VIP_PROTECTION, false))
                .setMinUptimeThreshold(row.get(StrategyRules.MIN_UPTIME))
                .setIsActive(row.get(StrategyRules.ACTIVE, true))
                .build();
    }

    /** The strategies as the text of a file that {@link #read} takes. */
    public static String write(Collection<CurtailmentStrategy> strategies, Format format) {
        ObjectMapper mapper = new ObjectMapper(format.factory()).enable(SerializationFeature.INDENT_OUTPUT);
        Map<String, Object> root = Map.of(
                LAYOUT.list(), strategies.stream().map(StrategyRules::values).toList());
        try {
            return mapper.writeValueAsString(root).stripTrailing() + "\n";
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a map of numbers and texts cannot be written", e);
        }
    }
}

package io.minerstream.producer.strategy;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLGenerator;
import io.minerstream.avro.CurtailmentStrategy;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.Locale;
import java.util.SortedMap;

/**
 * Strategies in a file, in YAML or JSON, as {@code {strategies: [{name: ..., strategy_type: ..., ...}]}} with the fields of the
 * contract {@code CurtailmentStrategy}. {@code vip_customer_protection} is false and {@code is_active} true where they are
 * missing; without {@code site_id} a strategy belongs to the site that the reader names. Stateless.
 */
public final class StrategyFile {

    /** Forms of a file. */
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

        /** JSON for {@code .json}, else YAML. */
        static Format of(Path file) {
            return file.toString().toLowerCase(Locale.ROOT).endsWith(".json") ? JSON : YAML;
        }
    }

    private static final String BYTE_ORDER_MARK = "\uFEFF";

    private StrategyFile() {}

    /**
     * Reads a file: JSON when its name ends in {@code .json}, else YAML.
     *
     * @param siteId site of the strategies that name none
     * @return the set of each site, by site; at least one
     * @throws InvalidStrategyFileException naming everything that is wrong, with its line
     */
    public static SortedMap<Integer, StrategySet> read(Path file, int siteId) {
        String text = text(file);
        StrategyParser parser = new StrategyParser(file, siteId);
        return parser.parse(Format.of(file).factory(), text);
    }

    /** The strategies as the text of a file that {@link #read} takes. */
    public static String write(Collection<CurtailmentStrategy> strategies, Format format) {
        ObjectMapper mapper = new ObjectMapper(format.factory()).enable(SerializationFeature.INDENT_OUTPUT);
        ObjectNode root = mapper.createObjectNode();
        ArrayNode array = root.putArray(StrategyParser.ROOT);
        strategies.forEach(strategy -> array.add(node(mapper, strategy)));
        try {
            return mapper.writeValueAsString(root).stripTrailing() + "\n";
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a tree of JSON nodes cannot be written", e);
        }
    }

    private static ObjectNode node(ObjectMapper mapper, CurtailmentStrategy strategy) {
        return mapper.createObjectNode()
                .put(StrategyRules.SITE, strategy.getSiteId())
                .put(StrategyRules.NAME, strategy.getName())
                .put(StrategyRules.TYPE, strategy.getStrategyType())
                .put(StrategyRules.PERFORMANCE, strategy.getPerformanceWeight())
                .put(StrategyRules.POWER_EFFICIENCY, strategy.getPowerEfficiencyWeight())
                .put(StrategyRules.UPTIME, strategy.getUptimeWeight())
                .put(StrategyRules.VIP_PROTECTION, strategy.getVipCustomerProtection())
                .put(StrategyRules.MIN_UPTIME, strategy.getMinUptimeThreshold())
                .put(StrategyRules.ACTIVE, strategy.getIsActive());
    }

    private static String text(Path file) {
        try {
            String text = Files.readString(file);
            return text.startsWith(BYTE_ORDER_MARK) ? text.substring(BYTE_ORDER_MARK.length()) : text;
        } catch (CharacterCodingException e) {
            throw new InvalidStrategyFileException(file, "must be text in UTF-8, got other bytes", e);
        } catch (IOException e) {
            throw new InvalidStrategyFileException(file, "must be a readable file, got " + e, e);
        }
    }
}

package io.minerstream.validator.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import io.minerstream.avro.Rule;
import io.minerstream.schemas.miner.Metric;
import io.minerstream.schemas.miner.MinerStatus;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.statistics.Statistics;
import org.yaml.snakeyaml.Yaml;

/** The published schema refuses nothing that the validator takes. Files are right ones with up to three random changes. */
class RulesSchemaPropertyTest {

    private static final ObjectMapper JSON = new ObjectMapper();

    private static final Schema SCHEMA = SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
            .getSchema(RulesFile.schema());

    private static final List<Object> VALUES = Arrays.asList(
            null,
            true,
            false,
            0,
            1,
            -1,
            5,
            0.5,
            1.5,
            90,
            1e9,
            "",
            "warning",
            "critical",
            "Warning",
            "1 interval",
            "2 intervals",
            "-1 interval",
            "2h",
            "PT2H",
            "-PT2H",
            "pt2h",
            "P1D",
            "P",
            "PT",
            "never",
            "36501d",
            "x",
            "19",
            List.of(),
            List.of(1),
            List.of(1, 2),
            List.of(2, 1),
            List.of(1, 2, 3),
            List.of("a", "b"),
            List.of(-1, 1),
            List.of(0, 5),
            Map.of(),
            Map.of("a", 1),
            Map.of("RANGE", Map.of("tolerance", 1)),
            Map.of("active", Map.of("temperature", List.of(60, 90))));

    private static final List<String> KEYS = keys();

    private static List<String> keys() {
        List<String> keys = new ArrayList<>(List.of(
                "limits",
                "rules",
                "site-alerts",
                "overrides",
                "sites",
                "models",
                "enabled",
                "severity",
                "for",
                "keep-firing-for",
                "clear-after",
                "repeat-every",
                "tolerance",
                "readings",
                "intervals",
                "share",
                "fewest-miners",
                "group-wait",
                "verdict-wait",
                "other-key",
                "range"));
        Arrays.stream(Rule.values()).map(Rule::name).forEach(keys::add);
        Arrays.stream(Metric.values()).map(Metric::field).forEach(keys::add);
        Arrays.stream(MinerStatus.values()).map(MinerStatus::word).forEach(keys::add);
        return keys;
    }

    @Example
    void shouldTakeTheDefaultFile() throws IOException {
        Object file = new Yaml().load(RulesFile.defaults());

        assertThat(SCHEMA.validate(JSON.writeValueAsString(file), InputFormat.JSON))
                .isEmpty();
    }

    @Property(tries = 500)
    void shouldRefuseOnlyWhatTheValidatorRefuses(@ForAll Random random) throws IOException {
        Map<String, Object> file = right();
        for (int i = random.nextInt(4); i > 0; i--) {
            change(file, random);
        }
        String text = JSON.writeValueAsString(file);
        boolean refused = !SCHEMA.validate(text, InputFormat.JSON).isEmpty();
        Statistics.collect(refused);

        Path path = Files.createTempFile("rules", ".json");
        try {
            Files.writeString(path, text);
            if (refused) {
                assertThatThrownBy(() -> RulesFile.read(path)).as(text).isInstanceOf(InvalidRulesException.class);
            }
        } finally {
            Files.delete(path);
        }
    }

    private static Map<String, Object> right() {
        Map<String, Object> file = new Yaml().load(RulesFile.defaults());
        Map<String, Object> override = new LinkedHashMap<>();
        override.put("sites", new ArrayList<>(List.of(5, 7)));
        override.put("models", new ArrayList<>(List.of("Antminer S19")));
        override.put("limits", new Yaml().load("active: {temperature: [60, 90]}"));
        override.put("rules", new Yaml().load("RANGE: {severity: warning, tolerance: 0.5}"));
        file.put("overrides", new ArrayList<>(List.of(override)));
        return file;
    }

    /** Replaces, adds or removes a value somewhere. */
    @SuppressWarnings("unchecked")
    private static void change(Object part, Random random) {
        Object value = VALUES.get(random.nextInt(VALUES.size()));
        if (part instanceof Map) {
            Map<String, Object> map = (Map<String, Object>) part;
            List<String> keys = new ArrayList<>(map.keySet());
            String key = keys.isEmpty() ? "" : keys.get(random.nextInt(keys.size()));
            if (isContainer(map.get(key)) && random.nextInt(8) > 0) {
                change(map.get(key), random);
            } else if (random.nextInt(4) == 0) {
                map.remove(key);
            } else {
                map.put(random.nextBoolean() ? key : KEYS.get(random.nextInt(KEYS.size())), value);
            }
        } else {
            List<Object> list = (List<Object>) part;
            int place = list.isEmpty() ? 0 : random.nextInt(list.size());
            if (!list.isEmpty() && isContainer(list.get(place)) && random.nextInt(8) > 0) {
                change(list.get(place), random);
            } else if (random.nextBoolean()) {
                list.add(place, value);
            } else if (!list.isEmpty()) {
                list.set(place, value);
            }
        }
    }

    /** Those that can be changed. */
    private static boolean isContainer(Object value) {
        return value instanceof LinkedHashMap || value instanceof ArrayList;
    }
}

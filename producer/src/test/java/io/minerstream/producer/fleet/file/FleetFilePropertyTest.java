package io.minerstream.producer.fleet.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.minerstream.avro.HostingMiner;
import io.minerstream.producer.file.Field;
import io.minerstream.producer.file.InvalidFileException;
import io.minerstream.producer.fleet.Fleet;
import io.minerstream.producer.fleet.FleetBuilder;
import io.minerstream.producer.fleet.MinerModel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;

/** Whatever a fleet holds, however its file is laid out: what is read is what was written. */
final class FleetFilePropertyTest {

    private static Path folder;

    @BeforeContainer
    static void createFolder() throws IOException {
        folder = Files.createTempDirectory("fleet-file");
    }

    @AfterContainer
    static void deleteFolder() throws IOException {
        for (String name : List.of("fleet.csv", "fleet.json")) {
            Files.deleteIfExists(folder.resolve(name));
        }
        Files.delete(folder);
    }

    @Property(tries = 200)
    void shouldReadWhatWasWrittenAsCsv(@ForAll("fleets") Fleet fleet, @ForAll long layout) throws IOException {
        Random random = new Random(layout);
        Path file = Files.writeString(folder.resolve("fleet.csv"), String.join(lineEnd(random), csv(fleet, random)));

        assertThat(miners(new FleetFile(file, 5).load())).isEqualTo(miners(fleet));
    }

    @Property(tries = 100)
    void shouldReadWhatWasWrittenAsJson(@ForAll("fleets") Fleet fleet, @ForAll long layout) throws IOException {
        ObjectMapper mapper = new ObjectMapper();
        ArrayNode array = mapper.createArrayNode();
        for (Map<String, Object> row : rows(fleet, new Random(layout))) {
            ObjectNode node = array.addObject();
            row.forEach(node::putPOJO);
        }
        Path file = folder.resolve("fleet.json");
        mapper.writeValue(file.toFile(), array);

        assertThat(miners(new FleetFile(file, 5).load())).isEqualTo(miners(fleet));
    }

    @Property(tries = 200)
    void shouldNameTheLineOfTheOneBadRow(
            @ForAll("fleets") Fleet fleet, @ForAll long layout, @ForAll @IntRange(min = 0, max = 1_000) int place)
            throws IOException {
        Random random = new Random(layout);
        List<String> lines = csv(fleet, random);
        int bad = 1 + place % fleet.size();
        lines.set(bad, lines.get(bad) + ",one more");
        String end = lineEnd(random);
        Path file = Files.writeString(folder.resolve("fleet.csv"), String.join(end, lines));
        int line = bad + 1;

        assertThatExceptionOfType(InvalidFileException.class)
                .isThrownBy(() -> new FleetFile(file, 5).load())
                .withMessageContaining("1 finding,")
                .withMessageContaining("fleet.csv:" + line + ": the row: must have ");
    }

    @Property(tries = 300)
    void shouldRefuseOrReadButNeverBreak(@ForAll("texts") String text) throws IOException {
        for (String name : List.of("fleet.csv", "fleet.json")) {
            Path file = Files.writeString(folder.resolve(name), text);
            assertThatExceptionOfType(InvalidFileException.class)
                    .isThrownBy(() -> new FleetFile(file, 5).load())
                    .withMessageStartingWith("fleet file " + file + ": ");
        }
    }

    @Provide
    Arbitrary<String> texts() {
        return Arbitraries.strings().withChars(",\"\n\r[]{}:1a \\").ofMaxLength(200);
    }

    @Provide
    Arbitrary<Fleet> fleets() {
        return Arbitraries.longs().map(seed -> fleet(new Random(seed)));
    }

    private static Fleet fleet(Random random) {
        List<MinerModel> models = IntStream.range(0, 3)
                .mapToObj(i -> new MinerModel(
                        MinerModel.NO_ID,
                        i + text(random),
                        random.nextBoolean() ? null : "x" + text(random),
                        random.nextBoolean() ? Double.NaN : random.nextDouble() * 10_000,
                        random.nextBoolean() ? Double.NaN : random.nextInt(100_001)))
                .collect(Collectors.toCollection(ArrayList::new));
        models.add(null);
        FleetBuilder fleet = Fleet.builder(5);
        int id = 1;
        for (int i = random.nextInt(40); i >= 0; i--) {
            fleet.add(
                    id,
                    id + text(random),
                    models.get(random.nextInt(models.size())),
                    random.nextBoolean() ? Double.NaN : random.nextDouble() * 10_000,
                    random.nextBoolean() ? Double.NaN : random.nextInt(1_000) / 10.0,
                    List.of("active", "offline", "RMA", "x, \"y\"").get(random.nextInt(4)));
            id += 1 + random.nextInt(50_000_000);
        }
        return fleet.build();
    }

    /** Nothing that a cell loses: no spaces around, no control characters. */
    private static String text(Random random) {
        String chars = "aB7-_'\",;矿Ä\uD83D\uDE00#\\ ";
        return random.ints(random.nextInt(20), 0, chars.codePointCount(0, chars.length()))
                .mapToObj(i -> Character.toString(chars.codePointAt(chars.offsetByCodePoints(0, i))))
                .collect(Collectors.joining())
                .strip();
    }

    private static List<String> csv(Fleet fleet, Random random) {
        List<Map<String, Object>> rows = rows(fleet, random);
        List<String> columns = new ArrayList<>(rows.get(0).keySet());
        List<String> lines = new ArrayList<>();
        lines.add(String.join(",", columns));
        for (Map<String, Object> row : rows) {
            lines.add(columns.stream()
                    .map(column -> cell(row.get(column), random))
                    .collect(Collectors.joining(",")));
        }
        return lines;
    }

    private static String cell(Object value, Random random) {
        String text = value == null ? "" : value.toString();
        boolean mustBeQuoted = text.chars().anyMatch(c -> c == ',' || c == '"');
        return mustBeQuoted || random.nextInt(4) == 0 ? '"' + text.replace("\"", "\"\"") + '"' : text;
    }

    private static List<Map<String, Object>> rows(Fleet fleet, Random random) {
        List<String> columns = new ArrayList<>(
                FleetFile.LAYOUT.fields().stream().map(Field::name).toList());
        Collections.shuffle(columns, random);
        List<Map<String, Object>> rows = new ArrayList<>();
        for (int i = 0; i < fleet.size(); i++) {
            Map<String, Object> row = new LinkedHashMap<>();
            for (String column : columns) {
                row.put(column, value(column, fleet, i));
            }
            rows.add(row);
        }
        Collections.shuffle(rows, random);
        return rows;
    }

    private static Object value(String column, Fleet fleet, int i) {
        HostingMiner miner = fleet.hostingMiner(i);
        return switch (column) {
            case "miner_id" -> miner.getMinerId();
            case "serial_number" -> miner.getSerialNumber();
            case "model" -> miner.getModelName();
            case "status" -> miner.getStatus();
            case "actual_hashrate_th" -> miner.getActualHashrate();
            case "actual_power_w" -> miner.getActualPower();
            case "manufacturer" ->
                fleet.model(i) == null ? null : fleet.model(i).manufacturer();
            case "reference_hashrate_th" -> miner.getReferenceHashrate();
            case "reference_power_w" ->
                miner.getReferencePower() == null
                        ? null
                        : miner.getReferencePower().intValue();
            default -> i % 2 == 0 ? null : 5;
        };
    }

    private static String lineEnd(Random random) {
        return random.nextBoolean() ? "\n" : "\r\n";
    }

    private static List<HostingMiner> miners(Fleet fleet) {
        return IntStream.range(0, fleet.size()).mapToObj(fleet::hostingMiner).toList();
    }
}

package io.minerstream.producer.fleet.file;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.minerstream.producer.file.InvalidFileException;
import io.minerstream.producer.fleet.Fleet;
import io.minerstream.producer.fleet.MinerModel;
import io.minerstream.producer.fleet.NoMinersException;
import io.minerstream.schemas.miner.Baseline;
import io.minerstream.schemas.miner.MinerStatus;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.SortedMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

final class FleetFileTest {

    private static final String HEADER = "miner_id,serial_number,model,status,actual_hashrate_th,actual_power_w\n";
    private static final String WIDE_HEADER =
            "miner_id,serial_number,model,status,actual_hashrate_th,actual_power_w,manufacturer,reference_hashrate_th,"
                    + "reference_power_w,site_id\n";
    private static final String NO_OTHER_COLUMNS =
            "the header: must have no other columns than miner_id, serial_number, model, status, actual_hashrate_th, "
                    + "actual_power_w, manufacturer, reference_hashrate_th, reference_power_w, site_id, separated by commas, got '";
    private static final String COLUMNS =
            "the header: must have the columns miner_id, serial_number, model, status, actual_hashrate_th, actual_power_w, got ";
    private static final String SEMICOLONS =
            "the header: must have columns separated by commas, got semicolons; separate all fields by commas, and write"
                    + " numbers with a decimal point";
    private static final String NO_OTHER_FIELDS =
            "miner: must have no other fields than miner_id, serial_number, model, status, actual_hashrate_th, "
                    + "actual_power_w, manufacturer, reference_hashrate_th, reference_power_w, site_id, got '";

    @TempDir
    private Path folder;

    @Test
    void shouldReadAllColumnsInAnyOrder() {
        Fleet fleet = new FleetFile(
                        csv(
                                """
                                status,site_id,actual_power_w,miner_id,manufacturer,reference_power_w,model,serial_number,reference_hashrate_th,actual_hashrate_th
                                active,7,3490.5,12,Bitmain,3500,Antminer S21,"A ""12"", left",200,199.25
                                Error ,7,,3,Bitmain,3500,Antminer S21, B-3,200,
                                decommissioned,7,,4,,,,C-4,,0
                                """),
                        7)
                .load();

        assertThat(fleet.siteId()).isEqualTo(7);
        assertThat(fleet.size()).isEqualTo(3);
        assertThat(fleet.minerId(2)).isEqualTo(12);
        assertThat(fleet.serialNumber(2)).isEqualTo("A \"12\", left");
        assertThat(fleet.serialNumber(0)).isEqualTo("B-3");
        assertThat(fleet.baseline(2)).isEqualTo(new Baseline(199.25, 3490.5));
        assertThat(fleet.baseline(0)).isEqualTo(new Baseline(200, 3500));
        assertThat(fleet.baseline(1)).isEqualTo(new Baseline(110, 3000));
        assertThat(fleet.status(0)).isEqualTo(MinerStatus.ERROR);
        assertThat(fleet.status(1)).isEqualTo(MinerStatus.OTHER);
        assertThat(fleet.statusText(1)).isEqualTo("decommissioned");
        assertThat(fleet.models())
                .containsExactly(new MinerModel(MinerModel.NO_ID, "Antminer S21", "Bitmain", 200, 3500));
        assertThat(fleet.hostingMiner(0).getMinerModelId()).isNull();
        assertThat(fleet.hostingMiner(0).getModelName()).isEqualTo("Antminer S21");
    }

    @Test
    void shouldReadTheSameFromJson() {
        Path json = write(
                "fleet.JSON",
                """
                [ {"miner_id": 2, "serial_number": "B", "status": "offline", "model": null, "actual_power_w": 3e3},
                  {"site_id": 5, "model": "S21", "actual_hashrate_th": 199.25, "status": "active",
                   "serial_number": "A", "miner_id": 1} ]
                """,
                UTF_8);
        Path csv = csv(HEADER + "1,A,S21,active,199.25,\n2,B,,offline,,3000\n");

        assertThat(miners(new FleetFile(json, 5).load())).isEqualTo(miners(new FleetFile(csv, 5).load()));
    }

    @Test
    void shouldReadTheSameFromYaml() {
        Path yaml = write(
                "fleet.yaml",
                """
                - miner_id: 2
                  serial_number: B
                  status: offline
                  model: ~
                  actual_power_w: 3e3
                - {site_id: 5, model: S21, actual_hashrate_th: 199.25, status: active, serial_number: A, miner_id: 1}
                """,
                UTF_8);
        Path csv = csv(HEADER + "1,A,S21,active,199.25,\n2,B,,offline,,3000\n");

        assertThat(miners(new FleetFile(yaml, 5).load())).isEqualTo(miners(new FleetFile(csv, 5).load()));
    }

    @Test
    void shouldReadYamlOfMoreThanThreeMillionCharacters() {
        Path file = write(
                "fleet.yml",
                IntStream.rangeClosed(1, 40_000)
                        .mapToObj(i -> "- {miner_id: %s, serial_number: %s%s, status: active}%n"
                                .formatted(i, "SN".repeat(20), i))
                        .collect(Collectors.joining()),
                UTF_8);

        assertThat(new FleetFile(file, 5).load().size()).isEqualTo(40_000);
    }

    @Test
    void shouldCompareColumnNamesWithoutRegardToCase() {
        Path file = csv(
                "Miner_ID,Serial_Number,Model,Status,Actual_Hashrate_TH,Actual_Power_W\n1,A-1,S21,active,100,3000\n");

        assertThat(new FleetFile(file, 5).load().baseline(0)).isEqualTo(new Baseline(100, 3000));
    }

    @Test
    void shouldSplitAFileOfSeveralSites() {
        SortedMap<Integer, Fleet> fleets = new FleetFile(
                        csv(
                                WIDE_HEADER
                                        + """
                                        3,C,S21,active,,,,,,9
                                        1,A,S21,active,,,,,,
                                        2,B,S19,offline,,,,,,9
                                        """),
                        5)
                .loadAll();

        assertThat(fleets).containsOnlyKeys(5, 9);
        assertThat(fleets.get(9).size()).isEqualTo(2);
        assertThat(fleets.get(9).serialNumber(0)).isEqualTo("B");
        assertThat(fleets.get(5).models()).hasSize(1);
    }

    @Test
    void shouldSayWhenTheFileHasNoMinersOfTheSite() {
        Path file = csv(WIDE_HEADER + "3,C,S21,active,,,,,,9\n");

        assertThatExceptionOfType(NoMinersException.class)
                .isThrownBy(() -> new FleetFile(file, 5).load())
                .withMessage("No miners found for site_id=5");
    }

    @Test
    void shouldSkipAByteOrderMarkAndBlankLinesAndTakeAnyLineEnd() {
        Path file = csv("\uFEFF\r\n" + HEADER.strip() + "\r\n\r\n1,Ä-1,矿机,active,,\r\n  \r\n2,B,,active,,");

        Fleet fleet = new FleetFile(file, 5).load();

        assertThat(fleet.size()).isEqualTo(2);
        assertThat(fleet.serialNumber(0)).isEqualTo("Ä-1");
        assertThat(fleet.model(0).name()).isEqualTo("矿机");
    }

    @Test
    void shouldReadTextThatEndsInAByteOrderMarkAlone() {
        assertThatExceptionOfType(InvalidFileException.class)
                .isThrownBy(() -> new FleetFile(csv("\uFEFF"), 5).load())
                .withMessageEndingWith("fleet.csv:1: " + COLUMNS + "an empty file");
    }

    static Stream<Arguments> badCsv() {
        String hundredAndOne = "x".repeat(101);
        return Stream.of(
                bad("an empty file", "", "1: " + COLUMNS + "an empty file"),
                bad("a header alone", HEADER, "1: the file: must have at least one miner, got none"),
                bad(
                        "no header",
                        "1,A,S21,active,,\n",
                        "1: " + NO_OTHER_COLUMNS + "1'",
                        "1: " + NO_OTHER_COLUMNS + "A'",
                        "1: " + NO_OTHER_COLUMNS + "S21'",
                        "1: " + NO_OTHER_COLUMNS + "active'",
                        "1: " + NO_OTHER_COLUMNS + "'",
                        "1: " + NO_OTHER_COLUMNS + "'",
                        "1: " + COLUMNS
                                + "none of miner_id, serial_number, model, status, actual_hashrate_th, actual_power_w"),
                bad(
                        "an unknown column",
                        HEADER.replace("\n", ",rack\n") + "1,A,S21,active,,,4\n",
                        "1: " + NO_OTHER_COLUMNS + "rack'"),
                bad("another separator", "miner_id;status\n1;active\n", "1: " + SEMICOLONS),
                bad(
                        "another separator, named as spreadsheets do",
                        "sep=;\n" + HEADER.replace(',', ';') + "1;A;S21;active;100,5;3000\n",
                        "1: " + SEMICOLONS),
                bad(
                        "a column twice",
                        HEADER.replace("\n", ",status\n") + "1,A,S21,active,,,active\n",
                        "1: the header: must have a column once, got status again"),
                bad(
                        "a missing column",
                        HEADER.replace(",actual_power_w", "") + "1,A,S21,active,\n",
                        "1: " + COLUMNS + "none of actual_power_w"),
                bad(
                        "too few cells",
                        HEADER + "1,A,S21,active,\n",
                        "2: the row: must have 6 cells as the header has, got 5"),
                bad(
                        "a comma in a number",
                        HEADER + "1,A,S21,active,199,25,3500\n",
                        "2: the row: must have 6 cells as the header has, got 7"),
                bad("no id", HEADER + ",A,S21,active,,\n", "2: miner_id: must be given, got nothing"),
                bad("no serial number", HEADER + "1,,S21,active,,\n", "2: serial_number: must be given, got nothing"),
                bad("no status", HEADER + "1,A,S21, ,,\n", "2: status: must be given, got nothing"),
                bad("id 0", HEADER + "0,A,S21,active,,\n", "2: " + id("miner_id", "0")),
                bad("a negative id", HEADER + "-7,A,S21,active,,\n", "2: " + id("miner_id", "-7")),
                bad("an id beyond int", HEADER + "2147483648,A,S21,active,,\n", "2: " + id("miner_id", "2147483648")),
                bad("an id in words", HEADER + "one,A,S21,active,,\n", "2: " + id("miner_id", "one")),
                bad("site 0", WIDE_HEADER + "1,A,S21,active,,,,,,0\n", "2: " + id("site_id", "0")),
                bad(
                        "a negative hashrate",
                        HEADER + "1,A,S21,active,-1,\n",
                        "2: " + hashrate("actual_hashrate_th", "-1")),
                bad(
                        "a hashrate that is NaN",
                        HEADER + "1,A,S21,active,NaN,\n",
                        "2: " + hashrate("actual_hashrate_th", "NaN")),
                bad(
                        "a hashrate that is infinite",
                        HEADER + "1,A,S21,active,1e999,\n",
                        "2: " + hashrate("actual_hashrate_th", "1e999")),
                bad(
                        "a hashrate in GH/s",
                        HEADER + "1,A,S21,active,200000,\n",
                        "2: " + hashrate("actual_hashrate_th", "200000")),
                bad(
                        "a hashrate with its unit",
                        HEADER + "1,A,S21,active,200 TH/s,\n",
                        "2: " + hashrate("actual_hashrate_th", "200 TH/s")),
                bad(
                        "a number as Java writes it",
                        HEADER + "1,A,S21,active,0x1p3,\n",
                        "2: " + hashrate("actual_hashrate_th", "0x1p3")),
                bad("NULL in words", HEADER + "1,A,S21,active,,NULL\n", "2: " + power("NULL")),
                bad("a negative power", HEADER + "1,A,S21,active,,-0.5\n", "2: " + power("-0.5")),
                bad("an absurd power", HEADER + "1,A,S21,active,,100000.01\n", "2: " + power("100000.01")),
                bad(
                        "a reference power that the table cannot hold",
                        WIDE_HEADER + "1,A,S21,active,,,,,3500.5,\n",
                        "2: reference_power_w: must be a whole number of W from 0 to 100000, got '3500.5'"),
                bad(
                        "a negative reference hashrate",
                        WIDE_HEADER + "1,A,S21,active,,,,-200,,\n",
                        "2: " + hashrate("reference_hashrate_th", "-200")),
                bad(
                        "reference values without a model",
                        WIDE_HEADER + "1,A,,active,,,,200,,\n",
                        "2: model: must be given with its manufacturer or reference values, got only those"),
                bad(
                        "a model with two sets of values",
                        WIDE_HEADER + "1,A,S21,active,,,Bitmain,200,3500,\n2,B,S21,active,,,,200,,\n",
                        "3: model: must have the same manufacturer and reference values wherever it is S21, got (none, 200.0 "
                                + "TH/s, none W) after (Bitmain, 200.0 TH/s, 3500.0 W) in line 2"),
                bad(
                        "a long status",
                        HEADER + "1,A,S21,waiting for spare parts,,\n",
                        "2: status: must be at most 20 characters, got 'waiting for spare parts'"),
                bad(
                        "a long serial number",
                        HEADER + "1," + hundredAndOne + ",S21,active,,\n",
                        "2: serial_number: must be at most 100 characters, got '" + "x".repeat(50) + "...'"),
                bad(
                        "a line break in a serial number, and what follows it",
                        HEADER + "1,\"A\n1\",S21,active,,\n-2,B,S21,active,,\n",
                        "2: serial_number: must be text without control characters, got 'A\\u000a1'",
                        "4: " + id("miner_id", "-2")),
                bad(
                        "an id twice",
                        HEADER + "1,A,S21,active,,\n2,B,S21,active,,\n1,C,S21,active,,\n1,D,S21,active,,\n",
                        "4: miner_id: must be unique, got 1 again after line 2",
                        "5: miner_id: must be unique, got 1 again after line 2"),
                bad(
                        "an id twice on two sites",
                        WIDE_HEADER + "1,A,S21,active,,,,,,5\n1,B,S21,active,,,,,,6\n",
                        "3: miner_id: must be unique, got 1 again after line 2"),
                bad(
                        "a serial number twice, and one of the same hash",
                        HEADER + "1,AaBB,S21,active,,\n2,BBAa,S21,active,,\n3,AaBB,S21,active,,\n",
                        "4: serial_number: must be unique, got 'AaBB' again after line 2"),
                bad(
                        "text behind a quote, and what stands before it",
                        HEADER + "0,A,S21,active,,\n2,\"B\"x,S21,active,,\n-3,C,S21,active,,\n",
                        "2: " + id("miner_id", "0"),
                        "3: the row: must be CSV, got Unexpected character ('x' (code 120)): Expected column separator "
                                + "character (',' (code 44)) or end-of-line; what follows was not read"),
                bad(
                        "an open quote",
                        HEADER + "1,\"A,S21,active,,\n2,B,S21,active,,\n",
                        "2: the row: must be CSV, got Missing closing quote for value; what follows was not read"),
                bad(
                        "everything that is wrong at once, in order",
                        HEADER + "1,A,S21,active,-1,-2\nx,B,S21,,,\n1,A,S21,active,,\n",
                        "2: " + hashrate("actual_hashrate_th", "-1"),
                        "2: " + power("-2"),
                        "3: " + id("miner_id", "x"),
                        "3: status: must be given, got nothing",
                        "4: miner_id: must be unique, got 1 again after line 2",
                        "4: serial_number: must be unique, got 'A' again after line 2"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("badCsv")
    void shouldReportEveryBadLineOfCsv(String what, String text, String[] findings) {
        Path file = csv(text);

        assertThatExceptionOfType(InvalidFileException.class)
                .isThrownBy(() -> new FleetFile(file, 5).loadAll())
                .withMessage(message(file, findings));
    }

    static Stream<Arguments> badJson() {
        String miner = "{\"miner_id\": 1, \"serial_number\": \"A\", \"status\": \"active\"";
        return Stream.of(
                bad("an empty file", "", "1: the file: must be an array of miners, got an empty file"),
                bad("an object", miner + "}", "1: the file: must be an array of miners, got an object"),
                bad("no miner", "[]", "1: the file: must have at least one miner, got none"),
                bad("a number as miner", "[\n 7]", "2:2: miner: must be an object, got '7'"),
                bad("an array as miner", "[[7]]", "1:2: miner: must be an object, got an array"),
                bad(
                        "an unknown field",
                        "[" + miner + ",\n \"rack\": {\"id\": 4}}]",
                        "2:2: " + NO_OTHER_FIELDS + "rack'"),
                bad(
                        "missing fields",
                        "[\n{\"model\": \"S21\", \"status\": null}]",
                        "2:1: miner_id: must be given, got nothing",
                        "2:1: serial_number: must be given, got nothing",
                        "2:1: status: must be given, got nothing"),
                bad(
                        "a field twice",
                        "[" + miner + ",\n \"status\": \"offline\"}]",
                        "2:12: status: must be given once, got it again after line 1"),
                bad(
                        "a text as id",
                        "[{\"miner_id\": \"1\", \"serial_number\": \"A\", \"status\": \"active\"}]",
                        "1:15: miner_id: must be a whole number from 1 to 2147483647, got '1'"),
                bad(
                        "a number as serial number",
                        "[{\"miner_id\": 1, \"serial_number\": 77, \"status\": \"active\"}]",
                        "1:35: serial_number: must be a text, got '77'"),
                bad(
                        "an object as hashrate",
                        "[" + miner + ",\n\"actual_hashrate_th\": {\"th\": 200}}]",
                        "2:23: actual_hashrate_th: must be a number of TH/s from 0 to 10000, got an object"),
                bad(
                        "a fraction as id",
                        "[{\"miner_id\": 1.5, \"serial_number\": \"A\", \"status\": \"active\"}]",
                        "1:15: " + id("miner_id", "1.5")),
                bad("a negative power", "[" + miner + ",\n\"actual_power_w\": -3}]", "2:19: " + power("-3")),
                bad(
                        "NaN, which is not JSON",
                        "[" + miner + ",\n\"actual_power_w\": NaN}]",
                        "2:22: the file: must be JSON, got Non-standard token 'NaN'; what follows was not read"),
                bad(
                        "an open array",
                        "[" + miner + "}\n",
                        "2:1: the file: must be JSON, got Unexpected end-of-input: expected close marker for Array; what follows was not read"),
                bad(
                        "more behind the array",
                        "[" + miner + "}]\n{}",
                        "2:1: the file: must end after the array, got an object"),
                bad(
                        "an id twice",
                        "[" + miner + "},\n" + miner.replace("\"A\"", "\"B\"") + "}]",
                        "2:14: miner_id: must be unique, got 1 again after line 1"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("badJson")
    void shouldReportEveryBadLineOfJson(String what, String text, String[] findings) {
        Path file = write("fleet.json", text, UTF_8);

        assertThatExceptionOfType(InvalidFileException.class)
                .isThrownBy(() -> new FleetFile(file, 5).loadAll())
                .withMessage(message(file, findings));
    }

    @Test
    void shouldListTheFirstHundredOfMany() {
        String rows = IntStream.rangeClosed(2, 1_234)
                .mapToObj(i -> "0,A-" + i + ",S21,active,,\n")
                .collect(Collectors.joining());
        Path file = csv(HEADER + rows + "1,A-2,S21,active,,\n");

        assertThatExceptionOfType(InvalidFileException.class)
                .isThrownBy(() -> new FleetFile(file, 5).load())
                .satisfies(failure -> assertThat(failure.getMessage().lines())
                        .hasSize(102)
                        .startsWith(
                                "fleet file " + file + ": 1233 findings, nothing was loaded:",
                                "  fleet.csv:2: " + id("miner_id", "0"))
                        .endsWith("  fleet.csv:101: " + id("miner_id", "0"), "  and 1133 more"));
    }

    @Test
    void shouldRefuseASiteThatCannotBe() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new FleetFile(folder, 0))
                .withMessage("site id: must be from 1 to 2147483647, got 0");
    }

    private static Arguments bad(String what, String text, String... findings) {
        return Arguments.of(what, text, findings);
    }

    private static String id(String field, String got) {
        return field + ": must be a whole number from 1 to 2147483647, got '" + got + "'";
    }

    private static String hashrate(String field, String got) {
        return field + ": must be a number of TH/s from 0 to 10000, got '" + got + "'";
    }

    private static String power(String got) {
        return "actual_power_w: must be a number of W from 0 to 100000, got '" + got + "'";
    }

    private static String message(Path file, String... findings) {
        return "fleet file %s: %s finding%s, nothing was loaded:\n%s"
                .formatted(
                        file,
                        findings.length,
                        findings.length == 1 ? "" : "s",
                        Stream.of(findings)
                                .map(finding -> "  " + file.getFileName() + ":" + finding)
                                .collect(Collectors.joining("\n")));
    }

    private static Object miners(Fleet fleet) {
        return IntStream.range(0, fleet.size()).mapToObj(fleet::hostingMiner).toList();
    }

    private Path csv(String text) {
        return write("fleet.csv", text, UTF_8);
    }

    private Path write(String name, String text, Charset charset) {
        try {
            return Files.writeString(folder.resolve(name), text, charset);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}

package io.minerstream.producer.fleet.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.minerstream.producer.file.InvalidFileException;
import io.minerstream.producer.fleet.Fleet;
import io.minerstream.producer.fleet.SyntheticFleet;
import io.minerstream.producer.fleet.schedule.StatusSchedule;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

final class ScheduleFileTest {

    private static final String HEADER = "miner_id,status,from\n";
    private static final Fleet FLEET = new SyntheticFleet(20, 5, 42).load();
    private static final Fleet OTHER_SITE =
            Fleet.builder(6).add(99, "SN-99", null, 1, 1, "active").build();

    @TempDir
    private Path folder;

    @Test
    void shouldReadChangesInAnyOrder() {
        Path file = write(
                "schedule.csv",
                """
                from,miner_id,status
                2026-03-01T05:30:00+02:00,7,offline

                2026-03-02, 3 ,"out, for repair"
                2026-03-01,7,Active
                """);

        assertThat(new ScheduleFile(file).applyTo(FLEET).schedule())
                .isEqualTo(StatusSchedule.builder()
                        .add(3, Instant.parse("2026-03-02T00:00:00Z"), "out, for repair")
                        .add(7, Instant.parse("2026-03-01T00:00:00Z"), "Active")
                        .add(7, Instant.parse("2026-03-01T03:30:00Z"), "offline")
                        .build());
    }

    @Test
    void shouldReadTheSameFromJson() {
        Path json = write(
                "schedule.json",
                """
                [{"miner_id": 7, "status": "offline", "from": "2026-03-01T05:30:00Z"},
                 {"from": "2026-03-02", "status": "active", "miner_id": 3}]
                """);
        Path csv = write("schedule.csv", HEADER + "7,offline,2026-03-01T05:30:00Z\n3,active,2026-03-02\n");

        assertThat(new ScheduleFile(json).applyTo(FLEET).schedule())
                .isEqualTo(new ScheduleFile(csv).applyTo(FLEET).schedule());
    }

    @Test
    void shouldGiveEachSiteItsChanges() {
        Path file = write("schedule.csv", HEADER + "99,offline,2026-03-01\n3,offline,2026-03-01\n");

        List<Fleet> fleets = new ScheduleFile(file).applyTo(List.of(FLEET, OTHER_SITE));

        assertThat(fleets.get(0).schedule().minerId(0)).isEqualTo(3);
        assertThat(fleets.get(1).schedule().minerId(0)).isEqualTo(99);
    }

    @Test
    void shouldTakeAFileWithoutChanges() {
        Fleet before = FLEET.withSchedule(
                StatusSchedule.builder().add(3, Instant.EPOCH, "offline").build());

        assertThat(new ScheduleFile(write("none.json", "[]"))
                        .applyTo(before)
                        .schedule()
                        .isEmpty())
                .isTrue();
        assertThat(new ScheduleFile(write("none.csv", HEADER))
                        .applyTo(before)
                        .schedule()
                        .isEmpty())
                .isTrue();
    }

    @ParameterizedTest
    @MethodSource
    void shouldSayWhatIsWrongWithALine(String name, String content, String finding) {
        Path file = write(name, content);

        assertThatExceptionOfType(InvalidFileException.class)
                .isThrownBy(() -> new ScheduleFile(file).applyTo(FLEET))
                .withMessageStartingWith("schedule file %s: ", file)
                .withMessageEndingWith(", nothing was loaded:\n  %s:%s", name, finding);
    }

    static List<Arguments> shouldSayWhatIsWrongWithALine() {
        return List.of(
                bad("99,offline,2026-03-01", "2: miner_id: must be a miner of site 5, got '99'"),
                bad("-3,offline,2026-03-01", "2: miner_id: must be a whole number from 1 to 2147483647, got '-3'"),
                bad("3.5,offline,2026-03-01", "2: miner_id: must be a whole number from 1 to 2147483647, got '3.5'"),
                bad(",offline,2026-03-01", "2: miner_id: must be given, got nothing"),
                bad("3,,2026-03-01", "2: status: must be given, got nothing"),
                bad("3,offline,", "2: from: must be given, got nothing"),
                bad(
                        "3,twenty-one-characters,2026-03-01",
                        "2: status: must be at most 20 characters, got 'twenty-one-characters'"),
                bad(
                        "3,offline,yesterday",
                        "2: from: must be a time in RFC 3339 (2026-11-01T00:00:00Z) or a date (2026-11-01), got 'yesterday'"),
                bad(
                        "3,offline,2026-03-01T05:00:00",
                        "2: from: must be a time in RFC 3339 (2026-11-01T00:00:00Z) or a date (2026-11-01), got '2026-03-01T05:00:00'"),
                bad(
                        "3,offline,2026-02-30",
                        "2: from: must be a time in RFC 3339 (2026-11-01T00:00:00Z) or a date (2026-11-01), got '2026-02-30'"),
                bad(
                        "3,offline,1969-12-31",
                        "2: from: must be a time from 1970-01-01T00:00:00Z to 9999-12-31T23:59:59.999Z, got '1969-12-31'"),
                bad("3,offline", "2: the row: must have 3 cells as the header has, got 2"),
                bad(
                        "3,offline,2026-03-01\n4,active,2026-03-01\n3,active,2026-03-01T01:00:00+01:00",
                        "4: from: must be another time for each change of a miner, got 2026-03-01T00:00:00Z of miner 3 again after line 2"),
                Arguments.of(
                        "s.csv",
                        "miner_id,status,form\n3,offline,2026-03-01\n",
                        "1: the header: must have no other columns than miner_id, status, from, separated by commas, got 'form'\n"
                                + "  s.csv:1: the header: must have the columns miner_id, status, from, got none of from"),
                Arguments.of("s.json", "{}", "1: the file: must be an array of changes, got an object"),
                Arguments.of("s.json", "[7]", "1:2: change: must be an object, got '7'"),
                Arguments.of(
                        "s.json",
                        "[{\"miner_id\": 3, \"status\": \"offline\", \"from\": 17}]",
                        "1:47: from: must be a time in RFC 3339 (2026-11-01T00:00:00Z) or a date (2026-11-01), got '17'"),
                Arguments.of(
                        "s.json",
                        "[{\"miner_id\": 3, \"status\": \"offline\", \"from\": \"2026-03-01\", \"until\": null}]",
                        "1:61: change: must have no other fields than miner_id, status, from, got 'until'"));
    }

    private static Arguments bad(String line, String finding) {
        return Arguments.of("s.csv", HEADER + line + "\n", finding);
    }

    @Test
    void shouldReportEveryBadLineAndLoadNothing() {
        String lines = IntStream.range(0, 150).mapToObj(i -> "3,offline,never").collect(Collectors.joining("\n"));
        Path file = write("s.csv", HEADER + lines);

        assertThatExceptionOfType(InvalidFileException.class)
                .isThrownBy(() -> new ScheduleFile(file).applyTo(FLEET))
                .withMessageStartingWith("schedule file %s: 150 findings, nothing was loaded:\n  s.csv:2: from:", file)
                .withMessageEndingWith("\n  and 50 more");
    }

    @Test
    void shouldSayThatAFileCannotBeRead() {
        Path file = folder.resolve("none.csv");

        assertThatExceptionOfType(InvalidFileException.class)
                .isThrownBy(() -> new ScheduleFile(file).applyTo(FLEET))
                .withMessageStartingWith("schedule file %s: must be a readable file, got ", file)
                .withMessageEndingWith("; nothing was loaded");
    }

    private Path write(String name, String content) {
        try {
            return Files.writeString(folder.resolve(name), content);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

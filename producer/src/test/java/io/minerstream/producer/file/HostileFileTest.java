package io.minerstream.producer.file;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.minerstream.producer.fleet.file.FleetFile;
import io.minerstream.producer.strategy.StrategyFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Files that would keep a processor busy, fill the memory or change a text are refused at once, each with its reason. */
final class HostileFileTest {

    private static final Duration SOON = Duration.ofSeconds(20);

    @TempDir
    private Path folder;

    @Test
    void shouldEndWithAValueOfManyLines() throws Exception {
        Path file = Files.writeString(
                folder.resolve("s.yaml"),
                "strategies:\n  - name: |\n" + ("      " + "a".repeat(60) + "\n").repeat(30_000));

        assertRefused(file, "name: must be a text of 1 to 200 characters without control characters, got 'aaaa");
    }

    @Test
    void shouldNotFollowAliasesOfAliases() throws Exception {
        StringBuilder laughs = new StringBuilder("strategies:\n  - &a0 [lol, lol]\n");
        for (int i = 1; i < 40; i++) {
            laughs.append("  - &a%1$s [*a%2$s, *a%2$s, *a%2$s, *a%2$s]\n".formatted(i, i - 1));
        }

        assertRefused(Files.writeString(folder.resolve("s.yaml"), laughs), "strategy: must be an object, got an array");
    }

    @ParameterizedTest
    @CsvSource({"s.yaml", "s.json"})
    void shouldRefuseDeepNesting(String name) throws Exception {
        assertRefused(Files.writeString(folder.resolve(name), "[".repeat(60_000)), name + ":1");
    }

    @ParameterizedTest
    @CsvSource({"m.json, 1:", "m.yaml, 1:"})
    void shouldRefuseHalfASurrogatePairWithItsPlace(String name, String place) throws Exception {
        Path file = Files.writeString(
                folder.resolve(name), "[{\"miner_id\": 1, \"serial_number\": \"a\\ud800b\", \"status\": \"active\"}]");

        assertThatThrownBy(() -> new FleetFile(file, 5).load())
                .hasMessageContaining("%s:%s".formatted(name, place))
                .hasMessageEndingWith(
                        ": serial_number: must be text without halves of surrogate pairs, which UTF-8 has not, got 'a\\ud800b'");
    }

    @Test
    void shouldRefuseNumbersThatJavaAloneReads() throws Exception {
        Path file = Files.writeString(
                folder.resolve("nan.csv"),
                """
                miner_id,serial_number,model,status,actual_hashrate_th,actual_power_w
                1,A-1,S21,active,NaN,Infinity
                2,A-2,S21,active,1e309,-0
                3,A-3,S21,active,0x1p3,3000
                ４,A-4,S21,active,100d,３000
                """);

        assertThatThrownBy(() -> new FleetFile(file, 5).load())
                .hasMessageEndingWith(
                        """
                        : 7 findings, nothing was loaded:
                          nan.csv:2: actual_hashrate_th: must be a number of TH/s from 0 to 10000, got 'NaN'
                          nan.csv:2: actual_power_w: must be a number of W from 0 to 100000, got 'Infinity'
                          nan.csv:3: actual_hashrate_th: must be a number of TH/s from 0 to 10000, got '1e309'
                          nan.csv:4: actual_hashrate_th: must be a number of TH/s from 0 to 10000, got '0x1p3'
                          nan.csv:5: miner_id: must be a whole number from 1 to 2147483647, got '４'
                          nan.csv:5: actual_hashrate_th: must be a number of TH/s from 0 to 10000, got '100d'
                          nan.csv:5: actual_power_w: must be a number of W from 0 to 100000, got '３000'""");
    }

    private static void assertRefused(Path file, String finding) {
        Assertions.assertTimeoutPreemptively(SOON, () -> assertThatThrownBy(() -> StrategyFile.read(file, 5))
                .isInstanceOf(InvalidFileException.class)
                .hasMessageContaining(finding));
    }
}

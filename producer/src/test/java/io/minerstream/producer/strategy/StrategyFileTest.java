package io.minerstream.producer.strategy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.minerstream.avro.CurtailmentStrategy;
import io.minerstream.producer.file.InvalidFileException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

final class StrategyFileTest {

    private static final String VALID =
            """
            # Night shift
            strategies:
              - name: Night
                strategy_type: custom
                performance_weight: 0.5
                power_efficiency_weight: 0.3
                uptime_weight: 0.2
                min_uptime_threshold: 0.8
            """;

    @TempDir
    private Path folder;

    @Test
    void shouldFillInWhatMayBeMissing() throws IOException {
        Map<Integer, StrategySet> sets = StrategyFile.read(file("s.yaml", VALID), 7);

        assertThat(sets).containsOnlyKeys(7);
        CurtailmentStrategy strategy = sets.get(7).strategies().get(0);
        assertThat(strategy.getSiteId()).isEqualTo(7);
        assertThat(strategy.getName()).isEqualTo("Night");
        assertThat(strategy.getVipCustomerProtection()).isFalse();
        assertThat(strategy.getIsActive()).isTrue();
    }

    @ParameterizedTest
    @EnumSource
    void shouldReadWhatItWrites(StrategyFile.Format format) throws IOException {
        StrategySet five = StrategySet.defaults(5);
        StrategySet six = StrategySet.defaults(6);
        six.strategies().get(1).setName("午夜: \"#1\" - 'x' \\ é");
        six.strategies().get(2).setIsActive(false);
        six.strategies().get(3).setMinUptimeThreshold(1e-9);

        String text = StrategyFile.write(
                Stream.of(six, five).flatMap(set -> set.strategies().stream()).toList(), format);

        assertThat(StrategyFile.read(file("s." + format.name().toLowerCase(Locale.ROOT), text), 99))
                .containsOnlyKeys(5, 6)
                .containsEntry(5, five)
                .containsEntry(6, six);
    }

    @Test
    void shouldWriteYamlForPeople() {
        assertThat(StrategyFile.write(StrategySet.defaults(5).strategies().subList(1, 2), StrategyFile.Format.YAML))
                .isEqualTo(
                        """
                        strategies:
                          - site_id: 5
                            name: "Customer Priority - MegaFarm"
                            strategy_type: "customer_priority"
                            performance_weight: 0.4
                            power_efficiency_weight: 0.2
                            uptime_weight: 0.4
                            vip_customer_protection: true
                            min_uptime_threshold: 0.85
                            is_active: true
                        """);
    }

    @Test
    void shouldReportEverythingAtOnceWithItsLine() throws IOException {
        Path file = file(
                "broken.yaml",
                """
                version: 1
                strategies:
                  - name: A
                    strategy_type: custom
                    performance_weight: 0.5
                    power_efficiency_weight: 0.3
                    uptime_weight: 0.1
                    min_uptime_threshold: 1.2
                  - name: [B]
                    strategy_type: greedy
                    performance_weight: much
                    power_efficiency_weight: 0.3
                    power_efficiency_weight: 0.2
                    uptime: 0.2
                    vip_customer_protection: "yes"
                    is_active: 1
                    site_id: 0
                  - just text
                  - name: &anchor C
                    strategy_type: custom
                    performance_weight: .nan
                    power_efficiency_weight: *anchor
                    uptime_weight: 0x1
                    min_uptime_threshold: 0.5
                """);

        assertThatThrownBy(() -> StrategyFile.read(file, 5))
                .isInstanceOf(InvalidFileException.class)
                .hasMessage(
                        """
                        strategy file %s: 18 findings, nothing was written:
                          broken.yaml:1: the file: must have the field strategies only, got version
                          broken.yaml:5: weights: must sum to 1.0 within 0.01, got 0.9
                          broken.yaml:8: min_uptime_threshold: must be a number from 0 to 1, got '1.2'
                          broken.yaml:9: name: must be a text, got an array
                          broken.yaml:9: uptime_weight: must be given, got nothing
                          broken.yaml:9: min_uptime_threshold: must be given, got nothing
                          broken.yaml:10: strategy_type: must be one of performance_priority, customer_priority, fair_distribution, custom, got 'greedy'
                          broken.yaml:11: performance_weight: must be a number from 0 to 1, got 'much'
                          broken.yaml:13: power_efficiency_weight: must be given once, got it again after line 12
                          broken.yaml:14: strategy: must have no other fields than site_id, name, strategy_type, performance_weight, power_efficiency_weight, uptime_weight, vip_customer_protection, min_uptime_threshold, is_active, got 'uptime'
                          broken.yaml:15: vip_customer_protection: must be true or false, got 'yes'
                          broken.yaml:16: is_active: must be true or false, got '1'
                          broken.yaml:17: site_id: must be a whole number from 1 to 2147483647, got '0'
                          broken.yaml:18: strategy: must be an object, got 'just text'
                          broken.yaml:20: strategy_type: must be there once in site_id=5, got custom again after line 4
                          broken.yaml:21: performance_weight: must be a number from 0 to 1, got '.nan'
                          broken.yaml:22: power_efficiency_weight: must be a number from 0 to 1, got the alias *anchor
                          broken.yaml:23: uptime_weight: must be a number from 0 to 1, got '0x1'"""
                                .formatted(file));
    }

    @Test
    void shouldSayWhereTheFormIsBroken() throws IOException {
        Path file = file("broken.json", "{\"strategies\": [\n  {\"name\": \"A\",}\n]}");

        assertThatThrownBy(() -> StrategyFile.read(file, 5))
                .hasMessageStartingWith("strategy file " + file + ": 1 finding, nothing was written:\n"
                        + "  broken.json:2:16: the file: must be JSON, got Unexpected character ('}' (code 125))");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "# nothing\n", "strategies: []\n", "{}"})
    void shouldRefuseFilesWithoutStrategies(String text) throws IOException {
        Path file = file("empty.yaml", text);

        assertThatThrownBy(() -> StrategyFile.read(file, 5))
                .hasMessage(
                        "strategy file " + file
                                + ": 1 finding, nothing was written:\n  empty.yaml:1: strategies: must be at least one strategy, got none");
    }

    @ParameterizedTest
    @ValueSource(strings = {"[]", "text", "strategies: {}", "strategies:", "--- {strategies: []}\n--- {}"})
    void shouldRefuseOtherForms(String text) throws IOException {
        Path file = file("other.yaml", text);

        assertThatThrownBy(() -> StrategyFile.read(file, 5))
                .isInstanceOf(InvalidFileException.class)
                .hasMessageMatching("(?s).*: 1 finding, nothing was written:\n  other.yaml:[12]: .* must .*");
    }

    @Test
    void shouldReadAByteOrderMark() throws IOException {
        assertThat(StrategyFile.read(file("bom.yaml", "\uFEFF" + VALID), 5)).containsOnlyKeys(5);
    }

    @Test
    void shouldRefuseFilesThatCannotBeRead() throws IOException {
        Path missing = folder.resolve("missing.yaml");
        Path latin = Files.write(folder.resolve("latin.yaml"), new byte[] {(byte) 0xe9, '\n'});

        assertThatThrownBy(() -> StrategyFile.read(missing, 5))
                .hasMessage("strategy file " + missing + ": must be a readable file, got "
                        + "java.nio.file.NoSuchFileException: " + missing + "; nothing was written");
        assertThatThrownBy(() -> StrategyFile.read(latin, 5))
                .hasMessage("strategy file " + latin
                        + ": 1 finding, nothing was written:\n  latin.yaml:1: the file: must be text "
                        + "in UTF-8, got the byte 0xE9; what follows was not read");
    }

    @Test
    void shouldNameATabThatIndents() throws IOException {
        Path file = file("tab.yaml", VALID.replace("    power", "\tpower"));

        assertThatThrownBy(() -> StrategyFile.read(file, 5))
                .hasMessage("strategy file " + file
                        + ": 1 finding, nothing was written:\n  tab.yaml:6:1: the file: must be YAML, "
                        + "got character '\\t(TAB)' that cannot start any token. (Do not use \\t(TAB) for indentation); "
                        + "what follows was not read");
    }

    @Test
    void shouldReadTheSameFromCsv() throws IOException {
        Path csv = file(
                "s.csv",
                "name,strategy_type,performance_weight,power_efficiency_weight,uptime_weight,min_uptime_threshold,is_active\n"
                        + "Night,custom,0.5,0.3,0.2,0.8,true\n");

        assertThat(StrategyFile.read(csv, 7)).isEqualTo(StrategyFile.read(file("s.yaml", VALID), 7));
    }

    private Path file(String name, String text) throws IOException {
        return Files.writeString(folder.resolve(name), text);
    }
}

package io.minerstream.validator.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.minerstream.avro.Rule;
import io.minerstream.avro.Severity;
import io.minerstream.schemas.miner.MinerStatus;
import io.minerstream.schemas.miner.OperatingRange;
import io.minerstream.validator.policy.AlertPolicy;
import io.minerstream.validator.policy.GroupPolicy;
import io.minerstream.validator.policy.Length;
import io.minerstream.validator.policy.MinerPolicy;
import io.minerstream.validator.policy.Policies;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.yaml.snakeyaml.Yaml;

/** What a rules file says, and what is wrong in it. */
class RulesFileTest {

    private static final String RULES =
            Arrays.stream(Rule.values()).map(Rule::name).collect(Collectors.joining(", "));

    @TempDir
    private Path folder;

    @Test
    void shouldBuildInWhatTheDefaultFileSays() {
        assertThat(read(RulesFile.defaults())).isEqualTo(Policies.DEFAULT);
    }

    /** Otherwise the default file could say nothing. */
    @Test
    void shouldSayEverythingInTheDefaultFile() {
        Map<String, Map<String, Map<String, Object>>> file = new Yaml().load(RulesFile.defaults());

        assertThat(file.get("rules"))
                .containsOnlyKeys(Arrays.stream(Rule.values()).map(Rule::name).toList());
        file.get("rules").forEach((rule, settings) -> assertThat(settings)
                .as(rule)
                .containsKeys("enabled", "severity", "for", "keep-firing-for", "clear-after", "repeat-every"));
        assertThat(file.get("rules").get("RANGE")).containsKey("tolerance");
        assertThat(file.get("rules").get("FROZEN_VALUE")).containsKey("readings");
        assertThat(file.get("rules").get("SILENT_MINER")).containsKey("intervals");
        assertThat(file.get("limits"))
                .containsOnlyKeys(Arrays.stream(MinerStatus.values())
                        .map(MinerStatus::word)
                        .toList());
        file.get("limits").forEach((status, limits) -> assertThat(limits)
                .as(status)
                .hasSize(MinerStatus.of(status).isRunning() ? 4 : 2));
        assertThat(file.get("site-alerts")).containsOnlyKeys("share", "fewest-miners", "group-wait", "verdict-wait");
    }

    @Test
    void shouldChangeOnlyWhatIsGiven() {
        Policies policies = read(
                """
                limits:
                  active: {temperature: [60, 90]}
                rules:
                  RANGE: {severity: warning, for: 2 intervals, keep-firing-for: PT2H30M, repeat-every: 1d, tolerance: 1}
                  LATE: {enabled: false}
                  FROZEN_VALUE: {readings: 3}
                  SILENT_MINER: {intervals: 1}
                site-alerts: {fewest-miners: 3, group-wait: 500ms}
                """);

        MinerPolicy policy = policies.of(5, "any");
        assertThat(policy.limits(MinerStatus.ACTIVE).temperatureC()).isEqualTo(new OperatingRange(60, 90));
        assertThat(policy.limits(MinerStatus.ACTIVE).fanRpm()).isEqualTo(new OperatingRange(4000, 6000));
        assertThat(policy.tolerance()).isEqualTo(1);
        assertThat(policy.of(Rule.RANGE).severity()).isEqualTo(Severity.WARNING);
        assertThat(policy.of(Rule.RANGE).alerts())
                .isEqualTo(new AlertPolicy(
                        Length.ofIntervals(2),
                        new Length(0, Duration.ofMinutes(150)),
                        Length.ofIntervals(1),
                        new Length(0, Duration.ofDays(1))));
        assertThat(policy.isEnabled(Rule.LATE)).isFalse();
        assertThat(policy.of(Rule.FROZEN_VALUE).parameter()).isEqualTo(3);
        assertThat(policy.of(Rule.SILENT_MINER).parameter()).isEqualTo(1);
        assertThat(policy.of(Rule.COUNT)).isEqualTo(MinerPolicy.DEFAULT.of(Rule.COUNT));
        assertThat(policies.grouping())
                .isEqualTo(new GroupPolicy(0.2, 3, Duration.ofMillis(500), Duration.ofMinutes(2)));
    }

    @Test
    void shouldLetTheLastOverrideWinSettingBySetting() {
        Policies policies = read(
                """
                rules:
                  RANGE: {severity: warning}
                overrides:
                  - sites: [5, 7]
                    rules:
                      RANGE: {for: 1h}
                      GAP: {enabled: false}
                  - models: [Antminer S19, "S21+"]
                    rules:
                      RANGE: {for: 2h}
                  - sites: [7]
                    models: [antminer s19]
                    rules:
                      RANGE: {severity: critical}
                """);

        assertThat(range(policies, 6, "other")).isEqualTo("WARNING PT0S");
        assertThat(range(policies, 5, "other")).isEqualTo("WARNING PT1H");
        assertThat(range(policies, 5, " ANTMINER s19")).isEqualTo("WARNING PT2H");
        assertThat(range(policies, 7, "Antminer S19")).isEqualTo("CRITICAL PT2H");
        assertThat(range(policies, 7, "S21+")).isEqualTo("WARNING PT2H");
        assertThat(range(policies, null, "")).isEqualTo("WARNING PT0S");
        assertThat(policies.ofSite(5).isEnabled(Rule.GAP)).isFalse();
        assertThat(policies.ofSite(6).isEnabled(Rule.GAP)).isTrue();
    }

    @Test
    void shouldTakeTheExampleOfTheDocument() throws IOException {
        String page = Files.readString(Path.of("../docs/rules.md"));

        Policies policies = read(page.split("```yaml\n", 2)[1].split("```\n", 2)[0]);

        assertThat(range(policies, 5, "")).isEqualTo("CRITICAL PT0S");
        assertThat(policies.of(1, "Antminer S19j Pro")
                        .limits(MinerStatus.ACTIVE)
                        .temperatureC())
                .isEqualTo(new OperatingRange(60, 95));
        assertThat(policies.of(1, "other").isEnabled(Rule.DUPLICATE)).isFalse();
        assertThat(policies.grouping().fewest()).isEqualTo(20);
    }

    private static String range(Policies policies, Integer siteId, String model) {
        MinerPolicy policy = policies.of(siteId, model);
        return policy.of(Rule.RANGE).severity() + " "
                + policy.of(Rule.RANGE).alerts().pendingFor().time();
    }

    @Test
    void shouldReadJson() {
        assertThat(read("{\"rules\": {\"GAP\": {\"enabled\": false}}}")
                        .ofSite(1)
                        .isEnabled(Rule.GAP))
                .isFalse();
    }

    @Test
    void shouldNameEverythingThatIsWrongAtOnce() {
        assertFindings(
                """
                limits:
                  active:
                    temperature: [90, 65]
                    hashrate: [-1, 1.1]
                    fan_speed: [4000]
                    power: [0.9, 1.1]
                  offline:
                    temperature: [0, 10]
                  retired: {}
                rules:
                  RAGNE: {}
                  range: {severity: warning}
                  RANGE:
                    severity: Warning
                    enabled: no
                    for: -2h
                    keep-firing-for: 90
                    clear-after: 2 hours
                    repeat-every: always
                    tolerance: "1"
                    tolerance: 2
                  GAP: {tolerance: 1, for: 36501d, clear-after: -1 intervals, sevrity: warning}
                  COUNT: off
                  FROZEN_VALUE: {readings: 1.5}
                  LATE:
                  SILENT_MINER: {intervals: 0}
                site-alerts:
                  share: 20
                  fewest-miners: 0
                  group-wait: 2d
                  verdict-wait: soon
                overrides:
                  - sites: [5, 0, x]
                    limits: {active: {hashrate: high}}
                  - rules: {GAP: {enabled: false}}
                  - models: [19, ""]
                    sites: []
                  - site 5
                groups: []
                """,
                "3:18: limits.active.temperature: must have its lowest value first, got [90, 65]; exchange both",
                "4:16: limits.active.hashrate[0]: must be a number from 0 to 1000, got '-1'",
                "5:16: limits.active.fan_speed: must be [lowest, highest], a list of two numbers, got a list of 1",
                "6:5: limits.active: must have no other keys than hashrate, power_consumption, temperature, fan_speed,"
                        + " got 'power'",
                "8:18: limits.offline.temperature: must not be given, as a miner that does not run has none by rule"
                        + " NULLABILITY, got a list of 2; remove it",
                "9:3: limits: must have no other keys than active, maintenance, offline, error, other, got 'retired'",
                "11:3: rules: must have no other keys than " + RULES + ", got 'RAGNE'; did you mean RANGE?",
                "12:3: rules: must have no other keys than " + RULES + ", got 'range'; did you mean RANGE?",
                "14:15: rules.RANGE.severity: must be warning or critical, got 'Warning'; did you mean warning?",
                "15:14: rules.RANGE.enabled: must be true or false, got 'no'",
                "16:10: rules.RANGE.for: must be from 0s to 36500d, got '-2h'",
                "17:22: rules.RANGE.keep-firing-for: must be a whole number of ms, s, m, h or d, for example 30s or"
                        + " 5m, or ISO 8601 (PT5M), or a number of intervals, for example 2 intervals, got '90'",
                "18:18: rules.RANGE.clear-after: must be a whole number of ms, s, m, h or d, for example 30s or 5m, or"
                        + " ISO 8601 (PT5M), or a number of intervals, for example 2 intervals, got '2 hours'",
                "19:19: rules.RANGE.repeat-every: must be a whole number of ms, s, m, h or d, for example 30s or 5m,"
                        + " or ISO 8601 (PT5M), or a number of intervals, for example 2 intervals, or never,"
                        + " got 'always'",
                "20:16: rules.RANGE.tolerance: must be a number from 0 to 100000, got '1'",
                "21:5: rules.RANGE.tolerance: must be given once, got it again after line 20",
                "22:9: rules.GAP: must have no other keys than enabled, severity, for, keep-firing-for, clear-after,"
                        + " repeat-every, got 'tolerance'",
                "22:28: rules.GAP.for: must be from 0s to 36500d, got '36501d'",
                "22:49: rules.GAP.clear-after: must be at least 0 intervals, got '-1 intervals'",
                "22:63: rules.GAP: must have no other keys than enabled, severity, for, keep-firing-for, clear-after,"
                        + " repeat-every, got 'sevrity'; did you mean severity?",
                "23:10: rules.COUNT: must be a mapping of enabled, severity, for, keep-firing-for, clear-after,"
                        + " repeat-every, got 'off'",
                "24:28: rules.FROZEN_VALUE.readings: must be a whole number from 2 to 10000, got '1.5'",
                "25:8: rules.LATE: must be a mapping of enabled, severity, for, keep-firing-for, clear-after,"
                        + " repeat-every, got nothing",
                "26:29: rules.SILENT_MINER.intervals: must be a whole number from 1 to 10000, got '0'",
                "28:10: site-alerts.share: must be a number from 0 to 1, got '20'",
                "29:18: site-alerts.fewest-miners: must be a whole number from 1 to 50000000, got '0'",
                "30:15: site-alerts.group-wait: must be from 0s to 1d, got '2d'",
                "31:17: site-alerts.verdict-wait: must be a whole number of ms, s, m, h or d, for example 30s or 5m,"
                        + " or ISO 8601 (PT5M), got 'soon'",
                "33:16: overrides[0].sites[1]: must be a whole number from 1 to 2147483647, got '0'",
                "33:19: overrides[0].sites[2]: must be a whole number from 1 to 2147483647, got 'x'",
                "34:33: overrides[0].limits.active.hashrate: must be [lowest, highest], a list of two numbers, got"
                        + " 'high'",
                "35:5: overrides[1]: must have sites or models, got neither; what is for all miners belongs to the top"
                        + " of the file",
                "36:5: overrides[2]: must have limits or rules, got neither",
                "36:14: overrides[2].models[0]: must be the name of a model, a text of 1 to 100 characters, got '19'",
                "36:18: overrides[2].models[1]: must be the name of a model, a text of 1 to 100 characters, got ''",
                "37:12: overrides[2].sites: must be a list of sites, 1 to 10000, got an empty list",
                "38:5: overrides[3]: must be a mapping of sites, models, limits, rules, got 'site 5'",
                "39:1: the file: must have no other keys than limits, rules, site-alerts, overrides, got 'groups'");
    }

    @Test
    void shouldNameThePlaceWhereTheFileIsNoYaml() {
        assertFindings(
                "rules:\n  GAP: {enabled: false\nlimits: {}\n",
                "3:7: the file: must be YAML, got expected ',' or '}', but got :; what follows was not read");
        assertFindings(
                "rules: @x\n",
                "1:8: the file: must be YAML, got character '@' that cannot start any token. (Do not use @ for"
                        + " indentation); what follows was not read");
        assertFindings(
                "rules: {}\n---\nrules: {}\n",
                "2:1: the file: must be YAML, got another document; what follows was not read");
    }

    @Test
    void shouldRefuseWhatIsNoMapping() {
        assertFindings(
                "- rules\n",
                "1:1: the file: must be a mapping of limits, rules, site-alerts, overrides, got a list of 1");
        assertFindings(
                "{[a]: 1, <<: {}}",
                "1:2: the file: must have no other keys than limits, rules, site-alerts, overrides, got a list of 1",
                "1:10: the file: must have no other keys than limits, rules, site-alerts, overrides, got '<<'");
    }

    @Test
    void shouldReadAliasesAndEndAtThoseOfThemselves() {
        assertThat(read("rules: {GAP: &off {enabled: false}, COUNT: *off}")
                        .ofSite(1)
                        .isEnabled(Rule.COUNT))
                .isFalse();
        assertFindings(
                "rules: &all {GAP: *all}\n",
                "1:14: rules.GAP: must have no other keys than enabled, severity, for, keep-firing-for, clear-after,"
                        + " repeat-every, got 'GAP'");
    }

    @Test
    void shouldRefuseFilesThatCannotBeRead() throws IOException {
        Path file = folder.resolve("rules.yaml");
        assertRefused(file, "must be a readable file, got java.nio.file.NoSuchFileException: " + file);

        Files.writeString(file, "# nothing\n");
        assertRefused(file, "must have limits, rules, site-alerts or overrides, got an empty file");

        Files.write(file, new byte[] {'a', (byte) 0xff});
        assertRefused(file, "must be text in UTF-8, got other bytes");

        Files.writeString(file, "#".repeat(1_048_577));
        assertRefused(file, "must be at most 1048576 bytes, got 1048577");

        Files.writeString(file, "rules: \u0001", StandardCharsets.UTF_8);
        assertThatThrownBy(() -> RulesFile.read(file))
                .isInstanceOf(InvalidRulesException.class)
                .hasMessageStartingWith("rules file %s: must be YAML, got ".formatted(file));
    }

    private static void assertRefused(Path file, String problem) {
        assertThatThrownBy(() -> RulesFile.read(file))
                .isInstanceOf(InvalidRulesException.class)
                .hasMessage("rules file %s: %s; nothing was started".formatted(file, problem));
    }

    private void assertFindings(String text, String... findings) {
        String listed = Arrays.stream(findings)
                .map(finding -> "\n  rules.yaml:" + finding)
                .reduce("", String::concat);
        assertThatThrownBy(() -> read(text))
                .isInstanceOf(InvalidRulesException.class)
                .hasMessage("rules file %s: %s finding%s, nothing was started:%s"
                        .formatted(
                                folder.resolve("rules.yaml"),
                                findings.length,
                                findings.length == 1 ? "" : "s",
                                listed));
    }

    private Policies read(String text) {
        try {
            return RulesFile.read(Files.writeString(folder.resolve("rules.yaml"), text));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

package io.minerstream.validator.rule;

import static org.assertj.core.api.Assertions.assertThat;

import io.minerstream.avro.Rule;
import io.minerstream.avro.Severity;
import io.minerstream.schemas.miner.Baseline;
import io.minerstream.schemas.miner.MinerStatus;
import io.minerstream.schemas.miner.OperatingRange;
import io.minerstream.schemas.miner.OperatingRanges;
import io.minerstream.schemas.run.Interval;
import io.minerstream.validator.policy.AlertPolicy;
import io.minerstream.validator.policy.GroupPolicy;
import io.minerstream.validator.policy.Length;
import io.minerstream.validator.policy.MinerPolicy;
import io.minerstream.validator.topology.JudgeSettings;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** {@code docs/rules.md} says what the rules do: severities, limits and messages. */
class RulesDocumentTest {

    private static final String PAGE = read(Path.of("../docs/rules.md"));
    private static final int MINER = 17;
    private static final Instant FIVE = Instant.parse("2026-11-22T05:00:00Z");
    private static final Baseline BASELINE = new Baseline(Baseline.DEFAULT_HASHRATE_TH, Baseline.DEFAULT_POWER_W);
    private static final RosteredMiner ACTIVE =
            new RosteredMiner(5, "active", BASELINE, "Antminer S19", MinerPolicy.DEFAULT);
    private static final RosteredMiner OFFLINE =
            new RosteredMiner(5, "offline", BASELINE, "Antminer S19", MinerPolicy.DEFAULT);
    private static final int FROZEN =
            (int) MinerPolicy.DEFAULT.of(Rule.FROZEN_VALUE).parameter();
    private static final int SILENT =
            (int) MinerPolicy.DEFAULT.of(Rule.SILENT_MINER).parameter();
    private static final long MIDNIGHT = Interval.HOURLY.floor(Instant.parse("2026-11-22T00:00:00Z"));
    private static final TimeWindow DAY = new TimeWindow(Interval.HOURLY, MIDNIGHT, MIDNIGHT + 24);

    @Test
    void shouldHaveOneSectionForEachRule() {
        List<String> rules = Arrays.stream(Rule.values()).map(Rule::name).toList();

        assertThat(PAGE.lines().filter(line -> line.matches("## [A-Z_]+")).map(line -> line.substring(3)))
                .containsExactlyElementsOf(rules);
    }

    @ParameterizedTest
    @EnumSource(Rule.class)
    void shouldShowTheMessagesOfTheRule(Rule rule) {
        String section = PAGE.substring(PAGE.indexOf("\n## " + rule + "\n"));
        String block = section.split("\n```\n", 3)[1];

        assertThat(block.lines())
                .containsExactlyElementsOf(breaches(rule).map(Breach::message).toList());
    }

    @ParameterizedTest
    @EnumSource(Rule.class)
    void shouldShowTheSeverityOfTheRule(Rule rule) {
        Severity severity = MinerPolicy.DEFAULT.of(rule).severity();

        assertThat(PAGE)
                .contains("| [`%s`](#%s) | %s |".formatted(rule, rule.name().toLowerCase(Locale.ROOT), severity));
    }

    @ParameterizedTest
    @EnumSource(MinerStatus.class)
    void shouldShowTheLimitsOfTheStatus(MinerStatus status) {
        String temperature = "null";
        String fan = "null";
        if (status.isRunning()) {
            temperature = text(OperatingRanges.temperatureC(status), "degC");
            fan = text(OperatingRanges.fanRpm(status), "RPM");
        }

        assertThat(PAGE)
                .contains("| %s | %s | %s | %s | %s |"
                        .formatted(
                                status.word(),
                                share(OperatingRanges.hashrateFactor(status)),
                                share(OperatingRanges.powerFactor(status)),
                                temperature,
                                fan));
    }

    @Test
    void shouldShowTheDefaultBaseline() {
        assertThat(PAGE)
                .contains(String.format(
                        Locale.ROOT, "else %.0f TH/s and %.0f W", BASELINE.hashrateTh(), BASELINE.powerW()));
    }

    @Test
    void shouldShowTheTolerance() {
        assertThat(PAGE).contains("a value up to 0.005 beyond a limit passes");
        assertThat(ReadingRules.check(ACTIVE, reading(121.005, 3000, 75.0, 5000, FIVE)))
                .isEmpty();
        assertThat(ReadingRules.check(ACTIVE, reading(121.0051, 3000, 75.0, 5000, FIVE)))
                .isNotEmpty();
    }

    @Test
    void shouldShowTheDefaultsOfTheValidator() {
        JudgeSettings config = JudgeSettings.DEFAULT;

        assertThat(PAGE)
                .contains(
                        "A window is %s h of a run".formatted(config.window().toHours()),
                        "closes %s ms (quiet period)"
                                .formatted(config.quietPeriod().toMillis()),
                        "%s s (grace period)".formatted(config.gracePeriod().toSeconds()));
    }

    @Test
    void shouldShowTheDefaultsOfAlerts() {
        GroupPolicy sites = GroupPolicy.DEFAULT;

        assertThat(PAGE)
                .contains(
                        String.format(
                                Locale.ROOT,
                                "more than %.0f %% of a site's miners, and at least %s, break",
                                100 * sites.share(),
                                sites.fewest()),
                        "is complete, %s min at most"
                                .formatted(sites.verdictWait().toMinutes()),
                        "held back for %s s".formatted(sites.groupWait().toSeconds()),
                        "Sites with fewer than %s miners wait for".formatted(sites.fewest()),
                        "| 0 | 0 | 1 interval: two good readings in a row, or one good window | never |");
        assertThat(AlertPolicy.DEFAULT)
                .isEqualTo(new AlertPolicy(Length.NONE, Length.NONE, Length.ofIntervals(1), Length.NONE));
    }

    @Test
    void shouldShowHowManyReadingsAreFrozen() {
        assertThat(PAGE).contains("the same hashrate, to the last digit, in %s readings in a row".formatted(FROZEN));
    }

    @Test
    void shouldShowHowManyTimePointsAreSilent() {
        assertThat(PAGE).contains("sends nothing for %s time points in a row".formatted(SILENT));
    }

    private static Stream<Breach> breaches(Rule rule) {
        ReceivedReading good = reading(110, 3000, 75.0, 5000, FIVE);
        return switch (rule) {
            case COUNT ->
                Stream.of(sent(5), new MinerWindow(DAY, new BitSet(), new BitSet(), 0, 0, 0, List.of()))
                        .map(sent -> WindowRules.check(MINER, sent).get(0));
            case GAP -> Stream.of(WindowRules.check(MINER, sent(5)).get(1));
            case DUPLICATE -> Stream.of(ArrivalRules.duplicate(good));
            case OFF_CADENCE ->
                Stream.of(Interval.HOURLY, new Interval(300))
                        .map(interval ->
                                ArrivalRules.offCadence(reading(interval, 110, 3000, 75.0, 5000, FIVE.plusSeconds(1))));
            case LATE -> Stream.of(ArrivalRules.late(good, DAY));
            case RANGE ->
                Stream.of(
                                ReadingRules.check(ACTIVE, reading(150, 3000, 75.0, 5000, FIVE)),
                                ReadingRules.check(OFFLINE, reading(0, 3000, null, null, FIVE)))
                        .flatMap(List::stream);
            case NULLABILITY ->
                Stream.of(
                                ReadingRules.check(ACTIVE, reading(110, 3000, null, 5000, FIVE)),
                                ReadingRules.check(OFFLINE, reading(0, 0, null, 5000, FIVE)))
                        .flatMap(List::stream);
            case UNKNOWN_MINER ->
                Stream.of(
                        ArrivalRules.unknownMiner(MINER, List.of(FIVE)),
                        ArrivalRules.unknownMiner(MINER, List.of(FIVE, FIVE.plusSeconds(3600))),
                        ArrivalRules.notOfSite(MINER, 5, List.of(FIVE)));
            case FROZEN_VALUE -> Stream.of(FrozenValue.of(reading(112.34, 3000, 75.0, 5000, FIVE), FROZEN));
            case SILENT_MINER ->
                Stream.of(new SilentMiner(MIDNIGHT + 5, MIDNIGHT + 5 + SILENT, true).breach(MINER, DAY));
        };
    }

    private static MinerWindow sent(int missing) {
        BitSet seen = new BitSet();
        seen.set(0, DAY.points());
        seen.clear(missing);
        return new MinerWindow(DAY, seen, new BitSet(), 0, 0, 0, List.of());
    }

    private static ReceivedReading reading(double th, double w, Double temperature, Integer fan, Instant at) {
        return reading(Interval.HOURLY, th, w, temperature, fan, at);
    }

    private static ReceivedReading reading(
            Interval interval, double th, double w, Double temperature, Integer fan, Instant at) {
        return new ReceivedReading(MINER, 1, interval, at.toEpochMilli(), th, w, temperature, fan, 0, 0);
    }

    private static String share(OperatingRange factor) {
        return factor.max() == 0
                ? "0"
                : String.format(Locale.ROOT, "%.0f %% to %.0f %%", 100 * factor.min(), 100 * factor.max());
    }

    private static String text(OperatingRange range, String unit) {
        return String.format(Locale.ROOT, "%.0f to %.0f %s", range.min(), range.max(), unit);
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

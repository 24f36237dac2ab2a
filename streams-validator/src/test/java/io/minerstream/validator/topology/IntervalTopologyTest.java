package io.minerstream.validator.topology;

import static io.minerstream.validator.TelemetryBuilder.aTelemetry;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.minerstream.avro.Rule;
import io.minerstream.avro.RuleFailures;
import io.minerstream.avro.TelemetryAlert;
import io.minerstream.avro.Watermark;
import io.minerstream.avro.WindowVerdict;
import io.minerstream.schemas.run.RunHeader;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Runs whose readings are not an hour apart. */
class IntervalTopologyTest {

    private static final String WINDOW = "2026-11-22T00:00:00Z/2026-11-23T00:00:00Z";

    private final ValidatorHarness harness = new ValidatorHarness();

    @AfterEach
    void close() {
        harness.close();
    }

    @Test
    void shouldPassCleanDayOfFiveMinutes() {
        harness.play(Scenario.aDayOfFiveMinutes());
        harness.passQuietPeriod();

        assertThat(harness.alerts()).isEmpty();
        assertThat(harness.verdicts())
                .extracting(
                        WindowVerdict::getPassed,
                        WindowVerdict::getExpectedRecords,
                        WindowVerdict::getReceivedRecords,
                        WindowVerdict::getWindowEnd)
                .containsExactly(tuple(true, 1152L, 1152L, Instant.parse("2026-11-23T00:00:00Z")));
    }

    @Test
    void shouldNameTheIntervalWhenAReadingIsMissing() {
        harness.play(Scenario.aDayOfFiveMinutes().without(2, 5));
        harness.passGracePeriod();

        assertThat(messages())
                .containsExactly(
                        "miner 2: must have 288 records in " + WINDOW + ", got 287; missing 2026-11-22T00:25:00Z",
                        "miner 2: records must be 5 min apart, got 10 min between 2026-11-22T00:20:00Z and 2026-11-22T00:30:00Z");
    }

    @Test
    void shouldNameTheIntervalWhenAReadingIsBetweenTwoTimePoints() {
        Scenario day = Scenario.aDayOfFiveMinutes();
        harness.play(day.changed(1, 7, reading -> reading.at(day.at(7).plusSeconds(60))));
        harness.passGracePeriod();

        assertThat(messages())
                .containsExactly(
                        "miner 1: recorded_at must be a whole multiple of 5 min, got 2026-11-22T00:36:00Z",
                        "miner 1: records must be 5 min apart, got 10 min between 2026-11-22T00:30:00Z and 2026-11-22T00:40:00Z");
    }

    @Test
    void shouldReportDuplicatesAndLateReadings() {
        Scenario day = Scenario.aDayOfFiveMinutes().duplicated(2, 287);
        harness.play(day);
        harness.passQuietPeriod();
        assertThat(messages())
                .containsExactly(
                        "miner 2: must have one record at 2026-11-22T23:55:00Z, got another",
                        "miner 2: must have 288 records in " + WINDOW + ", got 289; duplicate 2026-11-22T23:55:00Z");

        harness.reading(day.run, aTelemetry().miner(1).at(day.at(3)).build());

        assertThat(messages())
                .containsExactly("miner 1: record of 2026-11-22T00:15:00Z must come before its window " + WINDOW
                        + " is judged, came after");
    }

    @Test
    void shouldAlignWindowsToTheStartOfTheRun() {
        RunHeader run = new RunHeader(Scenario.RUN, Duration.ofMinutes(5));
        Instant start = Instant.parse("2026-11-22T17:35:00Z");
        harness.play(new Scenario(run, start, 300, Scenario.fleet()));
        harness.passQuietPeriod();

        assertThat(harness.verdicts())
                .extracting(
                        WindowVerdict::getWindowStart, WindowVerdict::getWindowEnd, WindowVerdict::getExpectedRecords)
                .containsExactly(
                        tuple(start, Instant.parse("2026-11-23T17:35:00Z"), 1152L),
                        tuple(Instant.parse("2026-11-23T17:35:00Z"), Instant.parse("2026-11-23T18:35:00Z"), 48L));
    }

    @Test
    void shouldJudgeADayOfSixHourReadings() {
        RunHeader run = new RunHeader(Scenario.RUN, Duration.ofHours(6));
        harness.play(new Scenario(run, Scenario.MIDNIGHT, 4, Scenario.fleet()).without(1, 2));
        harness.passGracePeriod();

        assertThat(messages())
                .containsExactly(
                        "miner 1: must have 4 records in " + WINDOW + ", got 3; missing 2026-11-22T12:00:00Z",
                        "miner 1: records must be 6 h apart, got 12 h between 2026-11-22T06:00:00Z and 2026-11-22T18:00:00Z");
    }

    @Test
    void shouldRefuseReadingThatNamesAnotherIntervalThanTheWatermarksOfItsRun() {
        Scenario day = Scenario.aDay();
        harness.watermark(day.watermarks.get(0));
        harness.reading(
                new RunHeader(Scenario.RUN, Duration.ofMinutes(5)), aTelemetry().build());

        assertThat(harness.reason())
                .isEqualTo(
                        "reading of miner 1: header run must name the interval of the run's watermarks, 1 h, got 5 min; it does not count");
    }

    @Test
    void shouldNotCountReadingThatNamesAnotherIntervalBeforeTheFirstWatermarkOfItsRun() {
        Scenario day = Scenario.aDay().without(1, 0);
        day.roster.forEach(harness::roster);
        harness.reading(
                new RunHeader(Scenario.RUN, Duration.ofMinutes(5)), aTelemetry().build());
        harness.passQuietPeriod();
        harness.playRun(day);
        harness.passGracePeriod();

        assertThat(messages())
                .containsExactly(
                        "miner 1: must have 24 records in " + WINDOW + ", got 23; missing 2026-11-22T00:00:00Z");
        assertThat(harness.verdicts())
                .flatExtracting(WindowVerdict::getFailures)
                .containsExactly(new RuleFailures(Rule.COUNT, 1, List.of(1)));
    }

    @Test
    void shouldNotCountReadingThatStillWaitsWhenTheWatermarkNamesAnotherInterval() {
        Scenario day = Scenario.aDay().without(1, 0);
        harness.reading(
                new RunHeader(Scenario.RUN, Duration.ofMinutes(5)), aTelemetry().build());
        harness.play(day);
        harness.passGracePeriod();

        assertThat(messages())
                .containsExactly(
                        "miner 1: must have 24 records in " + WINDOW + ", got 23; missing 2026-11-22T00:00:00Z");
    }

    @Test
    void shouldRefuseReadingOfAnIntervalThatNoRunMayHave() {
        harness.reading(
                "run00001/7".getBytes(StandardCharsets.US_ASCII),
                1,
                aTelemetry().build());

        assertThat(harness.reason())
                .isEqualTo(
                        "reading of miner 1: header run: must give whole seconds that divide an hour or whole hours that divide a day, got run00001/7");
    }

    @Test
    void shouldRefuseWatermarkOfAnotherIntervalThanTheFirst() {
        harness.watermark(Scenario.aDay().watermarks.get(0));
        harness.watermark(Scenario.aDayOfFiveMinutes().watermarks.get(0));

        assertThat(harness.reason())
                .isEqualTo("watermark of run run00001: must repeat site, range and partitions of the first, site 5 "
                        + WINDOW + " 1 partitions, got site 5 " + WINDOW + " every 5 min 1 partitions");
    }

    @Test
    void shouldRefuseWatermarkOfATimeBetweenTwoTimePoints() {
        Watermark watermark = Scenario.aDayOfFiveMinutes().watermarks.get(0);
        watermark.setClosed(Scenario.MIDNIGHT.plusSeconds(60));
        harness.watermark(watermark);

        assertThat(harness.reason())
                .isEqualTo(
                        "watermark of run run00001: closed must be a whole multiple of 5 min in [2026-11-22T00:00:00Z, 2026-11-23T00:00:00Z), got 2026-11-22T00:01:00Z");
    }

    private List<String> messages() {
        return harness.fired().stream().map(TelemetryAlert::getMessage).toList();
    }
}

package io.minerstream.validator.topology;

import static io.minerstream.validator.TelemetryBuilder.aTelemetry;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.minerstream.avro.MinerTelemetry;
import io.minerstream.avro.Rule;
import io.minerstream.avro.RuleFailures;
import io.minerstream.avro.StatusSummary;
import io.minerstream.avro.TelemetryAlert;
import io.minerstream.avro.Watermark;
import io.minerstream.avro.WindowVerdict;
import io.minerstream.schemas.run.Interval;
import io.minerstream.schemas.run.RunHeader;
import io.minerstream.schemas.topic.RecordKey;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.assertj.core.groups.Tuple;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Readings that name no run. */
class EventTimeTopologyTest {

    private static final Duration LONG_ENOUGH =
            EventTimeSettings.DEFAULT.idle().plus(ValidatorHarness.QUIET).plusMillis(100);

    private ValidatorHarness harness = new ValidatorHarness();

    @AfterEach
    void close() {
        harness.close();
    }

    private void use(EventTimeSettings settings) {
        harness.close();
        harness = new ValidatorHarness(settings);
    }

    private void play(Scenario scenario) {
        scenario.roster.forEach(harness::roster);
        scenario.telemetry.forEach(harness::foreignReading);
    }

    @Test
    void shouldJudgeADayWhenNoMoreReadingsCome() {
        play(Scenario.aDay());
        harness.driver.advanceWallClockTime(LONG_ENOUGH);

        WindowVerdict verdict = harness.onlyVerdict();
        assertThat(verdict.getRunId()).isEqualTo("event-time");
        assertThat(verdict.getWindowStart()).isEqualTo(Scenario.MIDNIGHT);
        assertThat(verdict.getWindowEnd()).isEqualTo(Scenario.MIDNIGHT.plus(Duration.ofDays(1)));
        assertThat(verdict.getPassed()).isTrue();
        assertThat(verdict.getReceivedRecords()).isEqualTo(96);
        assertThat(verdict.getExpectedRecords()).isEqualTo(96);
        assertThat(verdict.getStatuses())
                .extracting(StatusSummary::getStatus, StatusSummary::getRecords)
                .containsExactly(tuple("active", 48L), tuple("maintenance", 24L), tuple("offline", 24L));
        assertThat(harness.alerts()).isEmpty();
        assertThat(harness.quarantined()).isEmpty();
    }

    @Test
    void shouldJudgeADayWhenLaterReadingsArePastItsGrace() {
        play(new Scenario(Scenario.RUN, Scenario.MIDNIGHT, 25, Scenario.fleet()));
        harness.passQuietPeriod();
        assertThat(harness.verdicts()).as("within the grace of an hour").isEmpty();

        harness.foreignReading(
                aTelemetry().at(Scenario.MIDNIGHT.plus(Duration.ofHours(25))).build());
        harness.passQuietPeriod();

        assertThat(harness.onlyVerdict().getPassed()).isTrue();
    }

    @Test
    void shouldTallyByTheHourUntilTheDayIsJudged() {
        play(Scenario.aDay());
        assertThat(harness.entries(Stores.POINTS)).isEqualTo(24);

        harness.driver.advanceWallClockTime(LONG_ENOUGH);

        assertThat(harness.entries(Stores.POINTS)).isZero();
    }

    @Test
    void shouldNotJudgeTheCurrentDayWhileItsEndIsInTheFuture() {
        play(new Scenario(Scenario.RUN, ValidatorHarness.NOW, 1, Scenario.fleet()));
        harness.driver.advanceWallClockTime(Duration.ofHours(24));

        assertThat(harness.verdicts()).isEmpty();
    }

    @Test
    void shouldNotJudgeWhileReadingsAreUnread() {
        harness.atEnd = false;
        play(Scenario.aDay());
        harness.driver.advanceWallClockTime(LONG_ENOUGH);

        assertThat(harness.verdicts()).isEmpty();
    }

    @Test
    void shouldFindWhatIsMissingTwiceOrSilent() {
        play(Scenario.aDay().without(1, 4).duplicated(2, 7).withoutMiner(3));
        harness.driver.advanceWallClockTime(LONG_ENOUGH);

        // Miner 3 is in maintenance.
        assertThat(harness.fingerprints())
                .containsExactlyInAnyOrder("count/miner/1", "gap/miner/1", "duplicate/miner/2", "count/miner/2");
        WindowVerdict verdict = harness.onlyVerdict();
        assertThat(verdict.getPassed()).isFalse();
        assertThat(verdict.getMinersFailed()).isEqualTo(3);
    }

    @Test
    void shouldLearnAFiveMinuteCadence() {
        play(Scenario.aDayOfFiveMinutes());
        harness.driver.advanceWallClockTime(LONG_ENOUGH);

        WindowVerdict verdict = harness.onlyVerdict();
        assertThat(verdict.getPassed()).isTrue();
        assertThat(verdict.getExpectedRecords()).isEqualTo(4 * 288);
        assertThat(harness.alerts()).isEmpty();
    }

    @Test
    void shouldFindWhatIsMissingBeforeTheCadenceWasLearnt() {
        play(Scenario.aDayOfFiveMinutes().without(1, 1));
        harness.driver.advanceWallClockTime(LONG_ENOUGH);

        assertThat(harness.fingerprints()).containsExactlyInAnyOrder("count/miner/1", "gap/miner/1");
        assertThat(harness.onlyVerdict().getExpectedRecords()).isEqualTo(4 * 288);
    }

    @Test
    void shouldReportWhatWasOffTheCadenceBeforeItWasLearnt() {
        Scenario day = Scenario.aDay();
        day.roster.forEach(harness::roster);
        day.telemetry.forEach(reading -> {
            harness.foreignReading(reading);
            if (reading.getMinerId() == 1 && reading.getRecordedAt().equals(day.at(3))) {
                harness.foreignReading(
                        aTelemetry().at(day.at(3).plusSeconds(120)).build());
            }
        });
        harness.driver.advanceWallClockTime(LONG_ENOUGH);

        assertThat(harness.alerts())
                .extracting(TelemetryAlert::getMessage)
                .contains("miner 1: recorded_at must be a whole hour, got 1 that are not, first 2026-11-22T03:02:00Z");
    }

    /** Readings of a miner come through several partitions of a foreign topic: each has every third hour. */
    @Test
    void shouldLearnFromReadingsThatComeOutOfOrder() {
        Scenario day = Scenario.aDay();
        day.roster.forEach(harness::roster);
        for (int part = 0; part < 3; part++) {
            for (MinerTelemetry reading : day.telemetry) {
                if (reading.getRecordedAt().getEpochSecond() / 3600 % 3 == part) {
                    harness.foreignReading(reading);
                }
            }
        }
        harness.driver.advanceWallClockTime(LONG_ENOUGH);

        assertThat(harness.alerts()).isEmpty();
        assertThat(harness.onlyVerdict().getPassed()).isTrue();
    }

    @Test
    void shouldTakeTheLearntCadenceForLaterDays() {
        Scenario days = new Scenario(
                new RunHeader(Scenario.RUN, Duration.ofMinutes(5)),
                Scenario.MIDNIGHT.minusSeconds(86_400),
                576,
                Scenario.fleet());
        play(days);
        harness.driver.advanceWallClockTime(LONG_ENOUGH);
        assertThat(harness.verdicts()).extracting(WindowVerdict::getPassed).containsExactly(true, true);

        harness.foreignReading(
                aTelemetry().at(ValidatorHarness.NOW.plusSeconds(60)).build());

        assertThat(harness.onlyAlert().getMessage())
                .isEqualTo("miner 1: recorded_at must be a whole multiple of 5 min, got 2026-11-24T00:01:00Z");
    }

    @Test
    void shouldTakeAConfiguredCadenceFromTheFirstReadingOn() {
        use(new EventTimeSettings(
                Duration.ZERO,
                null,
                Map.of(Scenario.SITE, new Interval(300)),
                Duration.ofHours(1),
                Duration.ofSeconds(10),
                Duration.ofMinutes(5)));
        harness.roster(Scenario.aDay().roster.get(0));
        harness.foreignReading(
                aTelemetry().at(Scenario.MIDNIGHT.plusSeconds(60)).build());

        assertThat(harness.onlyAlert().getMessage())
                .isEqualTo("miner 1: recorded_at must be a whole multiple of 5 min, got 2026-11-22T00:01:00Z");
    }

    /** Its site is not known, and so neither is the cadence. */
    @Test
    void shouldNotJudgeTheCadenceOfAMinerThatTheRosterDoesNotHave() {
        harness.foreignReading(
                aTelemetry().miner(99).at(Scenario.MIDNIGHT.plusSeconds(300)).build());
        harness.passGracePeriod();

        assertThat(harness.fingerprints()).containsExactly("unknown_miner/miner/99");
    }

    /** Its site is known when the window closes: it is judged like any other. */
    @Test
    void shouldJudgeTheCadenceOfAMinerThatCameToTheRosterAfterItsReadings() {
        Scenario day = Scenario.aDay();
        harness.foreignReading(aTelemetry().at(day.at(3).plusSeconds(120)).build());
        play(day);
        harness.driver.advanceWallClockTime(LONG_ENOUGH);

        assertThat(harness.fingerprints()).contains("off_cadence/miner/1");
        assertThat(failures()).contains(tuple("OFF_CADENCE", List.of(1)));
    }

    /** Nobody can say what its cadence is, and no alert does. */
    @Test
    void shouldNotJudgeTheCadenceOfAMinerThatLeftTheRosterBeforeItWasLearnt() {
        Scenario day = Scenario.aDay();
        play(day);
        harness.foreignReading(aTelemetry().at(day.at(3).plusSeconds(120)).build());
        harness.removeFromRoster(1);
        harness.driver.advanceWallClockTime(LONG_ENOUGH);

        assertThat(harness.fingerprints()).containsExactly("unknown_miner/miner/1");
        assertThat(failures()).containsExactly(tuple("UNKNOWN_MINER", List.of(1)));
    }

    @Test
    void shouldNameNoTimePointForARepeatedReadingThatIsOffTheLearntCadence() {
        Scenario day = Scenario.aDay();
        play(day);
        for (int i = 0; i < 2; i++) {
            harness.foreignReading(aTelemetry().at(day.at(3).plusSeconds(120)).build());
        }
        harness.driver.advanceWallClockTime(LONG_ENOUGH);

        assertThat(harness.alerts())
                .filteredOn(alert -> alert.getRule() == Rule.COUNT)
                .extracting(TelemetryAlert::getTimePoints, TelemetryAlert::getMessage)
                .containsExactly(tuple(
                        List.of(),
                        "miner 1: must have 24 records in 2026-11-22T00:00:00Z/2026-11-23T00:00:00Z, got 26;"
                                + " not at a whole hour: 2"));
        assertThat(failures()).contains(tuple("DUPLICATE", List.of(1)), tuple("OFF_CADENCE", List.of(1)));
    }

    private List<Tuple> failures() {
        return harness.onlyVerdict().getFailures().stream()
                .map(failure -> tuple(failure.getRule().name(), failure.getExamples()))
                .toList();
    }

    @Test
    void shouldBeginDaysAtTheOffset() {
        use(new EventTimeSettings(
                Duration.ofHours(6),
                null,
                Map.of(),
                Duration.ofHours(1),
                Duration.ofSeconds(10),
                Duration.ofMinutes(5)));
        play(new Scenario(Scenario.RUN, Scenario.MIDNIGHT.plus(Duration.ofHours(6)), 24, Scenario.fleet()));
        harness.driver.advanceWallClockTime(LONG_ENOUGH);

        WindowVerdict verdict = harness.onlyVerdict();
        assertThat(verdict.getPassed()).isTrue();
        assertThat(verdict.getWindowStart()).isEqualTo(Scenario.MIDNIGHT.plus(Duration.ofHours(6)));
    }

    @Test
    void shouldReportReadingsThatComeAfterTheirDayWasJudged() {
        Scenario day = Scenario.aDay().without(1, 4);
        play(day);
        harness.driver.advanceWallClockTime(LONG_ENOUGH);
        harness.alerts();

        harness.foreignReading(aTelemetry().at(day.at(4)).build());

        assertThat(harness.onlyAlert().getMessage())
                .isEqualTo("miner 1: record of 2026-11-22T04:00:00Z must come before its window"
                        + " 2026-11-22T00:00:00Z/2026-11-23T00:00:00Z is judged, came after");
    }

    @Test
    void shouldQuarantineReadingsFromTheFutureAndMoveNoTime() {
        Scenario day = Scenario.aDay();
        day.roster.forEach(harness::roster);
        day.telemetry.subList(0, 50).forEach(harness::foreignReading);
        harness.foreignReading(
                aTelemetry().at(Instant.parse("2027-01-01T00:00:00Z")).build());
        assertThat(harness.reason())
                .isEqualTo("reading of miner 1: recorded_at must be at most PT5M ahead of the clock"
                        + " (2026-11-24T00:00:00Z), got 2027-01-01T00:00:00Z; it moves no time");
        day.telemetry.subList(50, 96).forEach(harness::foreignReading);
        harness.driver.advanceWallClockTime(LONG_ENOUGH);

        assertThat(harness.onlyVerdict().getPassed()).isTrue();
    }

    @Test
    void shouldQuarantineReadingsBehindRetention() {
        play(Scenario.aDay());
        harness.foreignReading(
                aTelemetry().at(Instant.parse("2026-11-01T00:00:00Z")).build());

        assertThat(harness.reason())
                .isEqualTo("reading of miner 1: recorded_at must be at most PT168H before the newest reading of its"
                        + " partition (2026-11-22T23:00:00Z), got 2026-11-01T00:00:00Z");
    }

    @Test
    void shouldCountReadingsThatCameBeforeTheirRosterEntry() {
        Scenario day = Scenario.aDay();
        day.telemetry.subList(0, 20).forEach(harness::foreignReading);
        day.roster.forEach(harness::roster);
        day.telemetry.subList(20, 96).forEach(harness::foreignReading);
        harness.passQuietPeriod();
        harness.driver.advanceWallClockTime(LONG_ENOUGH);

        assertThat(harness.onlyVerdict().getReceivedRecords()).isEqualTo(96);
        assertThat(harness.alerts()).isEmpty();
    }

    /** The other partitions of its site have readings, this one has none. */
    @Test
    void shouldJudgeAWindowThatOnlyOtherPartitionsSaw() {
        Scenario.aDay().roster.forEach(harness::roster);
        harness.watermark(announcement("miner-telemetry", Duration.ofDays(1)));
        harness.driver.advanceWallClockTime(LONG_ENOUGH);

        WindowVerdict verdict = harness.onlyVerdict();
        assertThat(verdict.getExpectedRecords()).isEqualTo(96);
        assertThat(verdict.getFailures())
                .extracting(failure -> failure.getRule().name(), RuleFailures::getExamples)
                .containsExactly(tuple("COUNT", List.of(1, 2, 3, 4)));
    }

    @Test
    void shouldRefuseAnnouncementsOfOtherWindows() {
        harness.watermark(announcement("miner-telemetry", Duration.ofHours(1)));

        assertThat(harness.reason())
                .isEqualTo("announcement of a window: must be one of PT24H from PT0S after midnight UTC and a cadence"
                        + " that divides it, got 2026-11-22T00:00:00Z/2026-11-22T01:00:00Z every 3600 s");
    }

    /** Another validator judges it. */
    @Test
    void shouldNotJudgeWindowsOfOtherTopics() {
        Scenario.aDay().roster.forEach(harness::roster);
        harness.watermark(announcement("acme.telemetry", Duration.ofDays(1)));
        harness.driver.advanceWallClockTime(LONG_ENOUGH);

        assertThat(harness.verdicts()).isEmpty();
        assertThat(harness.alerts()).isEmpty();
    }

    private static Watermark announcement(String topic, Duration length) {
        Instant to = Scenario.MIDNIGHT.plus(length);
        return new Watermark(
                "event-time/" + topic, Scenario.SITE, Scenario.MIDNIGHT, to, 3600, Scenario.MIDNIGHT, -1L, 0, 1);
    }

    /** As librdkafka's default partitioner does it. */
    @Test
    void shouldRecogniseReadingsOfAnotherPartitioner() {
        harness.partitions = 6;
        int miner = 1;
        while (RecordKey.partition(RecordKey.of(miner), harness.partitions) == 0) {
            miner++;
        }
        MinerTelemetry reading = aTelemetry().miner(miner).build();

        harness.foreignReading(reading);
        harness.passGracePeriod();

        assertThat(harness.reason())
                .contains("must be in partition ", "murmur2", "start the validator with --repartition");
        assertThat(harness.alerts()).isEmpty();
    }
}

package io.minerstream.validator.topology;

import static io.minerstream.validator.MinerBuilder.aMiner;
import static io.minerstream.validator.TelemetryBuilder.aTelemetry;
import static org.assertj.core.api.Assertions.assertThat;

import io.minerstream.avro.HostingMiner;
import io.minerstream.avro.Watermark;
import io.minerstream.avro.WindowVerdict;
import io.minerstream.schemas.run.RunHeader;
import io.minerstream.schemas.run.RunId;
import io.minerstream.validator.input.QuarantineHandler;
import io.minerstream.validator.policy.Policies;
import io.minerstream.validator.state.MinerState;
import io.minerstream.validator.state.MinerStateSerde;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Hostile records: the state has bounds, what exceeds them is quarantined with the reason, and normal runs are judged. */
class StateBoundsTopologyTest {

    private static final Duration DAY = Duration.ofHours(24);
    private static final StateBounds SMALL = new StateBounds(5, 50, 5, 100, 60, 1000, 500, 3, 100, 1000, 100);

    private ValidatorHarness harness = new ValidatorHarness(DAY, SMALL);

    @AfterEach
    void close() {
        harness.close();
    }

    /** Each day costs 10,800 bytes: 150 of them exceeded the largest record of the changelog. */
    @Test
    void shouldBoundTheStateOfAMinerWhoseRunIsNeverJudged() {
        harness.close();
        harness = new ValidatorHarness(DAY, StateBounds.DEFAULT);
        Scenario.aDay().roster.forEach(harness::roster);
        harness.passGracePeriod();
        RunHeader attack = new RunHeader(new RunId("attack01"), Duration.ofSeconds(1));
        for (int day = 0; day < 150; day++) {
            Instant lastSecond = Scenario.MIDNIGHT.minus(Duration.ofDays(day)).minusSeconds(1);
            harness.reading(attack, aTelemetry().miner(1).at(lastSecond).build());
        }

        assertThat(reasons()).hasSize(138).allSatisfy(reason -> assertThat(reason)
                .isEqualTo("reading of miner 1: the days of a run that wait for their verdict may take 131072 "
                        + "bytes of its state, they take as much; it does not count"));
        harness.passGracePeriod();
        assertThat(stateBytes(1)).isBetween(120_000, 140_000);
        assertNormalRunPasses();
    }

    /** With runs that wait for a watermark, there is room for a part of the first ones only: the oldest give way. */
    @Test
    void shouldBoundTheStateOfAMinerWithManyRuns() {
        harness.close();
        harness = new ValidatorHarness(DAY, StateBounds.DEFAULT);
        Scenario.aDay().roster.forEach(harness::roster);
        harness.passGracePeriod();
        for (int i = 0; i < 200; i++) {
            RunHeader attack = new RunHeader(RunId.of(i), Duration.ofSeconds(1));
            Instant lastSecond = Scenario.MIDNIGHT.minusSeconds(1);
            harness.reading(attack, aTelemetry().miner(1).at(lastSecond).build());
        }

        harness.passGracePeriod();
        assertThat(stateBytes(1)).isBetween(70_000, 100_000);
        assertNormalRunPasses();
    }

    @Test
    void shouldBoundTheNumberOfRunsWithoutWatermark() {
        floodWithRuns(60);

        assertThat(reasons()).isEmpty();
        assertThat(harness.entries(Stores.RUNS)).isEqualTo(5);
        assertThat(harness.entries(Stores.POINTS)).isEqualTo(5);
        harness.passGracePeriod();
        harness.alerts();

        assertNormalRunPasses();
        assertThat(harness.entries(Stores.RUNS)).isLessThanOrEqualTo(6);
    }

    @Test
    void shouldKeepANormalRunApartFromAFlood() {
        Scenario day = Scenario.aDay();
        day.roster.forEach(harness::roster);
        harness.watermark(day.watermarks.get(0));
        floodWithRuns(60);
        day.telemetry.forEach(reading -> harness.reading(day.run, reading));
        floodWithRuns(60);
        day.watermarks.forEach(harness::watermark);
        harness.passGracePeriod();
        harness.passGracePeriod();

        assertThat(harness.onlyVerdict().getRunId()).isEqualTo("run00001");
    }

    @Test
    void shouldBoundTheTimePointsOfARunWithoutWatermark() {
        harness.roster(aMiner(1).build());
        harness.passGracePeriod();
        RunId attack = new RunId("attack01");
        for (int hour = 0; hour < 60; hour++) {
            harness.reading(attack, aTelemetry().miner(1).at(hour(hour)).build());
        }

        assertThat(reasons()).hasSize(10);
        assertThat(harness.entries(Stores.POINTS)).isEqualTo(50);
        harness.passGracePeriod();
        assertNormalRunPasses();
        assertThat(harness.entries(Stores.RUNS)).isEqualTo(1);
    }

    /** They were tallied until the run was finished. */
    @Test
    void shouldKeepNothingOfReadingsOutsideOfTheRangeOfTheirRun() {
        Scenario day = Scenario.aDay();
        day.roster.forEach(harness::roster);
        harness.reading(day.run, aTelemetry().miner(1).at(hour(-1000)).build());
        day.watermarks.subList(0, 1).forEach(harness::watermark);
        for (int hour = 24; hour < 100; hour++) {
            harness.reading(day.run, aTelemetry().miner(1).at(hour(hour)).build());
        }

        assertThat(reasons()).isEmpty();
        assertThat(harness.entries(Stores.POINTS)).isEqualTo(1);
        harness.playRun(day);
        harness.passQuietPeriod();
        assertThat(harness.onlyVerdict().getReceivedRecords()).isEqualTo(96);
    }

    @Test
    void shouldForgetTheLongestSilentOfTooManyRunsWithWatermark() {
        assertNormalRunPasses();
        for (int i = 0; i < 20; i++) {
            harness.watermark(watermark(RunId.of(i), Scenario.MIDNIGHT.plus(DAY)));
        }

        assertThat(reasons()).isEmpty();
        assertThat(harness.entries(Stores.RUNS)).isEqualTo(5);
        assertThat(harness.entries(Stores.POINTS)).isEqualTo(5);
        assertPasses(new Scenario(new RunId("run00002"), Scenario.MIDNIGHT, 24, Scenario.fleet()));
    }

    @Test
    void shouldBoundTheTimePointsThatWatermarksName() {
        for (int i = 0; i < 4; i++) {
            for (int hour = 0; hour < 70; hour++) {
                Watermark watermark = watermark(RunId.of(i), Scenario.MIDNIGHT.plus(Duration.ofDays(4)));
                watermark.setClosed(hour(hour));
                harness.watermark(watermark);
            }
        }

        assertThat(harness.entries(Stores.POINTS)).isEqualTo(100);
        assertThat(reasons()).hasSize(180);
    }

    @Test
    void shouldRefuseWatermarkOfARunOfTooManyWindows() {
        harness.watermark(watermark(Scenario.RUN, Instant.parse("9999-01-01T00:00:00Z")));

        assertThat(harness.reason())
                .isEqualTo("watermark of run run00001: a run must have at most 1000 windows of at most 60 time points, "
                        + "got 2911753 of 24; the run gets no verdict");
    }

    @Test
    void shouldRefuseWatermarkOfWindowsOfTooManyTimePoints() {
        harness.watermark(Scenario.aDayOfFiveMinutes().watermarks.get(0));

        assertThat(harness.reason())
                .isEqualTo("watermark of run run00001: a run must have at most 1000 windows of at most 60 time points, "
                        + "got 1 of 288; the run gets no verdict");
    }

    @Test
    void shouldBoundTheReadingsThatWaitForTheRoster() {
        for (int miner = 100; miner < 630; miner++) {
            harness.foreignReading(
                    aTelemetry().miner(miner).at(Scenario.MIDNIGHT).build());
        }

        assertThat(reasons()).hasSize(30);
        assertThat(harness.entries(Stores.UNROSTERED)).isEqualTo(500);
        harness.passGracePeriod();
        assertThat(harness.fingerprints()).hasSize(500);
        assertThat(harness.entries(Stores.UNROSTERED)).isZero();
        assertThat(harness.entries(Stores.MINERS)).isEqualTo(SMALL.strangers());
        assertNormalRunPasses();
    }

    @Test
    void shouldJudgeABoundedNumberOfWindowsPerPunctuation() {
        List<HostingMiner> fleet = Scenario.fleet();
        for (int day = 0; day < 5; day++) {
            harness.play(new Scenario(RunId.of(day), Scenario.MIDNIGHT.plus(Duration.ofDays(day)), 10, fleet));
        }
        harness.driver.advanceWallClockTime(ValidatorHarness.QUIET.minusMillis(50));
        assertThat(harness.verdicts()).isEmpty();

        // One punctuation; each window costs as much as the bound.
        harness.driver.advanceWallClockTime(Duration.ofMillis(100));
        assertThat(harness.verdicts()).hasSize(1);
        harness.driver.advanceWallClockTime(Duration.ofMillis(100));
        assertThat(harness.verdicts()).hasSize(1);
    }

    private List<String> reasons() {
        return harness.quarantined().stream()
                .map(record -> ValidatorHarness.header(record.headers(), QuarantineHandler.MESSAGE))
                .toList();
    }

    private void floodWithRuns(int runs) {
        for (int i = 0; i < runs; i++) {
            harness.reading(RunId.of(i), aTelemetry().miner(1).at(hour(i)).build());
        }
    }

    private void assertNormalRunPasses() {
        assertPasses(Scenario.aDay());
    }

    private void assertPasses(Scenario day) {
        harness.verdicts();
        harness.play(day);
        harness.passQuietPeriod();
        WindowVerdict verdict = harness.onlyVerdict();
        assertThat(verdict.getPassed()).isTrue();
        assertThat(verdict.getReceivedRecords()).isEqualTo(96);
    }

    private int stateBytes(int miner) {
        MinerState state = harness.<Integer, MinerState>store(Stores.MINERS).get(miner);
        return MinerStateSerde.create(Policies.DEFAULT).serializer().serialize("miners", state).length;
    }

    private static Watermark watermark(RunId run, Instant to) {
        return new Watermark(run.text(), Scenario.SITE, Scenario.MIDNIGHT, to, 3600, Scenario.MIDNIGHT, 10L, 0, 1);
    }

    private static Instant hour(int hour) {
        return Scenario.MIDNIGHT.plus(Duration.ofHours(hour));
    }
}

package io.minerstream.cli.report;

import io.minerstream.avro.CurtailmentStrategy;
import io.minerstream.avro.MinerTelemetry;
import io.minerstream.avro.Rule;
import io.minerstream.avro.RuleFailures;
import io.minerstream.avro.RunProgress;
import io.minerstream.avro.RunState;
import io.minerstream.avro.SimulationRun;
import io.minerstream.avro.WindowVerdict;
import io.minerstream.connect.rest.ConnectorStatus;
import io.minerstream.connect.warehouse.Check;
import io.minerstream.connect.warehouse.CheckOffender;
import io.minerstream.connect.warehouse.CheckReport;
import io.minerstream.connect.warehouse.CheckResult;
import io.minerstream.connect.warehouse.CheckResult.Outcome;
import io.minerstream.connect.warehouse.SchemaChange;
import io.minerstream.connect.warehouse.SchemaPlan;
import io.minerstream.connect.warehouse.SeededFleet;
import io.minerstream.connect.warehouse.SeededSchedule;
import io.minerstream.connect.warehouse.StatusMetrics;
import io.minerstream.pipeline.embedded.StackSummary;
import io.minerstream.pipeline.run.RunOutcome;
import io.minerstream.pipeline.run.Stage;
import io.minerstream.pipeline.sink.DeadLetters;
import io.minerstream.pipeline.sink.SinkLag;
import io.minerstream.pipeline.sink.SinkSettings;
import io.minerstream.pipeline.sink.SinkStates;
import io.minerstream.pipeline.strategy.StrategyLanding;
import io.minerstream.pipeline.strategy.StrategyOutcome;
import io.minerstream.pipeline.verify.ExactReport;
import io.minerstream.pipeline.verify.ForeignRecords;
import io.minerstream.pipeline.verify.ForeignRecords.ForeignRecord;
import io.minerstream.pipeline.verify.RunToVerify;
import io.minerstream.producer.fleet.FleetSummary;
import io.minerstream.producer.fleet.MinerModel;
import io.minerstream.producer.fleet.SyntheticFleet;
import io.minerstream.producer.live.LiveResult;
import io.minerstream.producer.live.LiveSpec;
import io.minerstream.producer.live.LiveTimePoint;
import io.minerstream.producer.pacing.Lateness;
import io.minerstream.producer.preflight.RunPreview;
import io.minerstream.producer.publish.RunResult;
import io.minerstream.producer.replay.FieldDifference;
import io.minerstream.producer.replay.ReplayResult;
import io.minerstream.producer.replay.RowMismatch;
import io.minerstream.producer.replay.RunReplay;
import io.minerstream.producer.roster.RosterResult;
import io.minerstream.producer.run.CommitPolicy;
import io.minerstream.producer.run.RunPlan;
import io.minerstream.producer.run.RunSpec;
import io.minerstream.producer.run.Shard;
import io.minerstream.producer.signal.SignalProfile;
import io.minerstream.producer.strategy.SeedResult;
import io.minerstream.producer.strategy.StrategyEntry;
import io.minerstream.producer.strategy.StrategyKey;
import io.minerstream.producer.strategy.StrategyReport;
import io.minerstream.producer.strategy.StrategySet;
import io.minerstream.schemas.run.RunId;
import io.minerstream.schemas.run.TimeRange;
import io.minerstream.stack.StackEndpoints;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.YearMonth;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** A result of each command, with every field of its JSON filled. */
final class SampleResults {

    static final Instant MIDNIGHT = Instant.parse("2026-11-01T00:00:00Z");
    static final RunId RUN = new RunId("6vj7qhw8");

    /** Half an hour of readings every 10 min: neither the interval nor the length is whole hours. */
    static final TimeRange SHORT = new TimeRange(MIDNIGHT, MIDNIGHT.plusSeconds(1800), Duration.ofMinutes(10));

    static final TimeRange DAY = TimeRange.hourly(MIDNIGHT, MIDNIGHT.plus(Duration.ofDays(1)));

    private static final Map<String, Integer> STATUSES = new TreeMap<>(Map.of("active", 5, "offline", 1));

    private SampleResults() {}

    static RunSpec spec(TimeRange range, CommitPolicy commit) {
        return new RunSpec(RUN, 5, range, 42, SignalProfile.REALISTIC, 65_536, 10_000, false, commit, new Shard(0, 2));
    }

    static RunReport demo() {
        RunOutcome outcome = new RunOutcome(
                spec(DAY, CommitPolicy.AUTO),
                published(DAY, Optional.empty(), false),
                List.of(
                        new Stage(Stage.Name.PUBLISH, 144, Duration.ofMillis(1234)),
                        new Stage(Stage.Name.VALIDATE, 144, Duration.ZERO)),
                true,
                List.of(
                        verdict(true, List.of()),
                        verdict(false, List.of(new RuleFailures(Rule.GAP, 2, List.of(17, 4711))))),
                7,
                Optional.of(brokenChecks()));
        return new RunReport("demo", outcome, Optional.of(stack()), Optional.of(seeded()), Duration.ofMillis(65_432));
    }

    /** A run that was not followed, at a rate and without transactions. */
    static RunReport generate() {
        RunOutcome outcome = new RunOutcome(
                spec(SHORT, new CommitPolicy(CommitPolicy.Kind.NONE, 0)),
                published(
                        SHORT,
                        Optional.of(new Lateness.Summary(
                                18, Duration.ofNanos(1_234_567), Duration.ofMillis(2), Duration.ofMillis(30))),
                        true),
                List.of(new Stage(Stage.Name.PUBLISH, 18, Duration.ofMillis(500))),
                false,
                List.of(),
                0,
                Optional.empty());
        return new RunReport("generate", outcome, Optional.empty(), Optional.empty(), Duration.ofMillis(1_500));
    }

    private static RunResult published(
            TimeRange range, Optional<Lateness.Summary> lateness, boolean mayHaveDuplicates) {
        long records = 6L * range.timePoints();
        return new RunResult(
                RUN,
                5,
                6,
                STATUSES,
                3,
                6,
                records,
                records - 6,
                6_000,
                range,
                Duration.ofMillis(1_234),
                lateness,
                mayHaveDuplicates);
    }

    static WindowVerdict verdict(boolean passed, List<RuleFailures> failures) {
        return WindowVerdict.newBuilder()
                .setSiteId(5)
                .setRunId(RUN.text())
                .setWindowStart(MIDNIGHT)
                .setWindowEnd(MIDNIGHT.plus(Duration.ofDays(1)))
                .setPassed(passed)
                .setMiners(6)
                .setMinersPassed(passed ? 6 : 4)
                .setMinersFailed(passed ? 0 : 2)
                .setExpectedRecords(144)
                .setReceivedRecords(passed ? 144 : 143)
                .setDuplicateRecords(passed ? 0 : 1)
                .setFailures(failures)
                .setStatuses(List.of())
                .setPartitions(6)
                .setDecidedAt(MIDNIGHT)
                .build();
    }

    static CheckReport brokenChecks() {
        return new CheckReport(
                5,
                DAY,
                6,
                143,
                List.of(
                        new CheckResult(
                                Check.RECORD_COUNT, Outcome.FAIL, 1, List.of(new CheckOffender.RecordCount(17, 23))),
                        new CheckResult(
                                Check.CADENCE,
                                Outcome.FAIL,
                                11,
                                List.of(new CheckOffender.Gap(17, MIDNIGHT, MIDNIGHT.plusSeconds(7200)))),
                        new CheckResult(
                                Check.STATUS_METRICS,
                                Outcome.WARN,
                                1,
                                List.of(new CheckOffender.Implausible("offline", 12.345, 0.01))),
                        new CheckResult(
                                Check.NULLABILITY,
                                Outcome.FAIL,
                                1,
                                List.of(new CheckOffender.Nullness(19, "offline", 4))),
                        new CheckResult(
                                Check.UNIQUENESS,
                                Outcome.FAIL,
                                1,
                                List.of(new CheckOffender.Repeated(18, MIDNIGHT, 2))),
                        new CheckResult(Check.FINITENESS, Outcome.FAIL, 1, List.of(new CheckOffender.Infinite(21, 3)))),
                List.of(
                        new StatusMetrics("active", 119, 110.123, 0.5, 140, 3301.456, 67.891),
                        new StatusMetrics("offline", 24, 0, 0, 0, 0, null)));
    }

    static StackSummary stack() {
        Path data = Path.of("/data");
        return new StackSummary(
                new StackEndpoints(
                        "127.0.0.1:9092",
                        "http://127.0.0.1:8081",
                        "http://127.0.0.1:8083",
                        data.resolve("connect.properties"),
                        "jdbc:postgresql://127.0.0.1:5432/mining",
                        "minerstream",
                        data.resolve("database.properties"),
                        data.resolve("password"),
                        data.resolve("pgpass"),
                        data,
                        data.resolve("logs")),
                Duration.ofMillis(9_876));
    }

    static StrategyOutcome seeded() {
        return new StrategyOutcome(
                Optional.of(new SeedResult(2, 2, 1, 3)),
                new StrategyReport(5, StrategySet.defaults(5).strategies(), 4, List.of(), List.of(), List.of()),
                new StrategyLanding(StrategyLanding.State.EQUAL, 4, List.of()));
    }

    static List<StrategyOutcome> strategies() {
        return List.of(
                seeded(),
                new StrategyOutcome(
                        Optional.empty(),
                        new StrategyReport(
                                6, List.of(), 1, List.of("custom"), List.of("greedy"), List.of("greedy: is odd")),
                        new StrategyLanding(
                                StrategyLanding.State.DIFFERENT,
                                1,
                                List.of("custom: is in the table, not in the topic"))),
                new StrategyOutcome(
                        Optional.empty(),
                        new StrategyReport(7, List.of(), 0, List.of(), List.of(), List.of()),
                        new StrategyLanding(StrategyLanding.State.NOT_DEPLOYED, 0, List.of())),
                new StrategyOutcome(
                        Optional.empty(),
                        new StrategyReport(8, List.of(), 0, List.of(), List.of(), List.of()),
                        new StrategyLanding(StrategyLanding.State.NO_WAREHOUSE, 0, List.of())));
    }

    static List<StrategyEntry> entries() {
        CurtailmentStrategy strategy = StrategySet.defaults(5).strategies().get(0);
        return List.of(
                new StrategyEntry(new StrategyKey(5, strategy.getStrategyType()), 3, strategy, null),
                new StrategyEntry(new StrategyKey(5, "custom"), 4, null, "cannot be read"));
    }

    static RunPreview preview() {
        return new RunPreview(
                spec(DAY, CommitPolicy.AUTO),
                STATUSES,
                3,
                new RunPlan(6, 24, CommitPolicy.AUTO),
                6,
                "minerstream-site-5",
                Duration.ofMinutes(1),
                List.of(72L, 72L),
                61.5,
                List.of(
                        new MinerTelemetry(1, 110.5, 3250.25, 65.5, 5400, MIDNIGHT, 12L, 1L),
                        new MinerTelemetry(2, 0.0, 0.0, null, null, MIDNIGHT, 0L, 0L)),
                new TreeMap<>(Map.of("acks", "all", "linger.ms", "5")),
                List.of("miner-telemetry"),
                List.of("miner-telemetry-value: is registered"),
                List.of(YearMonth.of(2025, 11), YearMonth.of(2025, 12)),
                List.of("topic miner-telemetry: is missing"));
    }

    static List<FleetSummary> sites() {
        return List.of(
                new FleetSummary(
                        5,
                        6,
                        STATUSES,
                        List.of(
                                new FleetSummary.ModelCount(
                                        new MinerModel(1, "Antminer S19", "Bitmain", 110, 3250.5), 4),
                                new FleetSummary.ModelCount(new MinerModel(2, "X", null, Double.NaN, Double.NaN), 1)),
                        1,
                        2,
                        3,
                        4,
                        5,
                        Optional.of(new FleetSummary.Changes(7, 3, MIDNIGHT, MIDNIGHT.plusSeconds(60)))),
                FleetSummary.empty(6));
    }

    static SeededFleet seededFleet() {
        return new SeededFleet(4, 2, Optional.of(seededSchedule()));
    }

    static SeededSchedule seededSchedule() {
        return new SeededSchedule(5, 1, 2);
    }

    static List<RosterResult> published() {
        return List.of(new RosterResult(5, MIDNIGHT, 4, 1, 2));
    }

    static ExactReport exact() {
        RunReplay replay =
                RunReplay.of(RunSpec.of(5, DAY, 42, SignalProfile.REALISTIC), new SyntheticFleet(6, 5, 42).load());
        RunToVerify run = new RunToVerify(
                Optional.of(run()), 5, 42, "realistic", DAY.to(), replay, RunToVerify.FleetOrigin.ROSTER);
        return new ExactReport(
                run,
                Optional.empty(),
                Optional.of("miner-telemetry"),
                new ReplayResult(
                        144,
                        144,
                        142,
                        1,
                        1,
                        1,
                        List.of(
                                new RowMismatch(RowMismatch.Kind.MISSING, 1, MIDNIGHT, List.of(), ""),
                                new RowMismatch(RowMismatch.Kind.UNREADABLE, null, null, List.of(), "partition 1"),
                                new RowMismatch(
                                        RowMismatch.Kind.DIFFERENT,
                                        2,
                                        MIDNIGHT,
                                        List.of(new FieldDifference("hashrate", "1.0", "NULL")),
                                        "partition 0"))),
                new ForeignRecords(
                        12,
                        false,
                        List.of(new ForeignRecord(
                                ForeignRecords.Kind.OFF_INTERVAL, 3, MIDNIGHT, "partition 0, offset 7"))),
                9,
                Duration.ofMillis(1_500));
    }

    /** The run is described rather than known. */
    static ExactReport described() {
        ExactReport known = exact();
        RunToVerify run = new RunToVerify(
                Optional.empty(), 5, 42, "realistic", DAY.to(), known.run().replay(), RunToVerify.FleetOrigin.DATABASE);
        return new ExactReport(
                run,
                Optional.of("miner_telemetry"),
                Optional.empty(),
                new ReplayResult(144, 144, 144, 0, 0, 0, List.of()),
                ForeignRecords.NONE,
                0,
                Duration.ofMillis(1_500));
    }

    static SimulationRun run() {
        return SimulationRun.newBuilder()
                .setRunId(RUN.text())
                .setSiteId(5)
                .setFrom(DAY.from())
                .setTo(DAY.to())
                .setIntervalSeconds(3600)
                .setSeed(42)
                .setProfile("realistic")
                .setMiners(6)
                .setPartitions(6)
                .setExpectedRecords(144)
                .setState(RunState.STARTED)
                .setStartedAt(MIDNIGHT.plusMillis(1))
                .setUpdatedAt(MIDNIGHT.plusMillis(2_000))
                .setProgress(RunProgress.newBuilder()
                        .setCommittedRecords(72)
                        .setCommittedUntil(MIDNIGHT.plusSeconds(12 * 3600))
                        .build())
                .setShard(1)
                .setShards(2)
                .setFleetChecksum(99)
                .setExactlyOnce(false)
                .setLive(true)
                .build();
    }

    static final LiveSpec LIVE = new LiveSpec(
            5,
            42,
            SignalProfile.REFERENCE,
            65_536,
            TimeRange.HOURLY,
            1_000,
            Shard.ALL,
            1,
            Optional.empty(),
            Optional.empty(),
            Optional.empty());

    static LiveTimePoint timePoint(Optional<Duration> late) {
        return new LiveTimePoint(RUN, MIDNIGHT, 6_000, late);
    }

    static LiveResult stopped() {
        return new LiveResult(2, 1_234, 7_404_000, MIDNIGHT, false);
    }

    static Connectors connectors() {
        ConnectorStatus.Part running = new ConnectorStatus.Part("RUNNING", "127.0.0.1:8083", "");
        ConnectorStatus.Part failed =
                new ConnectorStatus.Part("FAILED", "127.0.0.1:8083", "java.io.IOException: x\n\tat y");
        return Connectors.of(
                new SinkStates(
                        List.of(new SinkStates.Deployed(
                                new ConnectorStatus(
                                        "telemetry",
                                        running,
                                        List.of(
                                                new ConnectorStatus.Task(0, running),
                                                new ConnectorStatus.Task(1, failed))),
                                "copy")),
                        List.of("strategies")),
                Optional.of(new DeadLetters(
                        "miner-telemetry-dlq",
                        3_822,
                        500,
                        List.of(new DeadLetters.Reason("telemetry", "hashrate must be a finite number", 500)))),
                true);
    }

    static Connectors deployed() {
        ConnectorStatus.Part running = new ConnectorStatus.Part("RUNNING", "127.0.0.1:8083", "");
        ConnectorStatus status =
                new ConnectorStatus("telemetry", running, List.of(new ConnectorStatus.Task(0, running)));
        return Connectors.deployed(new SinkSettings.Deployed(
                new SinkStates(List.of(new SinkStates.Deployed(status, "confluent")), List.of()),
                List.of("miner_telemetry: constraint x refuses rows")));
    }

    static Lags lags() {
        return Lags.of(List.of(
                new SinkLag(
                        "telemetry",
                        "connect-telemetry",
                        List.of(
                                new SinkLag.Partition("miner-telemetry", 0, 1_200L, 1_234, 30),
                                new SinkLag.Partition("miner-telemetry", 1, null, 9, 9))),
                new SinkLag("strategies", "connect-strategies", List.of())));
    }

    static InitializedFleet initialized() {
        return new InitializedFleet(5, 6, STATUSES, 4, 2);
    }

    /** One table was absent, and one lacks its key. */
    static SchemaPlan tables() {
        return new SchemaPlan(
                Optional.of("public"),
                List.of(
                        new SchemaChange(
                                SchemaChange.Kind.CREATE,
                                "hosting_sites",
                                "the table is absent",
                                "CREATE TABLE IF NOT EXISTS hosting_sites (id integer PRIMARY KEY);\n"),
                        new SchemaChange(
                                SchemaChange.Kind.UPGRADE,
                                "miner_telemetry",
                                "a unique key on (miner_id, recorded_at) makes replays idempotent, and upserts"
                                        + " possible",
                                "CREATE UNIQUE INDEX ux ON miner_telemetry (miner_id, recorded_at);\n")),
                List.of("miner_telemetry: must be unique on (miner_id, recorded_at), got 2 keys that several rows"
                        + " share (3 rows too many): (1, 2026-03-01 00:00:00) in 2 rows"));
    }
}

package io.minerstream.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import io.minerstream.avro.RunProgress;
import io.minerstream.avro.RunState;
import io.minerstream.connect.warehouse.Check;
import io.minerstream.connect.warehouse.CheckOffender;
import io.minerstream.connect.warehouse.CheckReport;
import io.minerstream.connect.warehouse.CheckResult;
import io.minerstream.connect.warehouse.WarehouseChecks;
import io.minerstream.pipeline.PipelineException;
import io.minerstream.pipeline.connection.Connections;
import io.minerstream.pipeline.replay.ReplayTarget;
import io.minerstream.pipeline.verify.ExactReport;
import io.minerstream.pipeline.verify.ExactVerification;
import io.minerstream.pipeline.verify.RunLookup;
import io.minerstream.producer.replay.FieldDifference;
import io.minerstream.producer.replay.RowMismatch;
import io.minerstream.producer.replay.RowMismatch.Kind;
import io.minerstream.schemas.run.RunId;
import io.minerstream.schemas.run.TimeRange;
import io.minerstream.schemas.topic.TopicNames;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** One run through the whole pipeline; then copies of its table and of its topics are tampered with, one thing at a time. */
@ExtendWith(SharedPipeline.class)
class ExactVerificationIT {

    private static final int SITE = 8101;
    private static final int MINERS = 120;
    private static final int FIRST = 8_101_000;
    private static final long ROWS = MINERS * 24L;
    private static final Instant FROM = Instant.parse("2026-03-01T05:00:00Z");
    private static final String SIXTH = "recorded_at = timestamp '2026-03-01 10:00'";
    private static final Instant SIXTH_TIME = Instant.parse("2026-03-01T10:00:00Z");

    private static RunId run;

    @BeforeAll
    static void generate() {
        Cli init = Cli.onSharedPipeline(
                "fleet",
                "init",
                "--site-id",
                "" + SITE,
                "--miners",
                "" + MINERS,
                "--mix",
                "active=90,maintenance=6,offline=4",
                "--first-miner-id",
                "" + FIRST);
        assertThat(init.exitCode()).as(init.err()).isZero();
        Cli generated = Cli.onSharedPipeline(
                "generate",
                "--site-id",
                "" + SITE,
                "--from",
                FROM.toString(),
                "--hours",
                "24",
                "--profile",
                "realistic",
                "--output",
                "json");
        assertThat(generated.exitCode()).as(generated.err()).isZero();
        run = new RunId(generated.json().get("runId").textValue());
    }

    @Test
    void shouldProveThatTheTableHoldsTheRunExactly() {
        Cli verify = Cli.onSharedPipeline("verify", "--exact", "--site-id", "" + SITE);

        assertThat(verify.exitCode()).as(verify.err() + verify.out()).isZero();
        assertThat(verify.out().replaceAll("Compared in .*", "Compared."))
                .isEqualTo(
                        """
                        MinerStream verify --exact: run %s of site 8101, 120 miners, 2026-03-01T05:00:00Z to 2026-03-02T05:00:00Z (end excluded), seed 42, profile realistic
                          compared with table miner_telemetry
                          fleet from the roster topic, as of the start of the run

                          rows generated           2,880
                          rows found               2,880
                          equal                    2,880
                          missing                      0
                          extra                        0
                          different                    0

                        ✅ PASS: every row exists once, with exactly the generated values
                        Compared.
                        """
                                .formatted(run));
    }

    @Test
    void shouldProveThatTheTopicHoldsTheRunExactly() {
        Cli verify = Cli.onSharedPipeline("verify", "--exact", "--topic", "--run", run.text(), "--output", "json");

        assertThat(verify.exitCode()).as(verify.err() + verify.out()).isZero();
        assertThat(verify.json().get("passed").booleanValue()).isTrue();
        assertThat(verify.json().get("topic").textValue()).isEqualTo("miner-telemetry");
        assertThat(verify.json().get("equal").longValue()).isEqualTo(ROWS);
    }

    @Test
    void shouldProveADescribedRunWithoutKafka() {
        Cli verify = Cli.run(withoutKafka(
                "verify",
                "--exact",
                "--site-id",
                "" + SITE,
                "--seed",
                "42",
                "--profile",
                "realistic",
                "--from",
                FROM.toString(),
                "--hours",
                "24",
                "--lang",
                "zh"));

        assertThat(verify.exitCode()).as(verify.err() + verify.out()).isZero();
        assertThat(verify.out()).contains("✅ PASS：每一行都恰好出现一次，且与生成的值完全一致");
    }

    private static String[] withoutKafka(String... arguments) {
        List<String> options = new ArrayList<>(List.of(arguments));
        List<String> all = SharedPipeline.options();
        options.addAll(all.subList(all.indexOf("--database-url"), all.size()));
        return options.toArray(String[]::new);
    }

    @Test
    void shouldFindEveryRowDifferentUnderTheNextSeed() {
        Cli verify = Cli.run(withoutKafka(
                "verify",
                "--exact",
                "--site-id",
                "" + SITE,
                "--seed",
                "43",
                "--profile",
                "realistic",
                "--from",
                FROM.toString(),
                "--hours",
                "24",
                "--output",
                "json"));

        assertThat(verify.exitCode()).isEqualTo(1);
        long running = verify.json().get("different").longValue();
        assertThat(verify.json().get("missing").longValue()).isZero();
        // Those that do not run read zero under any seed.
        assertThat(running + verify.json().get("equal").longValue()).isEqualTo(ROWS);
        assertThat(running).isGreaterThan(ROWS * 9 / 10);
    }

    @Test
    void shouldFindOneAlteredCent() throws SQLException {
        TelemetrySchema table = TelemetrySchema.copyOf(SITE, "exact_cent");
        table.changeOne("UPDATE miner_telemetry SET power_consumption = round((power_consumption + 0.01)::numeric, 2)"
                + " WHERE miner_id = 8101007 AND " + SIXTH);

        ExactReport report = compare(table);

        assertCounts(report, ROWS - 1, 0, 0, 1);
        RowMismatch offender = report.result().offenders().get(0);
        assertThat(offender.kind()).isEqualTo(Kind.DIFFERENT);
        assertThat(offender.minerId()).isEqualTo(8_101_007);
        assertThat(offender.recordedAt()).isEqualTo(SIXTH_TIME);
        FieldDifference field = offender.fields().get(0);
        assertThat(field.field()).isEqualTo("power_consumption");
        assertThat(new BigDecimal(field.found()).subtract(new BigDecimal(field.expected())))
                .isEqualByComparingTo("0.01");
    }

    @Test
    void shouldFindTheNeighbouringDouble() throws SQLException {
        TelemetrySchema table = TelemetrySchema.copyOf(SITE, "exact_bit");
        // One ulp of a double between 64 and 128, and a quarter of one more, so that it rounds up.
        table.changeOne(
                "UPDATE miner_telemetry SET temperature = temperature + 1.5e-14 WHERE miner_id = 8101007 AND " + SIXTH);

        ExactReport report = compare(table);

        assertCounts(report, ROWS - 1, 0, 0, 1);
        FieldDifference field = report.result().offenders().get(0).fields().get(0);
        assertThat(Double.parseDouble(field.found())).isEqualTo(Math.nextUp(Double.parseDouble(field.expected())));
    }

    @Test
    void shouldFailTheChecksWhereAValueIsNoFiniteNumber() throws SQLException {
        TelemetrySchema table = TelemetrySchema.copyOf(SITE, "exact_nan");
        table.changeOne("UPDATE miner_telemetry SET hashrate = 'NaN' WHERE miner_id = 8101007 AND " + SIXTH);
        table.changeOne("UPDATE miner_telemetry SET temperature = '-Infinity' WHERE miner_id = 8101007 AND "
                + SIXTH.replace("10:00", "11:00"));

        CheckReport report;
        try (Connection database =
                table.connections(TopicNames.DEFAULT).warehouse().open()) {
            report = new WarehouseChecks(database)
                    .run(SITE, new TimeRange(FROM, FROM.plus(Duration.ofDays(1)), TimeRange.HOURLY));
        }

        assertThat(report.checks())
                .contains(new CheckResult(
                        Check.FINITENESS,
                        CheckResult.Outcome.FAIL,
                        1,
                        List.of(new CheckOffender.Infinite(8_101_007, 2))));
        // The average of its status is NaN then.
        assertThat(report.checks())
                .filteredOn(result -> result.check() == Check.STATUS_METRICS)
                .singleElement()
                .extracting(CheckResult::outcome)
                .isEqualTo(CheckResult.Outcome.WARN);
    }

    @Test
    void shouldFindOneMissingRow() throws SQLException {
        TelemetrySchema table = TelemetrySchema.copyOf(SITE, "exact_missing");
        table.changeOne("DELETE FROM miner_telemetry WHERE miner_id = 8101007 AND " + SIXTH);

        ExactReport report = compare(table);

        assertCounts(report, ROWS - 1, 1, 0, 0);
        assertThat(report.result().offenders())
                .containsExactly(new RowMismatch(Kind.MISSING, 8_101_007, SIXTH_TIME, List.of(), ""));
    }

    @Test
    void shouldFindOneDuplicateRow() throws SQLException {
        TelemetrySchema table = TelemetrySchema.copyOf(SITE, "exact_duplicate");
        table.changeOne(
                "INSERT INTO miner_telemetry SELECT * FROM miner_telemetry WHERE miner_id = 8101007 AND " + SIXTH);

        ExactReport report = compare(table);

        assertCounts(report, ROWS, 0, 1, 0);
        assertThat(report.result().offenders())
                .containsExactly(new RowMismatch(Kind.DUPLICATE, 8_101_007, SIXTH_TIME, List.of(), ""));
    }

    @Test
    void shouldFindOneNullInPlaceOfANumber() throws SQLException {
        TelemetrySchema table = TelemetrySchema.copyOf(SITE, "exact_null");
        table.changeOne("UPDATE miner_telemetry SET accepted_shares = NULL WHERE miner_id = 8101007 AND " + SIXTH);

        ExactReport report = compare(table);

        assertCounts(report, ROWS - 1, 0, 0, 1);
        FieldDifference field = report.result().offenders().get(0).fields().get(0);
        assertThat(field.field()).isEqualTo("accepted_shares");
        assertThat(field.found()).isEqualTo("NULL");
    }

    @Test
    void shouldFindOneShiftedTime() throws SQLException {
        TelemetrySchema table = TelemetrySchema.copyOf(SITE, "exact_shifted");
        table.changeOne("UPDATE miner_telemetry SET recorded_at = recorded_at + interval '1 microsecond'"
                + " WHERE miner_id = 8101007 AND " + SIXTH);

        ExactReport report = compare(table);

        assertCounts(report, ROWS - 1, 1, 1, 0);
        assertThat(report.result().offenders())
                .containsExactly(
                        new RowMismatch(Kind.MISSING, 8_101_007, SIXTH_TIME, List.of(), ""),
                        new RowMismatch(Kind.EXTRA, 8_101_007, SIXTH_TIME.plusNanos(1_000), List.of(), ""));
    }

    @Test
    void shouldFindARowOfAnotherMinerOfTheSite() throws SQLException {
        TelemetrySchema table = TelemetrySchema.copyOf(SITE, "exact_stranger");
        table.changeOne(
                "INSERT INTO hosting_miners (id, site_id, serial_number, status) VALUES (8101900, 8101, 'new', 'active')");
        table.changeOne("INSERT INTO miner_telemetry (miner_id, hashrate, power_consumption, recorded_at)"
                + " VALUES (8101900, 100, 3000, '2026-03-01 10:00')");

        assertThat(compare(table).result().offenders())
                .containsExactly(new RowMismatch(Kind.EXTRA, 8_101_900, SIXTH_TIME, List.of(), ""));
    }

    @Test
    void shouldIgnoreOtherSitesAndOtherTimes() throws SQLException {
        TelemetrySchema table = TelemetrySchema.copyOf(SITE, "exact_others");
        table.changeOne(
                "INSERT INTO hosting_miners (id, site_id, serial_number, status) VALUES (8109900, 8109, 'other', 'active')");
        table.execute("INSERT INTO miner_telemetry (miner_id, hashrate, power_consumption, recorded_at) VALUES"
                + " (8109900, 100, 3000, '2026-03-01 10:00'), (8101007, 100, 3000, '2026-03-02 05:00'),"
                + " (8101007, 100, 3000, '2026-03-01 04:59:59.999999')");

        assertThat(compare(table).passed()).isTrue();
    }

    @Test
    void shouldCompareMinersThatMovedToAnotherSite() throws SQLException {
        TelemetrySchema table = TelemetrySchema.copyOf(SITE, "exact_moved");
        table.changeOne("UPDATE hosting_miners SET site_id = 8109 WHERE id = 8101007");
        table.changeOne("DELETE FROM hosting_miners WHERE id = 8101008");

        assertThat(compare(table).passed()).isTrue();
    }

    @Test
    void shouldRefuseColumnsWhoseValuesItCannotReadExactly() throws SQLException {
        TelemetrySchema table = TelemetrySchema.copyOf(SITE, "exact_types");
        table.execute(
                "ALTER TABLE miner_telemetry ALTER COLUMN fan_speed TYPE numeric, ALTER COLUMN hashrate TYPE numeric(12, 2)");

        assertThatThrownBy(() -> compare(table))
                .hasMessage(
                        "miner_telemetry: must have columns of types that can be compared exactly (those of `minerstream fleet"
                                + " init`), got {fan_speed=numeric}");
    }

    @Test
    void shouldListOffendersForPeople() throws SQLException {
        TelemetrySchema table = TelemetrySchema.copyOf(SITE, "exact_listed");
        table.changeOne("DELETE FROM miner_telemetry WHERE miner_id = 8101000 AND " + SIXTH);
        table.changeOne("UPDATE miner_telemetry SET hashrate = 1.5 WHERE miner_id = 8101001 AND " + SIXTH);
        table.execute("DELETE FROM miner_telemetry WHERE miner_id = 8101100");
        List<String> arguments = new ArrayList<>(List.of("verify", "--exact", "--run", run.text(), "--offenders", "3"));
        arguments.addAll(table.options());

        Cli verify = Cli.run(arguments.toArray(String[]::new));

        assertThat(verify.exitCode()).isEqualTo(1);
        assertThat(verify.out().lines().skip(11).toList()).satisfies(lines -> {
            assertThat(lines.get(0)).isEqualTo("   miner 8101000, 2026-03-01T10:00:00Z, missing");
            assertThat(lines.get(1))
                    .matches("   miner 8101001, 2026-03-01T10:00:00Z, different: hashrate must be [0-9.]+, found 1.5");
            assertThat(lines.get(2)).isEqualTo("   miner 8101100, 2026-03-01T05:00:00Z, missing");
            assertThat(lines.get(3)).isEqualTo("   and 23 more");
            assertThat(lines.get(4)).isEqualTo("❌ FAIL: 25 missing, 0 extra, 1 different");
        });
    }

    @Test
    void shouldFindWhatWasTamperedWithInATopic() throws Exception {
        RunCopy copy = new RunCopy(run, new TopicNames("exactbad-"));
        Connections connections = copy.write(Function.identity(), record -> {
            int miner = ByteBuffer.wrap(record.key()).getInt();
            Instant time = Instant.ofEpochMilli(record.timestamp());
            if (!time.equals(SIXTH_TIME)) {
                return List.of(copy.unchanged(record));
            }
            return switch (miner - FIRST) {
                case 0 -> List.of();
                case 1 -> List.of(copy.unchanged(record), copy.unchanged(record));
                case 2 ->
                    List.of(copy.with(
                            record, record.partition(), record.timestamp() + 1, record.key(), record.value()));
                case 3 ->
                    List.of(copy.with(
                            record, (record.partition() + 1) % 6, record.timestamp(), record.key(), record.value()));
                case 4 -> List.of(copy.with(record, record.partition(), record.timestamp(), null, record.value()));
                case 5 ->
                    List.of(copy.with(record, record.partition(), record.timestamp(), record.key(), new byte[] {1, 2}));
                case 6 -> List.of(copy.with(record, record.partition(), record.timestamp(), record.key(), null));
                default -> List.of(copy.unchanged(record));
            };
        });

        ExactReport report = ExactVerification.of(connections).topic(new RunLookup(connections).byId(run));

        assertCounts(report, ROWS - 6, 3, 3, 3);
        assertThat(report.result().offenders())
                .extracting(RowMismatch::kind, RowMismatch::minerId, offender -> offender.fields().stream()
                        .map(FieldDifference::field)
                        .toList())
                .containsExactlyInAnyOrder(
                        tuple(Kind.MISSING, FIRST, List.of()),
                        tuple(Kind.DUPLICATE, FIRST + 1, List.of()),
                        tuple(Kind.DIFFERENT, FIRST + 2, List.of("timestamp")),
                        tuple(Kind.DIFFERENT, FIRST + 3, List.of("partition")),
                        tuple(Kind.DIFFERENT, FIRST + 4, List.of("key")),
                        tuple(Kind.UNREADABLE, FIRST + 5, List.of()),
                        tuple(Kind.MISSING, FIRST + 5, List.of()),
                        tuple(Kind.UNREADABLE, FIRST + 6, List.of()),
                        tuple(Kind.MISSING, FIRST + 6, List.of()));
    }

    @Test
    void shouldFailARunThatDidNotEndThoughItsCommittedPartIsRight() throws Exception {
        RunCopy copy = new RunCopy(run, new TopicNames("exactopen-"));
        Connections connections = copy.write(
                manifest -> {
                    manifest.setState(RunState.ABORTED);
                    manifest.setProgress(RunProgress.newBuilder()
                            .setCommittedRecords(MINERS * 6L)
                            .setCommittedUntil(FROM.plus(Duration.ofHours(6)))
                            .build());
                    return manifest;
                },
                record -> List.of(copy.unchanged(record)));

        ExactReport table = ExactVerification.of(connections).table(new RunLookup(connections).byId(run));
        ExactReport topic = ExactVerification.of(connections).topic(new RunLookup(connections).byId(run));
        List<String> arguments =
                new ArrayList<>(List.of("verify", "--exact", "--run", run.text(), "--topic-prefix", "exactopen-"));
        arguments.addAll(SharedPipeline.options());
        Cli verify = Cli.run(arguments.toArray(String[]::new));

        assertThat(table.result().isExact()).isTrue();
        assertThat(table.result().expected()).isEqualTo(MINERS * 6L);
        assertThat(table.passed()).isFalse();
        assertThat(topic.result().extra()).isEqualTo(MINERS * 18L);
        assertThat(verify.exitCode()).isEqualTo(1);
        assertThat(verify.out())
                .contains(
                        "❌ FAIL: the run is ABORTED, not COMPLETED: compared up to 2026-03-01T11:00:00Z, its end would be "
                                + "2026-03-02T05:00:00Z");
        assertThatThrownBy(() -> new RunLookup(connections).latestOf(SITE))
                .isInstanceOf(PipelineException.class)
                .hasMessage("site_id=8101: must have a completed run, got none among 1 (the last is run " + run
                        + ", ABORTED) in topic exactopen-simulation-runs; generate one, or name another by --run");
    }

    @Test
    void shouldSayWhenTheFleetOfARunIsNotKnownAnyMore() throws Exception {
        RunCopy copy = new RunCopy(run, new TopicNames("exactfleet-"));
        Connections connections = copy.write(
                manifest -> {
                    manifest.setMiners(MINERS + 1);
                    return manifest;
                },
                record -> List.of());

        assertThatThrownBy(() -> new RunLookup(connections).byId(run))
                .isInstanceOf(PipelineException.class)
                .hasMessage(
                        "run " + run + ": must have the fleet that it was generated for, 121 miners, got 120 miners of "
                                + "site_id=8101 in topic exactfleet-hosting-miners as of 2026-03-01T05:00:00Z and 120 in the database "
                                + "today; miners came or went since, so its rows cannot be computed again and nothing was compared");
        assertThat(ReplayTarget.ofRun(connections, run).findings())
                .singleElement()
                .asString()
                .startsWith("run " + run + ": must have the fleet that it was generated for, 121 miners, ");
    }

    @Test
    void shouldSayWhenThereIsNoSuchRun() {
        Cli verify = Cli.onSharedPipeline("verify", "--exact", "--run", "zzzzzzzz");

        assertThat(verify.exitCode()).isEqualTo(1);
        assertThat(verify.err())
                .isEqualToIgnoringNewLines(
                        "minerstream verify: --run: topic simulation-runs must know the run, got no run zzzzzzzz; "
                                + "leave --run out for the site's latest");
    }

    private static ExactReport compare(TelemetrySchema table) {
        Connections connections = table.connections(TopicNames.DEFAULT);
        return ExactVerification.of(connections).table(new RunLookup(connections).byId(run));
    }

    private static void assertCounts(ExactReport report, long equal, long missing, long extra, long different) {
        assertThat(report.passed()).isEqualTo(missing + extra + different == 0);
        assertThat(List.of(
                        report.result().equal(),
                        report.result().missing(),
                        report.result().extra(),
                        report.result().different()))
                .as("equal, missing, extra, different: %s", report)
                .containsExactly(equal, missing, extra, different);
    }
}

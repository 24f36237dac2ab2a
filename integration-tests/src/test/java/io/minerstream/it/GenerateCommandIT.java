package io.minerstream.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.minerstream.avro.MinerTelemetry;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericDatumReader;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.io.DecoderFactory;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.extension.ExtendWith;

/** One run of a site, then what a user does with it: each test starts from the state that the first one leaves. */
@ExtendWith(SharedPipeline.class)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class GenerateCommandIT {

    private static final String SITE = "71";
    private static final int MINERS = 200;
    private static final String[] RANGE = {"--from", "2026-03-01T05:00:00Z", "--to", "2026-03-02T05:00:00Z"};

    @BeforeAll
    static void fleet() {
        Cli init = Cli.onSharedPipeline(
                "fleet", "init", "--site-id", SITE, "--miners", "" + MINERS, "--first-miner-id", "710000");
        assertThat(init.exitCode()).as(init.err()).isZero();
    }

    private static Cli generate(String... more) {
        List<String> arguments = new ArrayList<>(List.of("generate", "--site-id", SITE, "--output", "json"));
        arguments.addAll(List.of(more));
        return Cli.onSharedPipeline(arguments.toArray(String[]::new));
    }

    private static Cli generateRange(String... more) {
        List<String> arguments = new ArrayList<>(List.of(RANGE));
        arguments.addAll(List.of(more));
        return generate(arguments.toArray(String[]::new));
    }

    @Test
    @Order(0)
    void shouldWriteNothingInADryRun() throws Exception {
        Cli dry = generateRange("--dry-run", "--topic-prefix", "dry-");

        assertThat(dry.exitCode()).as(dry.err() + dry.out()).isZero();
        assertThat(dry.json().get("ready").booleanValue()).isTrue();
        assertThat(dry.json().get("records").longValue()).isEqualTo(MINERS * 24L);
        assertThat(dry.json().get("transactions").longValue()).isEqualTo(1);
        assertThat(dry.json().get("missingTopics")).hasSize(4);
        assertThat(dry.json().at("/samples/0/minerId").intValue()).isEqualTo(710_000);
        try (Admin admin = SharedPipeline.connections().openAdmin()) {
            assertThat(admin.listTopics().names().get()).noneMatch(topic -> topic.startsWith("dry-"));
        }
    }

    @Test
    @Order(1)
    void shouldLandEveryReadingAndPassEveryCheck() {
        Cli run = generateRange();

        assertThat(run.exitCode()).as(run.err() + run.out()).isZero();
        assertThat(run.json().get("rowsInWarehouse").longValue()).isEqualTo(MINERS * 24L);
        assertThat(run.json().get("firstTimePoint").textValue()).isEqualTo("2026-03-01T05:00:00Z");
        assertThat(run.json().get("lastTimePoint").textValue()).isEqualTo("2026-03-02T04:00:00Z");
        assertThat(run.json().at("/verdict/passed").booleanValue()).isTrue();
    }

    @Test
    @Order(2)
    void shouldPrintTheReferencesLinesWhenTheLanguageIsChinese() {
        Cli init = Cli.onSharedPipeline(
                "fleet", "init", "--site-id", "74", "--miners", "50", "--first-miner-id", "740000");
        assertThat(init.exitCode()).as(init.err()).isZero();

        Cli run = Cli.onSharedPipeline("generate", "--site-id", "74", "--lang", "zh");

        assertThat(run.exitCode()).as(run.err() + run.out()).isZero();
        assertThat(run.out()).contains("✅ PASS：所有矿机都有24条记录", "✅ PASS：所有记录的时间间隔都是1小时", "✅ PASS：各状态指标范围正常");
    }

    @Test
    @Order(2)
    void shouldSayInADryRunThatTheRangeIsTaken() {
        Cli dry = generateRange("--dry-run");

        assertThat(dry.exitCode()).isEqualTo(1);
        assertThat(dry.json().get("ready").booleanValue()).isFalse();
        assertThat(dry.json().get("findings")).hasSize(2);
        assertThat(dry.json().at("/findings/0").textValue()).startsWith("site_id=71 already has readings between");
        assertThat(dry.json().at("/findings/1").textValue())
                .startsWith("site_id=71 already has 4800 rows in miner_telemetry");
    }

    @Test
    @Order(2)
    void shouldFindNothingWrongWithTheStatementsOfTheReference() throws SQLException {
        try (Connection database = SharedPipeline.database();
                Statement sql = database.createStatement()) {
            assertThat(
                            rows(
                                    sql,
                                    """
                    SELECT miner_id, COUNT(*) FROM miner_telemetry
                     WHERE miner_id IN (SELECT id FROM hosting_miners WHERE site_id = 71) GROUP BY miner_id HAVING COUNT(*) != 24"""))
                    .isEmpty();
            assertThat(
                            rows(
                                    sql,
                                    """
                    WITH g AS (SELECT miner_id, recorded_at, EXTRACT(epoch FROM recorded_at
                           - LAG(recorded_at) OVER (PARTITION BY miner_id ORDER BY recorded_at))/3600 AS hours_gap
                      FROM miner_telemetry WHERE miner_id IN (SELECT id FROM hosting_miners WHERE site_id = 71))
                    SELECT * FROM g WHERE hours_gap IS NOT NULL AND ABS(hours_gap - 1.0) > 0.01"""))
                    .isEmpty();
            assertThat(
                            rows(
                                    sql,
                                    """
                    SELECT hm.status, COUNT(*), AVG(mt.hashrate), AVG(mt.power_consumption), MIN(mt.hashrate), MAX(mt.hashrate)
                      FROM miner_telemetry mt JOIN hosting_miners hm ON mt.miner_id = hm.id WHERE hm.site_id = 71 GROUP BY hm.status"""))
                    .hasSize(3);
            assertThat(
                            rows(
                                    sql,
                                    """
                    SELECT 1 FROM miner_telemetry mt JOIN hosting_miners hm ON mt.miner_id = hm.id
                     WHERE hm.site_id = 71 AND ((hm.status = 'offline') != (mt.temperature IS NULL)
                        OR (hm.status = 'offline') != (mt.fan_speed IS NULL))"""))
                    .isEmpty();
            // The column has no zone; it must hold UTC whatever the zones of JVM, session and server are.
            assertThat(
                            rows(
                                    sql,
                                    """
                    SELECT MIN(mt.recorded_at)::text || '/' || MAX(mt.recorded_at)::text
                      FROM miner_telemetry mt JOIN hosting_miners hm ON mt.miner_id = hm.id WHERE hm.site_id = 71"""))
                    .containsExactly("2026-03-01 05:00:00/2026-03-02 04:00:00");
        }
    }

    private static List<String> rows(Statement sql, String query) throws SQLException {
        List<String> rows = new ArrayList<>();
        try (ResultSet result = sql.executeQuery(query)) {
            while (result.next()) {
                rows.add(result.getString(1));
            }
        }
        return rows;
    }

    @Test
    @Order(3)
    void shouldBeReadableByRawTools() throws Exception {
        List<ConsumerRecord<byte[], byte[]>> records = readTelemetry();

        assertThat(records).hasSize(MINERS * 24);
        ConsumerRecord<byte[], byte[]> record = records.get(0);
        ByteBuffer value = ByteBuffer.wrap(record.value());
        assertThat(value.get()).isZero();
        int schemaId = value.getInt();
        assertThat(registered(schemaId)).isEqualTo(MinerTelemetry.getClassSchema());
        GenericRecord decoded = new GenericDatumReader<GenericRecord>(MinerTelemetry.getClassSchema())
                .read(null, DecoderFactory.get().binaryDecoder(value.array(), 5, value.remaining(), null));
        assertThat(decoded.get("miner_id"))
                .isEqualTo(ByteBuffer.wrap(record.key()).getInt());
        assertThat(decoded.get("recorded_at")).isEqualTo(record.timestamp());
        assertThat(new String(record.headers().lastHeader("run").value(), StandardCharsets.US_ASCII))
                .matches("[0-9a-z]{8}");
    }

    private static Schema registered(int schemaId) {
        try (var registry = SharedPipeline.connections().openRegistry()) {
            assertThat(registry.latest("miner-telemetry-value").id()).isEqualTo(schemaId);
            return registry.byId(schemaId);
        }
    }

    private static List<ConsumerRecord<byte[], byte[]>> readTelemetry() {
        return RawTopic.read(SharedPipeline.connections(), "miner-telemetry").stream()
                .filter(record -> {
                    int miner = ByteBuffer.wrap(record.key()).getInt();
                    return miner >= 710_000 && miner < 710_000 + MINERS;
                })
                .toList();
    }

    @Test
    @Order(4)
    void shouldChangeNothingWhenTheRangeWasGeneratedBefore() {
        Cli again = generateRange();

        assertThat(again.exitCode()).isEqualTo(1);
        assertThat(again.json().at("/error/problems")).hasSize(2);
        assertThat(again.err().lines())
                .satisfiesExactly(
                        first -> assertThat(first).isEqualTo("minerstream generate: 2 findings, nothing was written:"),
                        run -> assertThat(run).startsWith("  site_id=71 already has readings between"),
                        rows -> assertThat(rows)
                                .isEqualTo(
                                        "  site_id=71 already has 4800 rows in miner_telemetry from 2026-03-01T05:00:00Z to "
                                                + "2026-03-02T04:00:00Z; choose another range, or --force to generate it again"));
        assertThat(readTelemetry()).hasSize(MINERS * 24);
    }

    @Test
    @Order(5)
    void shouldWriteTheSameValuesAgainWhenForced() throws SQLException {
        String before = fingerprint();

        Cli again = generateRange("--force");

        assertThat(again.exitCode()).as(again.err() + again.out()).isZero();
        assertThat(again.json().at("/verdict/passed").booleanValue()).isTrue();
        assertThat(again.json().at("/verdict/alerts").longValue()).isZero();
        assertThat(readTelemetry()).hasSize(2 * MINERS * 24);
        assertThat(fingerprint()).isEqualTo(before);
    }

    private static String fingerprint() throws SQLException {
        try (Connection database = SharedPipeline.database();
                Statement sql = database.createStatement()) {
            return rows(
                            sql,
                            """
                    SELECT COUNT(*) || ' ' || md5(string_agg(concat_ws(',', miner_id, recorded_at, hashrate, power_consumption,
                           temperature, fan_speed, accepted_shares, rejected_shares), ';' ORDER BY miner_id, recorded_at))
                      FROM miner_telemetry WHERE miner_id BETWEEN 710000 AND 710199""")
                    .get(0);
        }
    }

    @Test
    @Order(6)
    void shouldSayWhenASiteHasNoMiners() {
        Cli none = Cli.onSharedPipeline("generate", "--site-id", "99");

        assertThat(none.exitCode()).isEqualTo(1);
        assertThat(none.err()).isEqualToIgnoringNewLines("minerstream generate: No miners found for site_id=99");
    }

    @Test
    @Order(7)
    void shouldRefuseSyntheticMinersThatTheWarehouseDoesNotKnow() {
        Cli unknown =
                Cli.onSharedPipeline("generate", "--site-id", "72", "--miners", "10", "--first-miner-id", "720000");

        assertThat(unknown.exitCode()).isEqualTo(1);
        assertThat(unknown.err())
                .isEqualToIgnoringNewLines(
                        "minerstream generate: --miners: site_id=72 has no rows in hosting_miners for 10 of the 10 synthetic "
                                + "miners (the first is miner 720000), so the sink could not store their readings; nothing was "
                                + "written; run `minerstream fleet init` with the same options first");
    }

    @Test
    @Order(8)
    void shouldCountTheDefaultRangeBackFromTheCurrentHour() {
        Cli run = generate();

        assertThat(run.exitCode()).as(run.err() + run.out()).isZero();
        Instant last = Instant.parse(run.json().get("lastTimePoint").textValue());
        Instant first = Instant.parse(run.json().get("firstTimePoint").textValue());
        assertThat(last).isBeforeOrEqualTo(Instant.now()).isAfter(Instant.now().minusSeconds(2 * 3600));
        assertThat(first).isEqualTo(last.minusSeconds(23 * 3600));
    }
}

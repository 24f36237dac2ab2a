package io.minerstream.it;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.minerstream.avro.HostingMiner;
import io.minerstream.schemas.serde.AvroRecordDeserializer;
import io.minerstream.schemas.topic.TopicNames;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/**
 * A fleet whose miners change their status, from a file to the database, the topics, the verdict and the rows: each test starts
 * from the state of those before it.
 */
@ExtendWith(SharedPipeline.class)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class ScheduleIT {

    private static final String SITE = "421";
    private static final int FIRST_MINER = 421_000;
    private static final int MINERS = 30;
    private static final String FROM = "2026-03-01T00:00:00Z";

    /** Miner 3 is offline from the reading of 03:00 to that of 05:00, 4 goes into maintenance for a while, 5 changes for good. */
    private static final String SCHEDULE =
            """
            miner_id,status,from
            421003,offline,2026-03-01T02:00:01Z
            421003,active,2026-03-01T06:00:00Z
            421004,maintenance,2026-03-01T10:30:00Z
            421004,active,2026-03-01T12:30:00Z
            421005,error,2026-03-01T20:00:00+00:00
            421006,offline,2026-03-02
            """;

    @TempDir
    private static Path folder;

    private static String file(String name, String text) throws IOException {
        return Files.writeString(folder.resolve(name), text).toString();
    }

    private static Cli site(String... arguments) {
        return Cli.onSharedPipeline(Stream.concat(Stream.of(arguments), Stream.of("--site-id", SITE))
                .toArray(String[]::new));
    }

    private static Cli generate(String... more) {
        return site(Stream.concat(
                        Stream.of("generate", "--from", FROM, "--hours", "24", "--output", "json"), Stream.of(more))
                .toArray(String[]::new));
    }

    @Test
    @Order(1)
    void shouldLoadAScheduleIntoTheDatabase() throws Exception {
        Cli init = site(
                "fleet",
                "init",
                "--miners",
                "" + MINERS,
                "--first-miner-id",
                "" + FIRST_MINER,
                "--mix",
                "active=1",
                "--null-baselines",
                "0.5");
        assertThat(init.exitCode()).as(init.err()).isZero();
        String wrong = file("wrong.csv", SCHEDULE + "421999,offline,2026-03-01\n421003,error,2026-03-01T06:00:00Z\n");

        Cli refused = site("fleet", "load", "--schedule", wrong);
        Cli load = site("fleet", "load", "--schedule", file("schedule.csv", SCHEDULE));
        Cli again = site("fleet", "load", "--schedule", file("schedule.csv", SCHEDULE), "--output", "json");

        assertThat(refused.exitCode()).isEqualTo(2);
        assertThat(refused.err())
                .isEqualTo(
                        """
                        minerstream fleet load: schedule file %s: 2 findings, nothing was loaded:
                          wrong.csv:8: miner_id: must be a miner of site 421, got '421999'
                          wrong.csv:9: from: must be another time for each change of a miner, got 2026-03-01T06:00:00Z of miner 421003 again after line 3
                        """
                                .formatted(wrong));
        assertThat(load.exitCode()).as(load.err()).isZero();
        assertThat(load.out())
                .contains("  status changes: 6 of 4 miners, from 2026-03-01T02:00:01Z to 2026-03-02T00:00:00Z\n")
                .endsWith("\nschedule: 6 changes written, 0 removed, 0 unchanged\n");
        assertThat(again.json().get("schedule").toString()).isEqualTo("{\"written\":0,\"removed\":0,\"unchanged\":6}");
        assertThat(SharedPipeline.query(
                        "SELECT string_agg(concat_ws(' ', miner_id, valid_from, status), ', ' ORDER BY miner_id, valid_from)"
                                + " FROM hosting_miner_status_changes WHERE miner_id BETWEEN 421003 AND 421004"))
                .isEqualTo("421003 2026-03-01 02:00:01 offline, 421003 2026-03-01 06:00:00 active, "
                        + "421004 2026-03-01 10:30:00 maintenance, 421004 2026-03-01 12:30:00 active");
    }

    @Test
    @Order(2)
    void shouldListTheStatusesOfNowAndTheSchedule() {
        JsonNode json = site("fleet", "list", "--output", "json").json().at("/sites/0");

        assertThat(json.get("statuses").toString()).isEqualTo("{\"active\":28,\"error\":1,\"offline\":1}");
        assertThat(json.get("schedule").toString())
                .isEqualTo("{\"changes\":6,\"miners\":4,\"first\":\"2026-03-01T02:00:01Z\","
                        + "\"last\":\"2026-03-02T00:00:00Z\"}");
        assertThat(site("fleet", "list", "--lang", "zh").out())
                .contains("  状态变更：4 台矿机共 6 次，自 2026-03-01T02:00:01Z 至 2026-03-02T00:00:00Z\n");
    }

    @Test
    @Order(3)
    void shouldRequireTheScheduleOfTheDatabase() throws Exception {
        String other = file("other.csv", "miner_id,status,from\n421007,offline,2026-03-01\n");

        Cli refused = generate("--schedule", other, "--dry-run");

        assertThat(refused.exitCode()).isEqualTo(1);
        assertThat(refused.err().strip())
                .isEqualTo("minerstream generate: --schedule: the database must have the schedule of " + other
                        + " for site_id=421, since the checks in SQL go by it, got 6 status changes of 4 miners there and 1 status"
                        + " changes of 1 miners in the file; nothing was written; run `minerstream fleet load --schedule "
                        + other + " --site-id 421` first");
        Cli preview = site("generate", "--from", FROM, "--hours", "24", "--dry-run");
        assertThat(preview.out())
                .contains("schedule                5 status changes are scheduled inside of the range\n");
    }

    @Test
    @Order(4)
    void shouldGenerateLandAndPassEveryCheck() throws Exception {
        Cli run = generate("--schedule", folder.resolve("schedule.csv").toString());

        assertThat(run.exitCode()).as(run.err() + run.out()).isZero();
        JsonNode json = run.json();
        assertThat(json.get("statusDistribution").toString()).isEqualTo("{\"active\":30}");
        assertThat(json.get("scheduledChanges").intValue()).isEqualTo(5);
        assertThat(json.at("/verdict/passed").booleanValue()).as(run.out()).isTrue();
        assertThat(json.at("/verdict/alerts").intValue()).isZero();
        assertThat(json.at("/checks/checks")).hasSize(6).allSatisfy(check -> assertThat(
                        check.get("outcome").textValue())
                .isEqualTo("pass"));
    }

    @Test
    @Order(5)
    void shouldHaveNullsInTheTableExactlyWhileAMinerDoesNotRun() throws Exception {
        assertThat(SharedPipeline.query(
                        "SELECT string_agg(concat_ws(' ', miner_id, to_char(recorded_at, 'HH24')), ', ' ORDER BY miner_id,"
                                + " recorded_at) FROM miner_telemetry WHERE miner_id BETWEEN 421000 AND 421999"
                                + " AND (temperature IS NULL OR fan_speed IS NULL OR hashrate = 0)"))
                .isEqualTo("421003 03, 421003 04, 421003 05, 421005 20, 421005 21, 421005 22, 421005 23");
        assertThat(
                        SharedPipeline.query(
                                "SELECT string_agg(to_char(recorded_at, 'HH24'), ', ' ORDER BY recorded_at) FROM miner_telemetry"
                                        + " WHERE miner_id = 421004 AND hashrate < 0.5 * (SELECT max(hashrate) FROM miner_telemetry WHERE miner_id = 421004)"))
                .as("maintenance")
                .isEqualTo("11, 12");
    }

    @Test
    @Order(6)
    void shouldCheckByTheStatusesOfThatTime() {
        Cli verify = site("verify", "--from", FROM, "--hours", "24", "--output", "json");

        assertThat(verify.exitCode()).as(verify.out()).isZero();
        JsonNode statuses = verify.json().get("statuses");
        assertThat(statuses).hasSize(4).anySatisfy(status -> {
            assertThat(status.get("status").textValue()).isEqualTo("offline");
            assertThat(status.get("records").intValue()).isEqualTo(3);
            assertThat(status.get("maxHashrate").doubleValue()).isZero();
        });
    }

    @Test
    @Order(6)
    void shouldNoticeARowThatDoesNotFollowTheSchedule() throws Exception {
        String where = " WHERE miner_id = 421003 AND recorded_at = '2026-03-01 04:00'";
        SharedPipeline.updateOne("UPDATE miner_telemetry SET temperature = 70" + where);
        try {
            Cli verify = site("verify", "--from", FROM, "--hours", "24");

            assertThat(verify.exitCode()).isEqualTo(1);
            assertThat(verify.out()).contains("421003").contains("offline");
        } finally {
            SharedPipeline.updateOne("UPDATE miner_telemetry SET temperature = NULL" + where);
        }
    }

    @Test
    @Order(7)
    void shouldComputeEveryRowAgainFromTheRosterInTheTopic() {
        Cli table = site("verify", "--exact", "--output", "json");
        Cli topic = site("verify", "--exact", "--topic", "--output", "json");

        assertThat(table.exitCode()).as(table.out() + table.err()).isZero();
        assertThat(table.json().get("fleet").textValue()).isEqualToIgnoringCase("roster");
        assertThat(topic.exitCode()).as(topic.out() + topic.err()).isZero();
    }

    @Test
    @Order(7)
    void shouldHaveFurtherEntriesInTheRoster() {
        assertThat(roster(421_003))
                .containsExactly(
                        "active from 2026-03-01T00:00:00Z",
                        "offline from 2026-03-01T02:00:01Z",
                        "active from 2026-03-01T06:00:00Z");
        assertThat(roster(421_006)).containsExactly("active from 2026-03-01T00:00:00Z");
        assertThat(roster(421_007)).containsExactly("active from 2026-03-01T00:00:00Z");
    }

    /** As when Kafka has compacted the topic: a miner's last entry is left. */
    @Test
    @Order(8)
    void shouldTakeTheFleetOfTheDatabaseWhereTheTopicHasForgottenTheRun() {
        Cli publish = site("fleet", "publish", "--valid-from", "2026-02-01");
        assertThat(publish.exitCode()).as(publish.err()).isZero();
        Cli other = site(
                "fleet",
                "publish",
                "--valid-from",
                "2026-02-01",
                "--miners",
                "" + MINERS,
                "--first-miner-id",
                "" + FIRST_MINER,
                "--mix",
                "offline=1");
        assertThat(other.exitCode()).as(other.err()).isZero();

        Cli table = site("verify", "--exact", "--output", "json");

        assertThat(table.exitCode()).as(table.out() + table.err()).isZero();
        assertThat(table.json().get("fleet").textValue()).isEqualToIgnoringCase("database");
    }

    @Test
    @Order(9)
    void shouldReplaceTheScheduleOfTheSite() throws Exception {
        String fewer = file(
                "fewer.json", "[{\"miner_id\": 421003, \"status\": \"error\", \"from\": \"2026-03-01T02:00:01Z\"}]");

        Cli load = site("fleet", "load", "--schedule", fewer, "--lang", "zh");

        assertThat(load.out()).endsWith("\n计划：写入 1 次变更，移除 5 次，0 次无需更改\n");
        assertThat(SharedPipeline.query(
                        "SELECT string_agg(concat_ws(' ', miner_id, status), ', ') FROM hosting_miner_status_changes"
                                + " WHERE miner_id BETWEEN 421000 AND 421999"))
                .isEqualTo("421003 error");
    }

    /** From the roster topic and a file, without a database. */
    @Test
    @Order(10)
    void shouldWriteTheSameWhenKilledOrInShards() throws Exception {
        for (String prefix : List.of("scheduled-whole-", "scheduled-killed-", "scheduled-shards-")) {
            Cli publish = Cli.run(withoutDatabase(
                    prefix,
                    "fleet",
                    "publish",
                    "--valid-from",
                    "2026-03-01",
                    "--miners",
                    "" + MINERS,
                    "--first-miner-id",
                    "" + FIRST_MINER,
                    "--mix",
                    "active=1"));
            assertThat(publish.exitCode()).as(publish.err()).isZero();
        }
        String schedule = file("schedule.csv", SCHEDULE);
        String[] run = {
            "generate", "--from", FROM, "--hours", "24", "--no-wait", "--commit", "70", "--schedule", schedule
        };
        assertThat(Cli.run(withoutDatabase("scheduled-whole-", run)).exitCode()).isZero();

        assertThat(KilledCli.run(List.of(withoutDatabase("scheduled-killed-", run)), 300, folder))
                .isTrue();
        Cli resumed = Cli.run(withoutDatabase("scheduled-killed-", run));
        for (int shard = 0; shard < 2; shard++) {
            List<String> part = new ArrayList<>(List.of(run));
            part.addAll(List.of("--shard", shard + "/2"));
            Cli written = Cli.run(withoutDatabase("scheduled-shards-", part.toArray(String[]::new)));
            assertThat(written.exitCode()).as(written.err()).isZero();
        }

        assertThat(resumed.exitCode()).as(resumed.err()).isZero();
        for (String topic : List.of("miner-telemetry", "hosting-miners")) {
            List<String> whole = contents("scheduled-whole-" + topic);
            assertThat(whole).hasSize(topic.equals("hosting-miners") ? MINERS + 8 : MINERS * 24);
            assertThat(contents("scheduled-killed-" + topic)).isEqualTo(whole);
            assertThat(contents("scheduled-shards-" + topic)).isEqualTo(whole);
        }
        Cli exact = Cli.run(withoutDatabase("scheduled-shards-", "verify", "--exact", "--topic"));
        assertThat(exact.exitCode()).as(exact.out() + exact.err()).isZero();
    }

    private static String[] withoutDatabase(String prefix, String... arguments) {
        List<String> all = new ArrayList<>(List.of(arguments));
        all.addAll(SharedPipeline.options().subList(0, 4));
        all.addAll(List.of("--site-id", SITE, "--topic-prefix", prefix));
        return all.toArray(String[]::new);
    }

    /** All that the committed records say, sorted. */
    private static List<String> contents(String topic) {
        HexFormat hex = HexFormat.of();
        return RawTopic.read(SharedPipeline.connections(), topic).stream()
                .map(record -> "%s at %s: %s = %s %s"
                        .formatted(
                                record.partition(),
                                record.timestamp(),
                                hex.formatHex(record.key()),
                                // Behind the schema id: the subjects of two prefixes may have two.
                                hex.formatHex(record.value(), 5, record.value().length),
                                record.headers().lastHeader("run") == null
                                        ? ""
                                        : new String(
                                                record.headers()
                                                        .lastHeader("run")
                                                        .value(),
                                                UTF_8)))
                .sorted()
                .toList();
    }

    private static List<String> roster(int minerId) {
        String topic = TopicNames.DEFAULT.miners();
        List<String> entries = new ArrayList<>();
        try (var deserializer = new AvroRecordDeserializer<>(HostingMiner.class)) {
            deserializer.configure(SharedPipeline.connections().kafkaProperties(), false);
            for (ConsumerRecord<byte[], byte[]> entry : RawTopic.read(SharedPipeline.connections(), topic)) {
                if (ByteBuffer.wrap(entry.key()).getInt() == minerId) {
                    entries.add(deserializer.deserialize(topic, entry.value()).getStatus() + " from "
                            + Instant.ofEpochMilli(entry.timestamp()));
                }
            }
        }
        return entries;
    }
}

package io.minerstream.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.minerstream.avro.HostingMiner;
import io.minerstream.schemas.serde.AvroRecordDeserializer;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.postgresql.PGConnection;

/** One fleet, from its file to the database, to the topic and to readings: each test starts from the state of those before it. */
@ExtendWith(SharedPipeline.class)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class FleetCommandIT {

    private static final String SITE = "401";
    private static final String PREFIX = "fleet-it.";
    private static final String TOPIC = PREFIX + "hosting-miners";

    private static final String FLEET =
            """
            miner_id,serial_number,model,manufacturer,reference_hashrate_th,reference_power_w,status,actual_hashrate_th,actual_power_w
            401003,IT-3,Fleet IT 200,Bitmain,200,3500,active,198.4,3522.5
            401001,IT-1,Fleet IT 200,Bitmain,200,3500,active,,
            401002,"IT-2, left",Fleet IT,,,,maintenance,,3100
            401004,IT-4,,,,,decommissioned,0,
            """;

    /** The statement of docs/fleets.md. */
    private static final String EXPORT =
            """
            COPY (SELECT hm.id AS miner_id, hm.serial_number, mm.model_name AS model, hm.status,
                         hm.actual_hashrate AS actual_hashrate_th, hm.actual_power AS actual_power_w, mm.manufacturer,
                         mm.reference_hashrate AS reference_hashrate_th, mm.reference_power AS reference_power_w, hm.site_id
                    FROM hosting_miners hm LEFT JOIN miner_models mm ON mm.id = hm.miner_model_id
                   WHERE hm.site_id = 401 ORDER BY hm.id) TO STDOUT WITH (FORMAT csv, HEADER)""";

    @TempDir
    private static Path folder;

    private static Cli fleet(String... arguments) {
        List<String> all = new ArrayList<>(List.of("fleet"));
        all.addAll(List.of(arguments));
        all.addAll(List.of("--topic-prefix", PREFIX));
        return Cli.onSharedPipeline(all.toArray(String[]::new));
    }

    private static String file(String name, String text) throws IOException {
        return Files.writeString(folder.resolve(name), text).toString();
    }

    @Test
    @Order(1)
    void shouldWriteNothingOfABrokenFile() throws Exception {
        String broken = file("broken.csv", FLEET + "401001,IT-9,,,,,active,NaN,\n");

        Cli load = fleet("load", "--file", broken, "--site-id", SITE);

        assertThat(load.exitCode()).isEqualTo(2);
        assertThat(load.out()).isEmpty();
        assertThat(load.err())
                .isEqualTo(
                        """
                        minerstream fleet load: fleet file %s: 2 findings, nothing was loaded:
                          broken.csv:6: actual_hashrate_th: must be a number of TH/s from 0 to 10000, got 'NaN'
                          broken.csv:6: miner_id: must be unique, got 401001 again after line 3
                        """
                                .formatted(broken));
        assertThat(SharedPipeline.query("SELECT count(*) FROM hosting_miners WHERE id BETWEEN 401000 AND 401999"))
                .isEqualTo("0");
    }

    @Test
    @Order(2)
    void shouldLoadAFile() throws Exception {
        Cli load = fleet("load", "--file", file("fleet.csv", FLEET), "--site-id", SITE);

        assertThat(load.exitCode()).as(load.err()).isZero();
        assertThat(load.out())
                .isEqualTo(
                        """
                        Site 401: 4 miners
                          status          miners
                          active               2
                          decommissioned       1  counts as not running
                          maintenance          1

                          model         manufacturer  TH/s      W  miners
                          Fleet IT 200  Bitmain        200  3,500       2
                          Fleet IT                    NULL   NULL       1
                          (none)                                        1

                          NULL baselines: actual hashrate 2, actual power 2
                          on the default of 110 TH/s: 2; of 3,000 W: 1

                        4 rows written, 0 unchanged
                        """);
        assertThat(SharedPipeline.query(
                        "SELECT string_agg(concat_ws('/', hm.id, serial_number, model_name, actual_hashrate, actual_power, status),"
                                + " ' ' ORDER BY hm.id) FROM hosting_miners hm LEFT JOIN miner_models mm ON mm.id = miner_model_id"
                                + " WHERE site_id = 401"))
                .isEqualTo("401001/IT-1/Fleet IT 200/active 401002/IT-2, left/Fleet IT/3100/maintenance "
                        + "401003/IT-3/Fleet IT 200/198.4/3522.5/active 401004/IT-4/0/decommissioned");
    }

    @Test
    @Order(3)
    void shouldLoadWhatTheDatabaseExportsWithoutWritingARow() throws Exception {
        Path exported = folder.resolve("exported.csv");
        try (Connection database = SharedPipeline.database();
                OutputStream out = Files.newOutputStream(exported)) {
            database.unwrap(PGConnection.class).getCopyAPI().copyOut(EXPORT, out);
        }

        Cli load = fleet("load", "--file", exported.toString(), "--output", "json");

        assertThat(load.exitCode()).as(load.err()).isZero();
        assertThat(load.json().get("written").intValue()).isZero();
        assertThat(load.json().get("unchanged").intValue()).isEqualTo(4);
        assertThat(load.json().at("/sites/0/siteId").intValue()).isEqualTo(401);
    }

    @Test
    @Order(4)
    void shouldListTheSiteInTheDatabase() {
        Cli one = fleet("list", "--site-id", SITE, "--output", "json");
        Cli all = fleet("list", "--output", "json");

        JsonNode site = one.json().at("/sites/0");
        assertThat(site.get("statuses").toString()).isEqualTo("{\"active\":2,\"decommissioned\":1,\"maintenance\":1}");
        assertThat(site.at("/models/0/manufacturer").textValue()).isEqualTo("Bitmain");
        assertThat(all.json().get("sites")).contains(site);
        assertThat(fleet("list", "--site-id", "499").err().strip())
                .isEqualTo("minerstream fleet list: No miners found for site_id=499");
    }

    @Test
    @Order(5)
    void shouldPublishTheFleet() {
        Cli publish = fleet("publish", "--site-id", SITE, "--valid-from", "2026-03-01T09:00:00Z");

        assertThat(publish.exitCode()).as(publish.err()).isZero();
        assertThat(publish.out())
                .isEqualTo("Site 401: 4 written, 0 removed, 0 unchanged; valid from 2026-03-01T09:00:00Z\n");
        assertThat(entries()).hasSize(4).allSatisfy(entry -> assertThat(entry.timestamp())
                .isEqualTo(Instant.parse("2026-03-01T09:00:00Z").toEpochMilli()));
    }

    @Test
    @Order(6)
    void shouldPublishNothingTheSecondTime() {
        var before = RawTopic.logEnds(SharedPipeline.connections(), TOPIC);

        Cli again = fleet("publish", "--site-id", SITE, "--output", "json");

        JsonNode site = again.json().at("/sites/0");
        assertThat(site.get("written").intValue()).isZero();
        assertThat(site.get("removed").intValue()).isZero();
        assertThat(site.get("unchanged").intValue()).isEqualTo(4);
        assertThat(Instant.parse(site.get("validFrom").textValue()).getEpochSecond() % 3600)
                .isZero();
        assertThat(RawTopic.logEnds(SharedPipeline.connections(), TOPIC)).isEqualTo(before);
    }

    @Test
    @Order(7)
    void shouldPublishWhatChangedAndTombstonesOfWhatIsGone() throws Exception {
        SharedPipeline.updateOne("UPDATE hosting_miners SET status = 'offline' WHERE id = 401003");
        SharedPipeline.updateOne("DELETE FROM hosting_miners WHERE id = 401004");

        Cli publish = fleet("publish", "--site-id", SITE, "--valid-from", "2026-03-01T10:00:00Z");

        assertThat(publish.out())
                .isEqualTo("Site 401: 1 written, 1 removed, 2 unchanged; valid from 2026-03-01T10:00:00Z\n");
        List<ConsumerRecord<byte[], byte[]>> entries = entries();
        assertThat(entries).hasSize(6);
        assertThat(entriesOf(entries, 401004).get(1).value()).isNull();
        assertThat(status(entriesOf(entries, 401003).get(1))).isEqualTo("offline");
    }

    @Test
    @Order(8)
    void shouldListTheTopic() {
        Cli list = fleet("list", "--topic");

        assertThat(list.exitCode()).as(list.err()).isZero();
        assertThat(list.out())
                .isEqualTo(
                        """
                        Site 401: 3 miners
                          status       miners
                          active            1
                          maintenance       1
                          offline           1

                          model         manufacturer  TH/s      W  miners
                          Fleet IT 200                 200  3,500       2
                          Fleet IT                    NULL   NULL       1

                          NULL baselines: actual hashrate 2, actual power 1
                          on the default of 110 TH/s: 1; of 3,000 W: 0
                          status changes: 1 of 1 miners, from 2026-03-01T10:00:00Z to 2026-03-01T10:00:00Z
                        """);
    }

    @Test
    @Order(9)
    void shouldGenerateFromTheTopicWhereNoDatabaseIsKnown() {
        int before = entries().size();

        Cli run = withoutDatabase(
                "generate",
                "--site-id",
                SITE,
                "--from",
                "2026-03-01T10:00:00Z",
                "--hours",
                "24",
                "--no-wait",
                "--output",
                "json");

        assertThat(run.exitCode()).as(run.err()).isZero();
        List<ConsumerRecord<byte[], byte[]>> readings =
                RawTopic.read(SharedPipeline.connections(), PREFIX + "miner-telemetry");
        assertThat(readings).hasSize(3 * 24);
        assertThat(readings)
                .extracting(reading -> ByteBuffer.wrap(reading.key()).getInt())
                .containsOnly(401001, 401002, 401003);
        assertThat(entries()).as("the roster says already what the run needs").hasSize(before);
    }

    @Test
    @Order(10)
    void shouldSayWhatToDoWhenTheTopicHasNoMiners() {
        Cli run = withoutDatabase("generate", "--site-id", "499", "--no-wait");

        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.err().strip())
                .isEqualTo(
                        "minerstream generate: No miners found for site_id=499 in topic fleet-it.hosting-miners, and no database is "
                                + "known; run `minerstream fleet publish` first, or give --database-url or --miners");
    }

    @Test
    @Order(11)
    void shouldRefuseToPublishMinersOfAnotherSite() {
        var before = RawTopic.logEnds(SharedPipeline.connections(), TOPIC);

        Cli publish = fleet(
                "publish", "--site-id", "402", "--miners", "5", "--first-miner-id", "401000", "--mix", "active=1");

        assertThat(publish.exitCode()).isEqualTo(1);
        assertThat(publish.err().strip())
                .isEqualTo(
                        """
                        minerstream fleet publish: 1 finding, nothing was written:
                          topic fleet-it.hosting-miners: miners must be new or of site_id=402 already, got 3 that are of other sites; \
                        first: miner 401001 (one of them is of site_id=401); use other ids, or publish those sites without them first""");
        assertThat(RawTopic.logEnds(SharedPipeline.connections(), TOPIC)).isEqualTo(before);
    }

    @Test
    @Order(12)
    void shouldPublishEverySiteOfAFileWithoutADatabase() throws IOException {
        String file = file(
                "sites.json",
                """
                [{"miner_id": 403001, "serial_number": "J-1", "status": "active", "site_id": 403},
                 {"miner_id": 404001, "serial_number": "J-2", "status": "active", "site_id": 404, "model": "S21"}]
                """);

        Cli publish =
                withoutDatabase("fleet", "publish", "--file", file, "--valid-from", "2026-03-01", "--output", "json");
        Cli one = withoutDatabase(
                "fleet", "publish", "--file", file, "--site-id", "404", "--valid-from", "2026-03-01", "--lang", "zh");
        Cli none = withoutDatabase("fleet", "publish", "--file", file, "--site-id", "405");

        assertThat(publish.exitCode()).as(publish.err()).isZero();
        assertThat(publish.json().get("sites"))
                .hasSize(2)
                .allSatisfy(site -> assertThat(site.get("written").intValue()).isEqualTo(1));
        assertThat(one.out()).isEqualTo("站点 404：写入 0，移除 0，未变 1；自 2026-03-01T00:00:00Z 起有效\n");
        assertThat(none.exitCode()).isEqualTo(2);
        assertThat(none.err().strip())
                .isEqualTo(
                        "minerstream fleet publish: --site-id: must be a site of " + file
                                + ", which has miners of [403, 404], got 405; nothing was written\nTry 'minerstream fleet publish --help'.");
    }

    @Test
    @Order(13)
    void shouldMakeSeveralSites() throws SQLException {
        Cli init = fleet(
                "init",
                "--site-id",
                "406",
                "--sites",
                "3",
                "--miners",
                "50",
                "--first-miner-id",
                "406000",
                "--null-baselines",
                "0");

        assertThat(init.exitCode()).as(init.err()).isZero();
        assertThat(init.out().lines()).hasSize(3);
        assertThat(SharedPipeline.query(
                        "SELECT string_agg(concat_ws(':', site_id, n, first, nulls), ' ' ORDER BY site_id) FROM (SELECT site_id,"
                                + " count(*) AS n, min(id) AS first, count(*) FILTER (WHERE actual_hashrate IS NULL) AS nulls"
                                + " FROM hosting_miners WHERE site_id BETWEEN 406 AND 408 GROUP BY site_id) s"))
                .isEqualTo("406:50:406000:0 407:50:406050:0 408:50:406100:0");
    }

    private static Cli withoutDatabase(String... arguments) {
        List<String> all = new ArrayList<>(List.of(arguments));
        all.addAll(List.of(
                "--bootstrap-server", SharedPipeline.endpoints().bootstrapServers(),
                "--schema-registry-url", SharedPipeline.endpoints().registryUrl(),
                "--topic-prefix", PREFIX));
        return Cli.run(all.toArray(String[]::new));
    }

    private static List<ConsumerRecord<byte[], byte[]>> entries() {
        return RawTopic.read(SharedPipeline.connections(), TOPIC);
    }

    private static List<ConsumerRecord<byte[], byte[]>> entriesOf(
            List<ConsumerRecord<byte[], byte[]>> entries, int minerId) {
        return entries.stream()
                .filter(entry -> ByteBuffer.wrap(entry.key()).getInt() == minerId)
                .toList();
    }

    private static String status(ConsumerRecord<byte[], byte[]> entry) {
        try (var deserializer = new AvroRecordDeserializer<>(HostingMiner.class)) {
            deserializer.configure(SharedPipeline.connections().kafkaProperties(), false);
            return deserializer.deserialize(TOPIC, entry.value()).getStatus();
        }
    }
}

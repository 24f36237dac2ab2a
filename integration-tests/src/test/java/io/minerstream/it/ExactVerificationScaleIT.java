package io.minerstream.it;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.minerstream.pipeline.connection.Connections;
import io.minerstream.pipeline.fleet.FleetSeeding;
import io.minerstream.pipeline.setup.Preparation;
import io.minerstream.pipeline.setup.TopicSettings;
import io.minerstream.producer.fleet.Fleet;
import io.minerstream.producer.fleet.StatusMix;
import io.minerstream.producer.fleet.SyntheticFleet;
import io.minerstream.producer.publish.RunListener;
import io.minerstream.producer.publish.TelemetryPublisher;
import io.minerstream.producer.run.RunSpec;
import io.minerstream.producer.signal.GeneratedReading;
import io.minerstream.producer.signal.Signal;
import io.minerstream.producer.signal.SignalProfile;
import io.minerstream.producer.signal.TimePoint;
import io.minerstream.schemas.run.RunId;
import io.minerstream.schemas.run.TimeRange;
import io.minerstream.schemas.topic.TopicNames;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyIn;

/**
 * A million rows in a table and in a topic, compared by commands whose whole heap is a fraction of what the rows would take. The
 * rows of the table are computed here from the signal itself, hour by hour, and copied in.
 */
@Tag("long")
@ExtendWith(SharedPipeline.class)
class ExactVerificationScaleIT {

    private static final int SITE = 8150;
    private static final int MINERS = 41_667;
    private static final int HOURS = 24;
    private static final long ROWS = (long) MINERS * HOURS;
    private static final String HEAP = "64m";
    private static final TopicNames TOPICS = new TopicNames("exactmillion-");
    private static final RunSpec SPEC = new RunSpec(
            new RunId("million1"),
            SITE,
            TimeRange.hourly(Instant.parse("2026-03-01T00:00:00Z"), Instant.parse("2026-03-02T00:00:00Z")),
            42,
            SignalProfile.REALISTIC,
            10_000,
            false);

    private static TelemetrySchema table;

    @TempDir
    private Path folder;

    @BeforeAll
    static void fill() throws SQLException {
        Fleet fleet = new SyntheticFleet(MINERS, SITE, 42, StatusMix.DEFAULT, 81_500_000).load();
        FleetSeeding.seed(SharedPipeline.connections(), fleet);
        Connections connections = Connections.embedded(SharedPipeline.endpoints(), TOPICS);
        Preparation.ofAll(connections, new TopicSettings(6, (short) 1), null).prepare();
        new TelemetryPublisher(connections.kafkaProperties(), TOPICS, Clock.systemUTC())
                .publish(fleet, SPEC, RunListener.NONE);
        table = TelemetrySchema.copyOf(SITE, "exact_million");
        try (Connection database = table.connections(TOPICS).warehouse().open();
                Statement sql = database.createStatement()) {
            sql.execute("CREATE UNIQUE INDEX ON miner_telemetry (miner_id, recorded_at)");
            sql.execute("CREATE INDEX ON miner_telemetry (recorded_at)");
            copy(database, fleet);
            sql.execute("ANALYZE miner_telemetry");
        }
    }

    private static void copy(Connection database, Fleet fleet) throws SQLException {
        CopyIn copy = database.unwrap(PGConnection.class)
                .getCopyAPI()
                .copyIn(
                        "COPY miner_telemetry (miner_id, recorded_at, hashrate, power_consumption, temperature, fan_speed,"
                                + " accepted_shares, rejected_shares) FROM STDIN");
        for (int hour = 0; hour < HOURS; hour++) {
            Signal.Frame frame = SPEC.profile()
                    .signal()
                    .at(SPEC.seed(), SITE, TimePoint.hour(SPEC.range().from().getEpochSecond() / 3_600 + hour));
            for (int i = 0; i < fleet.size(); i++) {
                GeneratedReading reading = frame.read(fleet.minerId(i), fleet.status(i), fleet.baseline(i));
                byte[] row = line(reading, SPEC.range().at(hour)).getBytes(UTF_8);
                copy.writeToCopy(row, 0, row.length);
            }
        }
        assertThat(copy.endCopy()).isEqualTo(ROWS);
    }

    private static String line(GeneratedReading reading, Instant time) {
        return reading.minerId() + "\t" + time.toString().replace("Z", "") + "\t" + reading.hashrateTh() + "\t"
                + reading.powerW() + "\t" + orNull(reading.temperatureC()) + "\t" + orNull(reading.fanRpm()) + "\t"
                + reading.acceptedShares() + "\t" + reading.rejectedShares() + "\n";
    }

    private static String orNull(Object value) {
        return value == null ? "\\N" : value.toString();
    }

    @Test
    void shouldCompareAMillionRowsOfATableInASmallHeap() throws Exception {
        JsonNode report = verify();

        assertThat(report.get("passed").booleanValue())
                .as(report.toPrettyString())
                .isTrue();
        assertThat(report.get("equal").longValue()).isEqualTo(ROWS);
    }

    @Test
    void shouldCompareAMillionRecordsOfATopicInASmallHeap() throws Exception {
        JsonNode report = verify("--topic");

        assertThat(report.get("passed").booleanValue())
                .as(report.toPrettyString())
                .isTrue();
        assertThat(report.get("equal").longValue()).isEqualTo(ROWS);
    }

    private JsonNode verify(String... more) throws IOException, InterruptedException {
        List<String> arguments = new ArrayList<>(List.of(
                "verify", "--exact", "--run", SPEC.id().text(), "--output", "json", "--topic-prefix", TOPICS.prefix()));
        Collections.addAll(arguments, more);
        arguments.addAll(table.options());
        Cli run = Cli.runWithHeap(HEAP, folder, arguments);
        assertThat(run.exitCode()).as(run.err() + run.out()).isZero();
        return run.json();
    }
}

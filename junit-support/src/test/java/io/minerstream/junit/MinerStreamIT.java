package io.minerstream.junit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.minerstream.avro.MinerTelemetry;
import io.minerstream.avro.WindowVerdict;
import io.minerstream.pipeline.run.RunOutcome;
import io.minerstream.schemas.topic.TopicScan;
import io.minerstream.validator.ResultTopic;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The stacks of the examples. */
class MinerStreamIT {

    @RegisterExtension
    static final MinerStream stream =
            MinerStream.builder().miners(100).hours(24).build();

    @RegisterExtension
    static final MinerStream rows =
            MinerStream.builder().miners(100).hours(24).connect().validator().build();

    @RegisterExtension
    final MinerStream again = MinerStream.builder().hours(24).build();

    @Test
    void shouldShareAStackAmongEqualSettingsAlone() {
        assertThat(again.connections()).isSameAs(stream.connections());
        assertThat(rows.bootstrapServers()).isNotEqualTo(stream.bootstrapServers());
        assertThat(rows.connections().stack().orElseThrow().dataDirectory())
                .isNotEqualTo(stream.connections().stack().orElseThrow().dataDirectory());
    }

    @Test
    void shouldStartNothingThatWasNotAskedFor() {
        assertThat(stream.connections().hasKafka()).isTrue();
        assertThat(stream.connections().hasWarehouse()).isFalse();
        assertThat(stream.connections().hasConnect()).isFalse();
        assertThatThrownBy(stream::verdicts)
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("verdicts(): needs the validator, which does not run; add validator() to the builder");
        assertThatThrownBy(stream::assertThatRowsAreExact)
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("assertThatRowsAreExact(): needs rows, which no sink writes; add connect() to the builder");
    }

    @Test
    void shouldPublishReadingsOfATestsOwn() {
        List<MinerTelemetry> before = readings();
        MinerTelemetry hot =
                MinerTelemetry.newBuilder(before.get(0)).setTemperature(125.0).build();

        stream.publish(hot);

        assertThat(readings()).hasSize(before.size() + 1).contains(hot);
    }

    @Test
    void shouldPublishTheNextHours() {
        RunOutcome next = rows.publish(2);

        assertThat(next.passed()).isTrue();
        assertThat(next.published().recordsCommitted()).isEqualTo(200);
        assertThat(rows.verdicts())
                .containsAll(next.verdicts())
                .extracting(WindowVerdict::getWindowStart)
                .isSorted()
                .contains(next.spec().range().from());
    }

    @Test
    void shouldSayWhichRowIsNotExact() throws SQLException {
        String row =
                "FROM miner_telemetry WHERE miner_id = 7 AND recorded_at = (SELECT min(recorded_at) FROM miner_telemetry)";
        try (Connection database = rows.connections().warehouse().open();
                Statement statement = database.createStatement()) {
            statement.executeUpdate("CREATE TABLE kept AS SELECT * " + row);
            assertThat(statement.executeUpdate("DELETE " + row)).isEqualTo(1);
            try {
                assertThatThrownBy(rows::assertThatRowsAreExact)
                        .isInstanceOf(AssertionError.class)
                        .hasMessageContaining(
                                "must be exactly the 2400 generated ones, got 1 missing, 0 extra, 0 different; the first: ")
                        .hasMessageContaining("minerId=7");
            } finally {
                statement.executeUpdate("INSERT INTO miner_telemetry SELECT * FROM kept");
                statement.executeUpdate("DROP TABLE kept");
            }
        }
        rows.assertThatRowsAreExact();
    }

    private static List<MinerTelemetry> readings() {
        Map<String, String> client = stream.connections().kafkaProperties();
        List<MinerTelemetry> readings = new ArrayList<>();
        try (Consumer<String, MinerTelemetry> consumer =
                ResultTopic.open("miner-telemetry", MinerTelemetry.class, client, client)) {
            TopicScan.toStableEnd(consumer, record -> readings.add(record.value()));
        }
        return readings;
    }
}

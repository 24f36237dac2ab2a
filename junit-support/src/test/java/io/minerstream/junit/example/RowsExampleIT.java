package io.minerstream.junit.example;

import static org.assertj.core.api.Assertions.assertThat;

import io.minerstream.avro.WindowVerdict;
import io.minerstream.junit.MinerStream;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class RowsExampleIT {

    @RegisterExtension
    static final MinerStream stream =
            MinerStream.builder().miners(100).hours(24).connect().validator().build();

    @Test
    void shouldJudgeAndLandWhatIsPublished() throws SQLException {
        stream.publish(12);

        assertThat(stream.verdicts()).isNotEmpty().allMatch(WindowVerdict::getPassed);
        stream.assertThatRowsAreExact();
        try (Connection database = stream.connections().warehouse().open();
                Statement statement = database.createStatement();
                ResultSet rows = statement.executeQuery("SELECT count(DISTINCT miner_id) FROM miner_telemetry")) {
            rows.next();
            assertThat(rows.getInt(1)).isEqualTo(100);
        }
    }
}

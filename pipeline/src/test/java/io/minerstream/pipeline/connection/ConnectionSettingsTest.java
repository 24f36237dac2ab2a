package io.minerstream.pipeline.connection;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ConnectionSettingsTest {

    /** An environment variable that is set to nothing arrives so. */
    @Test
    void shouldTakeEmptyTextsAndPathsAsNone() {
        Path empty = Path.of("");

        ConnectionSettings settings = new ConnectionSettings("", " ", "", "", "", empty, empty, Map.of(), "", empty);

        assertThat(settings)
                .isEqualTo(new ConnectionSettings(null, null, null, null, null, null, null, Map.of(), "", null));
        assertThat(settings.namesNoUrl()).isTrue();
    }

    @Test
    void shouldKeepWhatIsGiven() {
        ConnectionSettings settings = new ConnectionSettings(
                "kafka:9092", null, null, null, "ann", Path.of("password"), null, Map.of(), "eu-", null);

        assertThat(settings.bootstrapServer()).isEqualTo("kafka:9092");
        assertThat(settings.databaseUser()).isEqualTo("ann");
        assertThat(settings.databasePasswordFile()).isEqualTo(Path.of("password"));
        assertThat(settings.namesNoUrl()).isFalse();
    }
}

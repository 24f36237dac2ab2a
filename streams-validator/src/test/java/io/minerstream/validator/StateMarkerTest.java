package io.minerstream.validator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.kafka.streams.errors.ProcessorStateException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StateMarkerTest {

    @TempDir
    private Path folder;

    /** With stores in memory there is no state directory. */
    @Test
    void shouldBeThereUntilTheCleanEnd() {
        StateMarker marker = new StateMarker(folder.resolve("state/application.open"));

        assertThat(marker.set()).isTrue();
        assertThat(marker.set()).as("after a kill").isFalse();
        marker.remove();
        assertThat(marker.set()).isTrue();
    }

    @Test
    void shouldSayWhatCannotBeCreated() throws Exception {
        Path file = Files.createFile(folder.resolve("file"));

        assertThatThrownBy(() -> new StateMarker(file.resolve("application.open")).set())
                .isInstanceOf(ProcessorStateException.class)
                .hasMessageContaining(file + "/application.open cannot be created");
    }
}

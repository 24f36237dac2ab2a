package io.minerstream.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.minerstream.stack.StackEndpoints;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** A command from the whole archive of class data while the JVM's flight recorder looks at classes, on which JDK 17 can crash. */
@Tag("long")
@ExtendWith(SharedPipeline.class)
class RecordedCommandIT {

    @TempDir
    private Path folder;

    @Test
    void shouldRunFromTheArchiveWhileItIsRecorded() throws Exception {
        Path libraries = Installation.libraries(Files.createDirectory(folder.resolve("libraries")));
        try (Installation installation =
                new Installation(folder.resolve("whole"), libraries, Installation.allClasses())) {
            installation.waiting();
            await().atMost(Duration.ofMinutes(5))
                    .untilAsserted(() -> assertThat(installation.archives()).hasSize(1));
            Path recording = folder.resolve("recording.jfr");
            installation.environment("JAVA_TOOL_OPTIONS", "-XX:StartFlightRecording=filename=" + recording);
            StackEndpoints stack = SharedPipeline.endpoints();

            Process command = installation.start(
                    "sink",
                    "ddl",
                    "--database-url",
                    stack.jdbcUrl(),
                    "--database-user",
                    stack.databaseUser(),
                    "--database-password-file",
                    stack.passwordFile().toString());

            assertThat(command.waitFor()).isZero();
            assertThat(recording).isNotEmptyFile();
        }
    }
}

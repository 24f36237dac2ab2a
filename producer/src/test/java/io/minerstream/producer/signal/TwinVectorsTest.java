package io.minerstream.producer.signal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Three tell the same: the generator, the vectors of {@code docs/twin}, which a change here must not change, and the Python
 * generator that was written from {@code docs/twin.md}. With the system property {@code minerstream.docs.update} the
 * vectors are written anew.
 */
class TwinVectorsTest {

    private static final Path TWIN = Path.of("../docs/twin");
    private static final Path VECTORS = TWIN.resolve("vectors.json");
    private static final int RANDOM_READINGS = 10_000;

    @TempDir
    private Path folder;

    @Test
    void shouldHaveTheVectorsOfTheGenerator() throws IOException {
        String computed = TwinVectors.pinned().json();
        if (Boolean.getBoolean("minerstream.docs.update")) {
            Files.writeString(VECTORS, computed);
        }
        ObjectMapper mapper = new ObjectMapper();
        // Values, not texts: JDKs write some doubles with a digit more.
        JsonNode expected = mapper.readTree(Files.readString(VECTORS));

        assertThat(mapper.readTree(computed)).isEqualTo(expected);
    }

    @Test
    void shouldComputeTheVectorsInPython() throws Exception {
        assertThat(python(VECTORS)).matches("(?s)(\\d+) of \\1 vectors are equal\\s+");
    }

    @Test
    void shouldComputeRandomReadingsInPython() throws Exception {
        long seed = new Random().nextLong();
        Path random = Files.writeString(
                folder.resolve("vectors.json"),
                TwinVectors.random(new Random(seed), RANDOM_READINGS).json());

        assertThat(python(random)).as("seed %s", seed).matches("(?s)(\\d+) of \\1 vectors are equal\\s+");
    }

    private static String python(Path vectors) throws Exception {
        ProcessBuilder command =
                new ProcessBuilder("python3", TWIN.resolve("twin.py").toString(), vectors.toString());
        // No compiled files beside the sources.
        command.environment().put("PYTHONDONTWRITEBYTECODE", "1");
        Process process;
        try {
            process = command.redirectErrorStream(true).start();
        } catch (IOException e) {
            assumeTrue(false, "python3 is not installed: " + e.getMessage());
            throw e;
        }
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        process.waitFor();
        return output;
    }
}

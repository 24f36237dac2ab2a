package io.minerstream.junit;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code docs/junit.md} shows the examples that run here. */
class DocumentTest {

    @ParameterizedTest
    @ValueSource(strings = {"ConsumerExampleIT", "RowsExampleIT"})
    void shouldShowTheExamplesAsTheyAre(String example) throws IOException {
        Path source = Path.of("src/test/java/io/minerstream/junit/example/" + example + ".java");

        assertThat(Files.readString(Path.of("../docs/junit.md")))
                .contains("```java\n" + Files.readString(source) + "```\n");
    }
}

package io.minerstream.validator;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** {@code docs/configuration.md} has the defaults that Kafka Streams gets from us. */
class StreamsPropertiesDocumentTest {

    private static final String HEADING = "\nDefaults for Kafka Streams:\n";

    @Test
    void shouldHaveEachDefaultAndNoOther() throws IOException {
        Map<String, Object> defaults = new TreeMap<>(
                StreamsProperties.of(ValidatorConfig.of("kafka:9092", "http://registry:8081", Path.of("state"))));
        defaults.keySet().removeAll(ValidatorConfig.RESERVED.keySet());
        defaults.remove("bootstrap.servers");
        String page = Files.readString(Path.of("../docs/configuration.md"));
        List<String> rows = page.substring(page.indexOf(HEADING) + HEADING.length())
                .lines()
                .dropWhile(String::isEmpty)
                .takeWhile(line -> line.startsWith("|"))
                .skip(2)
                .map(line -> line.substring(0, line.indexOf('|', line.indexOf("` | `") + 5) + 1))
                .toList();

        assertThat(rows)
                .containsExactlyElementsOf(defaults.entrySet().stream()
                        .map(setting -> "| `%s` | `%s` |".formatted(setting.getKey(), setting.getValue()))
                        .toList());
    }
}

package io.minerstream.cli.documents;

import static org.assertj.core.api.Assertions.assertThat;

import io.minerstream.connect.warehouse.Check;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.ResourceBundle;
import org.junit.jupiter.api.Test;

/** {@code docs/rules.md} has each check in SQL with its message. */
class ChecksDocumentTest {

    private final ResourceBundle messages = ResourceBundle.getBundle("io.minerstream.cli.report.messages", Locale.ROOT);

    @Test
    void shouldHaveEachCheckWithItsMessage() throws IOException {
        String page = Files.readString(Path.of("../docs/rules.md"));
        List<String> rows = page.substring(page.indexOf("\n## Checks in SQL\n"))
                .lines()
                .filter(line -> line.startsWith("| `"))
                .map(row -> row.replaceFirst("(\\| `\\w+` \\| \\w+ \\|).*(\\| `.*` \\|)$", "$1$2"))
                .toList();

        assertThat(rows)
                .containsExactlyElementsOf(
                        Arrays.stream(Check.values()).map(this::row).toList());
    }

    private String row(Check check) {
        String key = "check." + check.name().toLowerCase(Locale.ROOT);
        String result = messages.containsKey(key + ".warn") ? "warn" : "fail";
        return "| `%s` | %s || `%s` |"
                .formatted(check, result.toUpperCase(Locale.ROOT), messages.getString(key + "." + result));
    }
}

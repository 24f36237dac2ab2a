package io.minerstream.validator.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.apache.kafka.common.config.ConfigDef;
import org.junit.jupiter.api.Test;

/**
 * {@code docs/http.md} has the settings of the server, between {@code <!-- settings -->} and {@code <!-- end -->}; with the system
 * property {@code minerstream.docs.update} the table is written anew.
 */
class HttpDocumentTest {

    private static final Path PAGE = Path.of("../docs/http.md");
    private static final Pattern TABLE = Pattern.compile("(?s)(<!-- settings -->\n).*?(<!-- end -->)");

    @Test
    void shouldHaveTheTableOfTheSettings() throws IOException {
        String page = Files.readString(PAGE);
        String expected = TABLE.matcher(page).replaceFirst("$1" + Matcher.quoteReplacement(table()) + "$2");
        if (Boolean.getBoolean("minerstream.docs.update")) {
            Files.writeString(PAGE, expected);
            page = expected;
        }

        assertThat(page).isEqualTo(expected).contains("| `basic.auth.user.info` |");
    }

    private static String table() {
        return "\n| setting | default | meaning |\n|---|---|---|\n"
                + HttpSettings.OWN.configKeys().values().stream()
                        .map(HttpDocumentTest::row)
                        .collect(Collectors.joining())
                + "\n";
    }

    private static String row(ConfigDef.ConfigKey key) {
        String standard = key.defaultValue == null ? "" : "`" + key.defaultValue + "`";
        return "| `%s` | %s | %s |\n".formatted(key.name, standard, key.documentation);
    }
}

package io.minerstream.connect.copy;

import static org.assertj.core.api.Assertions.assertThat;

import io.minerstream.connect.copy.metrics.CopySinkMXBean;
import java.io.IOException;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.apache.kafka.common.config.ConfigDef;
import org.junit.jupiter.api.Test;

/**
 * {@code docs/copy-sink.md} has the connector's settings and metrics. The table of settings stands between {@code <!-- settings -->} and
 * {@code <!-- end -->}; with the system property {@code minerstream.docs.update} it is written anew.
 */
class CopySinkDocumentTest {

    private static final Path PAGE = Path.of("../docs/copy-sink.md");
    private static final Pattern TABLE = Pattern.compile("(?s)(<!-- settings -->\n).*?(<!-- end -->)");

    @Test
    void shouldHaveTheTableOfTheSettings() throws IOException {
        String page = Files.readString(PAGE);
        String expected = TABLE.matcher(page).replaceFirst("$1" + Matcher.quoteReplacement(table()) + "$2");
        if (Boolean.getBoolean("minerstream.docs.update")) {
            Files.writeString(PAGE, expected);
            page = expected;
        }

        assertThat(page).isEqualTo(expected).contains("| `connection.url` |");
    }

    private static String table() {
        ConfigDef settings = CopySinkSettings.DEFINITION;
        return "\n| Setting | Default | Values | Meaning |\n|---|---|---|---|\n"
                + settings.configKeys().values().stream()
                        .sorted((a, b) -> a.group.equals(b.group)
                                ? Integer.compare(a.orderInGroup, b.orderInGroup)
                                : Integer.compare(
                                        settings.groups().indexOf(a.group),
                                        settings.groups().indexOf(b.group)))
                        .map(CopySinkDocumentTest::row)
                        .collect(Collectors.joining())
                + "\n";
    }

    private static String row(ConfigDef.ConfigKey key) {
        String values = key.validator == null ? key.type.toString().toLowerCase(Locale.ROOT) : key.validator.toString();
        String standard = key.hasDefault()
                ? key.defaultValue == null || key.defaultValue.equals(List.of()) ? "" : "`" + key.defaultValue + "`"
                : "(required)";
        return "| `" + key.name + "` | " + standard + " | " + values + " | " + key.documentation.replace("|", "\\|")
                + " |\n";
    }

    @Test
    void shouldNameEveryMetric() throws IOException {
        String page = Files.readString(PAGE);

        assertThat(Arrays.stream(CopySinkMXBean.class.getMethods())
                        .map(Method::getName)
                        .map(name -> "`" + name.substring("get".length()) + "`"))
                .allSatisfy(metric -> assertThat(page).contains(metric));
    }
}

package io.minerstream.cli.documents;

import static org.assertj.core.api.Assertions.assertThat;

import io.minerstream.connect.sink.Sink;
import io.minerstream.connect.sink.SinkKind;
import io.minerstream.validator.delivery.TargetConfig.Kind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * {@code docs/configuration.md} has every option, variable and setting, and no other. Its generated tables stand between
 * {@code <!-- name -->} and {@code <!-- end -->}; with the system property {@code minerstream.docs.update} they are written anew.
 */
class ConfigurationDocumentTest {

    private static final Path ROOT = Path.of("..");
    private static final Path PAGE = ROOT.resolve("docs/configuration.md");
    private static final List<String> MODULES =
            List.of("schemas", "producer", "streams-validator", "connect", "local-stack", "pipeline", "cli");
    private static final Pattern VARIABLE = Pattern.compile("\\bMINERSTREAM_[A-Z_]*[A-Z]\\b");
    private static final Pattern VARIABLE_OF_JAVA = Pattern.compile("(?:getenv|environment\\.get)\\(\"([A-Z_]+)\"");
    private static final Pattern VARIABLE_OF_SCRIPT = Pattern.compile("\\$\\{([A-Z][A-Z_]+):?[-=?+]");
    private static final Pattern PROPERTY_READ =
            Pattern.compile("\"(minerstream\\.[a-z.]+)\"|\\$\\{sys:(minerstream\\.[a-z.]+)|-D(minerstream\\.[a-z.]+)=");

    @Test
    void shouldHaveTheTablesOfTheCode() throws IOException {
        String page = Files.readString(PAGE);
        String expected = page;
        for (Map.Entry<String, String> table : tables().entrySet()) {
            expected = replace(expected, table.getKey(), table.getValue());
        }
        if (Boolean.getBoolean("minerstream.docs.update")) {
            Files.writeString(PAGE, expected);
            page = expected;
        }

        assertThat(page).isEqualTo(expected);
    }

    @Test
    void shouldHaveEveryEnvironmentVariableAndNoOther() throws IOException {
        Set<String> read = new TreeSet<>();
        for (Path file : sources()) {
            String text = Files.readString(file);
            find(VARIABLE, text).map(MatchResult::group).forEach(read::add);
            // ${...} of a properties file is picocli's.
            Pattern other = file.toString().matches(".*\\.(java|properties)") ? VARIABLE_OF_JAVA : VARIABLE_OF_SCRIPT;
            find(other, text).map(match -> match.group(1)).forEach(read::add);
        }
        // Read by PostgreSQL's driver.
        read.add("PGPASSFILE");

        assertThat(firstCells("Environment variables")).containsExactlyInAnyOrderElementsOf(read);
    }

    @Test
    void shouldHaveEverySystemPropertyAndNoOther() throws IOException {
        Set<String> read = new TreeSet<>();
        for (Path file : sources()) {
            find(PROPERTY_READ, Files.readString(file))
                    .flatMap(match -> Stream.of(1, 2, 3).map(match::group))
                    .filter(name -> name != null)
                    .forEach(read::add);
        }

        assertThat(firstCells("System properties")).containsExactlyInAnyOrderElementsOf(read);
    }

    @Test
    void shouldHaveEveryVariableOfTheComposeFilesWithItsValue() throws IOException {
        SortedMap<String, String> variables = SettingTables.environmentFile();

        assertThat(firstCells("Compose files")).containsExactlyInAnyOrderElementsOf(variables.keySet());
        assertThat(section("Compose files"))
                .contains(variables.entrySet().stream()
                        .map(variable -> "| `%s` | `%s` |".formatted(variable.getKey(), variable.getValue()))
                        .toList());
    }

    @Test
    void shouldHaveEveryComponentOfTheValidatorWithItsDefault() throws Exception {
        SortedMap<String, String> defaults = SettingTables.validatorDefaults();

        assertThat(firstCells("Validator settings")).containsExactlyInAnyOrderElementsOf(defaults.keySet());
        defaults.keySet().removeAll(List.of("topics", "source", "stateDir", "registry", "kafka"));
        assertThat(section("Validator settings"))
                .contains(defaults.entrySet().stream()
                        .map(component -> "| `%s` | `%s` |".formatted(component.getKey(), component.getValue()))
                        .toList());
    }

    private static Map<String, String> tables() throws IOException {
        OptionTables options = new OptionTables();
        Map<String, String> tables = new LinkedHashMap<>();
        tables.put("commands", options.commands());
        tables.put("options", options.options());
        tables.put("registry", SettingTables.registry());
        tables.put("converter", SettingTables.converter());
        tables.put("connect", SettingTables.connect());
        tables.put("alertmanager", SettingTables.targets(Kind.ALERTMANAGER));
        tables.put("webhook", SettingTables.targets(Kind.WEBHOOK));
        tables.put("producer", SettingTables.producer());
        tables.put("refused-by-clients", SettingTables.refusedByClients());
        tables.put("refused-by-validator", SettingTables.refusedByValidator());
        tables.put("topics", SettingTables.topics());
        for (SinkKind kind : SinkKind.values()) {
            tables.put("connectors-" + kind.word(), SettingTables.connectors(kind));
        }
        for (Sink sink : Sink.values()) {
            tables.put("refused-by-" + sink.connectorName(), SettingTables.refusedBySink(sink));
        }
        tables.put("worker", SettingTables.worker());
        return tables;
    }

    private static String replace(String page, String name, String table) {
        String start = "<!-- " + name + " -->\n";
        int from = page.indexOf(start);
        assertThat(from).as("place of the table " + name).isNotNegative();
        int to = page.indexOf("<!-- end -->", from);
        return page.substring(0, from) + start + table + "\n" + page.substring(to);
    }

    /** The names in the first column of the tables of a section. */
    private static List<String> firstCells(String title) throws IOException {
        return find(Pattern.compile("(?m)^\\| `([^`=]+)` \\|"), section(title).split("<!-- ")[0])
                .map(match -> match.group(1))
                .toList();
    }

    private static String section(String title) throws IOException {
        String page = Files.readString(PAGE);
        String start = "\n## " + title + "\n";
        int from = page.indexOf(start);
        assertThat(from).as("section " + title).isNotNegative();
        int to = page.indexOf("\n## ", from + start.length());
        return page.substring(from, to < 0 ? page.length() : to);
    }

    private static List<Path> sources() throws IOException {
        List<Path> files = new ArrayList<>();
        for (String module : MODULES) {
            addFiles(ROOT.resolve(module).resolve("src/main"), files);
        }
        for (String other : List.of("docker/bin", "docker/Dockerfile", "docker-compose.yml", "minerstream")) {
            addFiles(ROOT.resolve(other), files);
        }
        return files;
    }

    private static void addFiles(Path root, List<Path> files) throws IOException {
        try (Stream<Path> all = Files.walk(root)) {
            all.filter(Files::isRegularFile).forEach(files::add);
        }
    }

    private static Stream<MatchResult> find(Pattern pattern, String text) {
        return pattern.matcher(text).results();
    }
}

package io.minerstream.containers;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What can be said of the compose files without an engine. */
class ComposeFilesTest {

    private static final Path ROOT = ImageNames.ROOT;

    /** Not {@code $${...}}, which compose passes on. */
    private static final Pattern VARIABLE = Pattern.compile("(?<!\\$)\\$\\{([A-Z0-9_]+)}");

    private static final Pattern PORTS = Pattern.compile("ports: \\[\"([^\"]+)\"]");

    @ParameterizedTest
    @ValueSource(strings = {"docker-compose.yml", "docker-compose.three-brokers.yml", "docker-compose.confluent.yml"})
    void shouldHaveEveryVariableInTheEnvironmentFile(String file) throws IOException {
        Set<String> used = matches(VARIABLE, file);

        assertThat(used).isNotEmpty();
        assertThat(variables(".env")).containsAll(used);
    }

    @ParameterizedTest
    @ValueSource(strings = {"docker-compose.yml", "docker-compose.three-brokers.yml"})
    void shouldPublishOnLoopbackOnly(String file) throws IOException {
        Set<String> published = matches(PORTS, file);

        assertThat(published).isNotEmpty().allMatch(port -> port.startsWith("127.0.0.1:"));
        assertThat(Files.readString(ROOT.resolve(file)).split("ports:", -1)).hasSize(published.size() + 1);
    }

    @Test
    void shouldReplaceOnlyWhatTheEnvironmentFileHas() throws IOException {
        assertThat(variables(".env")).containsAll(variables("docker/offline/images.env"));
    }

    @Test
    void shouldPinTheVersionOfEveryImage() throws IOException {
        assertThat(Files.readAllLines(ROOT.resolve(".env")))
                .filteredOn(line -> line.matches("[A-Z_]+_IMAGE=.*"))
                .isNotEmpty()
                .allMatch(line -> line.matches("[A-Z_]+=[a-z/-]+:[0-9][^:]*"));
    }

    private static Set<String> matches(Pattern pattern, String file) throws IOException {
        Set<String> found = new TreeSet<>();
        Matcher matcher = pattern.matcher(Files.readString(ROOT.resolve(file)));
        while (matcher.find()) {
            found.add(matcher.group(1));
        }
        return found;
    }

    private static Set<String> variables(String file) throws IOException {
        Set<String> names = new TreeSet<>();
        for (String line : Files.readAllLines(ROOT.resolve(file))) {
            if (line.matches("[A-Z0-9_]+=.*")) {
                names.add(line.substring(0, line.indexOf('=')));
            }
        }
        return names;
    }
}

package io.minerstream.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.zip.ZipFile;
import org.apache.maven.artifact.versioning.ComparableVersion;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * {@code THIRD-PARTY.md} lists every jar that is shipped, none of which is older than its first patched version. With the system
 * property {@code minerstream.docs.update} the lists are written anew.
 */
class ShippedSoftwareIT {

    private static final Path PAGE = Path.of("../THIRD-PARTY.md");
    private static final Path LIBRARIES = Path.of("../cli/target/minerstream/lib");
    private static final Path PARTS = Path.of(System.getProperty("minerstream.parts"));
    private static final Pattern PATCHED = Pattern.compile("(?m)^\\| `([a-z0-9*-]+)` \\| (\\d[\\w.]*) \\|");
    private static final Pattern JAR = Pattern.compile("(?:modified-)?(.*?)-(\\d.*)");

    @ParameterizedTest
    @ValueSource(strings = {"lib", "registry", "connect-plugins"})
    void shouldListEveryJar(String name) throws IOException {
        Path folder = folder(name);
        assumeTrue(Files.isDirectory(folder), folder + " is missing: only a whole build has the distribution");
        String list = String.join("\n", jars(folder));
        String page = Files.readString(PAGE);
        Matcher listed =
                Pattern.compile("(?s)### `" + name + "`\n\n```\n(.*?)\n```\n").matcher(page);
        boolean isListed = listed.find();
        if (Boolean.getBoolean("minerstream.docs.update")) {
            String section = "### `" + name + "`\n\n```\n" + list + "\n```\n";
            Files.writeString(PAGE, isListed ? page.replace(listed.group(), section) : page + "\n" + section);
            return;
        }

        assertThat(isListed ? listed.group(1) : "").isEqualTo(list);
    }

    @Test
    void shouldShipNothingOlderThanItsPatchedVersion() throws IOException {
        List<MatchResult> patched =
                PATCHED.matcher(Files.readString(PAGE)).results().toList();
        List<String> older = new ArrayList<>();
        List<String> shipped = new ArrayList<>(jars(PARTS));
        if (Files.isDirectory(LIBRARIES)) {
            shipped.addAll(jars(LIBRARIES));
        }
        for (String jar : shipped) {
            Matcher parts = JAR.matcher(jar);
            assertThat(parts.matches()).as(jar).isTrue();
            for (MatchResult row : patched) {
                if (parts.group(1).matches("(.*\\.)?" + row.group(1).replace("*", ".*"))
                        && new ComparableVersion(parts.group(2)).compareTo(new ComparableVersion(row.group(2))) < 0) {
                    older.add(jar + " is older than " + row.group(2));
                }
            }
        }

        assertThat(patched).hasSizeGreaterThan(15);
        assertThat(older).isEmpty();
    }

    @Test
    void shouldLeaveOutWhatTheRegistryNeverLoads() throws IOException {
        assertThat(jars(PARTS.resolve("registry")))
                .isNotEmpty()
                .noneMatch(jar -> jar.matches(
                        ".*(connect-(api|json)-|lz4|snappy|zstd|beanutils|digester|collections|opentelemetry-api).*"));
    }

    /** For the workers of others: what they lack, and nothing of our command, our servers or another sink. */
    @Test
    void shouldPackThePluginForConnectLean() throws IOException {
        List<Path> archives = new ArrayList<>();
        try (DirectoryStream<Path> found =
                Files.newDirectoryStream(Path.of("../connect/target"), "minerstream-connect-plugin-*.zip")) {
            found.forEach(archives::add);
        }
        assumeTrue(!archives.isEmpty(), "only a whole build has the archive");
        List<String> packed = new ArrayList<>();
        try (ZipFile archive = new ZipFile(archives.get(0).toFile())) {
            archive.stream()
                    .filter(entry -> !entry.isDirectory())
                    .map(entry -> entry.getName().replaceFirst("^minerstream-minerstream-connect-[^/]*/", ""))
                    .map(name -> name.replaceFirst("-\\d[^/]*\\.jar$", ".jar"))
                    .filter(name -> !name.startsWith("etc/"))
                    .forEach(packed::add);
        }

        assertThat(packed)
                .containsExactlyInAnyOrder(
                        "manifest.json",
                        "doc/LICENSE",
                        "doc/NOTICE",
                        "lib/avro.jar",
                        "lib/failureaccess.jar",
                        "lib/guava.jar",
                        "lib/jackson-annotations.jar",
                        "lib/jackson-core.jar",
                        "lib/jackson-databind.jar",
                        "lib/minerstream-connect.jar",
                        "lib/minerstream-registry-client.jar",
                        "lib/minerstream-schemas.jar",
                        "lib/postgresql.jar");
    }

    private static Path folder(String name) {
        return name.equals("lib") ? LIBRARIES : PARTS.resolve(name);
    }

    /** Names of the jars of others in a folder, without their suffix. */
    private static List<String> jars(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.map(file -> file.getFileName().toString())
                    .filter(file -> file.endsWith(".jar") && !file.startsWith("minerstream-"))
                    .map(file -> file.substring(0, file.length() - ".jar".length()))
                    .distinct()
                    .sorted()
                    .toList();
        }
    }
}

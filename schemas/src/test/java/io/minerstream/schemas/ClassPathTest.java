package io.minerstream.schemas;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.net.URL;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The jar that the registry client comes from also carries other libraries under their own names, old ones, which broke
 * Kafka's and Commons Compress's calls: none of them may come along.
 */
class ClassPathTest {

    @ParameterizedTest
    @CsvSource({
        "com/github/luben/zstd/Zstd.class, zstd-jni-",
        "com/google/common/collect/ImmutableList.class, guava-",
        "org/xerial/snappy/Snappy.class, snappy-java-",
        "org/apache/commons/compress/archivers/ArchiveEntry.class, commons-compress-"
    })
    void shouldTakeLibrariesFromTheirOwnJars(String resource, String jar) throws IOException {
        assertThat(sources(resource)).singleElement().asString().startsWith(jar).endsWith(".jar");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "org/apache/commons/io/IOUtils.class",
                "org/apache/commons/lang3/StringUtils.class",
                "org/yaml/snakeyaml/Yaml.class",
                "org/apache/flink/table/factories/Factory.class",
                "org/apache/flink/formats/avro/registry/confluent/RegistryAvroFormatFactory.class",
                "META-INF/services/org.apache.flink.table.factories.Factory"
            })
    void shouldNotBringLibrariesThatNobodyAskedFor(String resource) throws IOException {
        assertThat(sources(resource))
                .noneMatch(source -> source.contains("flink") || source.contains("registry-client"));
    }

    /** Without its service files the client sends no credentials, and says nothing. */
    @ParameterizedTest
    @ValueSource(strings = {"basicauth.BasicAuthCredentialProvider", "bearerauth.BearerAuthCredentialProvider"})
    void shouldFindTheCredentialProvidersOfTheClient(String service) throws IOException {
        String original = "io.confluent.kafka.schemaregistry.client.security." + service;
        String relocated = "org.apache.flink.avro.registry.confluent.shaded." + original;

        // One of the two, by profile.
        assertThat(sources("META-INF/services/" + relocated).size()
                        + sources("META-INF/services/" + original).size())
                .isEqualTo(1);
    }

    @Test
    void shouldNotSeeFlinksJar() {
        assertThat(System.getProperty("java.class.path")).doesNotContain("flink-sql-avro-confluent-registry");
        assertThatExceptionOfType(ClassNotFoundException.class)
                .isThrownBy(() -> Class.forName("org.apache.flink.formats.avro.AvroFormatFactory"));
    }

    /** File names of the jars (or folders) that hold a resource, in the order of the class path. */
    private static List<String> sources(String resource) throws IOException {
        return Collections.list(ClassPathTest.class.getClassLoader().getResources(resource)).stream()
                .map(url -> source(url, resource))
                .toList();
    }

    private static String source(URL url, String resource) {
        String text = url.toString();
        String container = text.substring(0, text.length() - resource.length()).replaceAll("!?/$", "");
        // A module that was built in the same run stands as a folder: .../registry-client/target/classes.
        Path path = Path.of(container.replaceFirst("^(jar:)?file:", ""));
        return path.endsWith("target/classes")
                ? path.getParent().getParent().getFileName() + "/target/classes"
                : path.getFileName().toString();
    }
}

package io.minerstream.schemas.serde;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.List;
import java.util.Map;
import org.apache.kafka.common.config.ConfigException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RegistryConfigTest {

    private static final String URL = "schema.registry.url";

    @Test
    void shouldHaveConfluentsDefaults() {
        RegistryConfig config = new RegistryConfig(Map.of(URL, "http://localhost:8081"));

        assertThat(config.getBoolean("auto.register.schemas")).isTrue();
        assertThat(config.getBoolean("use.latest.version")).isFalse();
        assertThat(config.getBoolean("normalize.schemas")).isFalse();
        assertThat(config.getInt("max.retries")).isEqualTo(3);
        assertThat(config.getLong("retries.wait.ms")).isEqualTo(1_000);
        assertThat(config.getLong("retries.max.wait.ms")).isEqualTo(20_000);
    }

    @Test
    void shouldSplitSeveralUrls() {
        assertThat(new RegistryConfig(Map.of(URL, "http://a:8081, https://b/apis/ccompat/v7")).urls())
                .containsExactly("http://a:8081", "https://b/apis/ccompat/v7");
        assertThat(new RegistryConfig(Map.of(URL, List.of("HTTP://a:8081", "http://[::1]:8081"))).urls())
                .containsExactly("HTTP://a:8081", "http://[::1]:8081");
    }

    @Test
    void shouldKnowTheScopeOfARegistryInMemory() {
        assertThat(new RegistryConfig(Map.of(URL, "mock://tests")).mockScope()).isEqualTo("tests");
        assertThat(new RegistryConfig(Map.of(URL, "http://mock")).mockScope()).isNull();
    }

    @Test
    void shouldRefuseAMissingUrl() {
        assertThatExceptionOfType(ConfigException.class)
                .isThrownBy(() -> new RegistryConfig(Map.of()))
                .withMessage("Missing required configuration \"schema.registry.url\" which has no default value.");
        assertThatExceptionOfType(ConfigException.class)
                .isThrownBy(() -> new RegistryConfig(Map.of(URL, "")))
                .withMessage(
                        "schema.registry.url: must be at least one URL, for example http://localhost:8081, got none");
    }

    @ParameterizedTest
    @CsvSource({
        "localhost:8081, localhost:8081",
        "ftp://registry, ftp://registry",
        "http://, http://",
        "http:///subjects, http:///subjects",
        "miner:s3cr3t@registry:8081, registry:8081",
        "htp://miner:s3cr3t@registry, registry",
        "http://miner:s3cr3t@, ''"
    })
    void shouldRefuseWhatIsNoUrlWithoutShowingCredentials(String url, String shown) {
        assertThatExceptionOfType(ConfigException.class)
                .isThrownBy(() -> new RegistryConfig(Map.of(URL, "http://a," + url)))
                .withMessage("schema.registry.url: must start with http://, https:// or mock:// and name a host, got '"
                        + shown + "'");
    }

    @ParameterizedTest
    @ValueSource(strings = {"basic.auth.credentials.source", "schema.registry.basic.auth.credentials.source"})
    void shouldHandOverTheCredentialsOfTheUrlApartFromIt(String sourceKey) {
        RegistryConfig config =
                new RegistryConfig(Map.of(URL, "https://miner:p@ss@registry:8081/path", sourceKey, "URL"));

        assertThat(config.urls()).containsExactly("https://registry:8081/path");
        assertThat(config.clientProperties())
                .containsEntry(URL, "https://registry:8081/path")
                .containsEntry("basic.auth.credentials.source", "USER_INFO")
                .containsEntry("basic.auth.user.info", "miner:p@ss")
                .doesNotContainKey("schema.registry.basic.auth.credentials.source");
    }

    @Test
    void shouldSendNoCredentialsWhenTheUrlHasNone() {
        RegistryConfig config =
                new RegistryConfig(Map.of(URL, "http://registry", "basic.auth.credentials.source", "URL"));

        assertThat(config.clientProperties())
                .doesNotContainKeys("basic.auth.credentials.source", "basic.auth.user.info");
    }

    @Test
    void shouldNotSendTheCredentialsOfTheUrlUnlessAsked() {
        RegistryConfig config = new RegistryConfig(Map.of(URL, "http://miner:s3cr3t@registry"));

        assertThat(config.clientProperties()).doesNotContainKey("basic.auth.user.info");
        assertThat(config.urls()).containsExactly("http://registry");
    }

    @ParameterizedTest
    @CsvSource({"miner:p%40ss%2Fw%C3%BC%25, 'miner:p@ss/wü%'", "miner:a+b%20c, 'miner:a+b c'", "miner:p@ss, miner:p@ss"
    })
    void shouldDecodeTheCredentialsOfTheUrl(String userInfo, String sent) {
        RegistryConfig config = new RegistryConfig(
                Map.of(URL, "http://" + userInfo + "@registry", "basic.auth.credentials.source", "URL"));

        assertThat(config.clientProperties()).containsEntry("basic.auth.user.info", sent);
    }

    @Test
    void shouldRefuseALonePercentSignInCredentials() {
        assertThatExceptionOfType(ConfigException.class)
                .isThrownBy(() -> new RegistryConfig(Map.of(URL, "http://miner:100%@registry")))
                .withMessage(
                        "schema.registry.url: user and password must be percent-encoded, got a percent sign without two "
                                + "hexadecimal digits (not shown); write %25 for a percent sign");
    }

    @Test
    void shouldRefuseUrlsWithDifferentCredentials() {
        assertThatExceptionOfType(ConfigException.class)
                .isThrownBy(() -> new RegistryConfig(Map.of(URL, "http://a:1@one,http://b:2@two")))
                .withMessage("schema.registry.url: all URLs must carry the same user and password, got different ones");
    }

    @ParameterizedTest
    @ValueSource(strings = {"basic.auth.credentials.source", "schema.registry.basic.auth.credentials.source"})
    void shouldRefuseAnUnknownSourceOfCredentials(String key) {
        assertThatExceptionOfType(ConfigException.class)
                .isThrownBy(() -> new RegistryConfig(Map.of(URL, "http://a", key, "USERINFO")))
                .withMessage(
                        "basic.auth.credentials.source: must be one of URL, USER_INFO, SASL_INHERIT, got 'USERINFO'");
    }

    @Test
    void shouldLeaveRetriesToUsAlone() {
        RegistryConfig config = new RegistryConfig(Map.of(URL, "http://a", "max.retries", "7"));

        // Confluent's client 8 retries as well: 8 x 8 attempts.
        assertThat(config.clientProperties()).containsEntry("max.retries", 0);
        assertThat(config.getInt("max.retries")).isEqualTo(7);
    }

    @Test
    void shouldPassEverythingElseThrough() {
        RegistryConfig config = new RegistryConfig(
                Map.of(URL, "http://a", "bearer.auth.token", "t", "http.read.timeout.ms", "5000", "group.id", "g"));

        assertThat(config.clientProperties())
                .containsAllEntriesOf(
                        Map.of("bearer.auth.token", "t", "http.read.timeout.ms", "5000", "group.id", "g"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"max.retries", "retries.wait.ms", "retries.max.wait.ms"})
    void shouldRefuseNegativeNumbers(String key) {
        assertThatExceptionOfType(ConfigException.class)
                .isThrownBy(() -> new RegistryConfig(Map.of(URL, "http://a", key, "-1")))
                .withMessage("Invalid value -1 for configuration " + key + ": Value must be at least 0");
    }
}

package io.minerstream.schemas.access;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.config.ConfigDef;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SecretsTest {

    @Test
    void shouldKnowEveryPasswordOfKafkasClients() {
        assertThat(Stream.of(ProducerConfig.configDef(), ConsumerConfig.configDef(), AdminClientConfig.configDef())
                        .flatMap(definition -> definition.configKeys().values().stream())
                        .filter(key -> key.type == ConfigDef.Type.PASSWORD)
                        .map(key -> key.name))
                .isNotEmpty()
                .allMatch(Secrets::isSecretKey);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "basic.auth.credentials.source",
                "sasl.oauthbearer.token.endpoint.url",
                "ssl.keystore.location",
                "sasl.oauthbearer.client.credentials.client.id",
                "sasl.oauthbearer.assertion.private.key.file",
                "key.serializer",
                "user"
            })
    void shouldNotTakeOtherSettingsForSecrets(String key) {
        assertThat(Secrets.isSecretKey(key)).isFalse();
    }

    /** Endings that plugins' settings have. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "interceptor.apikey",
                "interceptor.api.key",
                "interceptor.api_key",
                "X-Api-Key",
                "ssl.key.passphrase",
                "http.headers.authorization",
                "Authorization",
                "datadog.token",
                "aws.secret.access.key"
            })
    void shouldKnowSecretsOfPlugins(String key) {
        assertThat(Secrets.isSecretKey(key)).isTrue();
        assertThat(Secrets.hideInSettings(Map.of(key, "x1y2z3"))).containsEntry(key, "[hidden]");
        assertThat(Secrets.hideInText("{\"%s\": \"x1y2z3\"}".formatted(key))).doesNotContain("x1y2z3");
        assertThat(Secrets.hideInText(key + "=x1y2z3")).isEqualTo(key + "=[hidden]");
    }

    @ParameterizedTest
    @CsvSource({
        "http://u:pa/ss@host:8081, http://[hidden]@host:8081",
        "http://u:p@ss@host:8081/x, http://[hidden]@host:8081/x",
        "'http://u:p?a@s:s/1@host', http://[hidden]@host",
        "https://u:12345/6@host, https://[hidden]@host"
    })
    void shouldHidePasswordsThatLookLikeAnotherPartOfTheUrl(String url, String shown) {
        assertThat(Secrets.hideInUrl(url)).isEqualTo(shown);
        assertThat(Secrets.hideInSetting("schema.registry.url", url)).isEqualTo(shown);
        assertThat(Secrets.hideInText("cannot reach '" + url + "': gone"))
                .isEqualTo("cannot reach '" + shown + "': gone");
    }

    @Test
    void shouldLeaveMessagesThatNameSettings() {
        String message =
                "connect.basic.auth.user.info: must be user:password, got a value without a colon (not shown); "
                        + "retention.ms=604800000; the password file /etc/p: must be readable";
        assertThat(Secrets.hideInText(message)).isEqualTo(message);
    }

    @Test
    void shouldHideNothingOfWhatIsNotThere() {
        assertThat(Secrets.hideInText(null)).isNull();
        assertThat(Secrets.of(Map.of("ssl.key.password", " ")).hide("a b")).isEqualTo("a b");
    }

    @Test
    void shouldHideTheLongerOfTwoSecretsFirst() {
        assertThat(Secrets.of(Map.of("a.password", "hunter", "b.password", "hunter2"))
                        .hide("hunter2 and hunter"))
                .isEqualTo("[hidden] and [hidden]");
    }
}

package io.minerstream.validator.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.apache.kafka.common.config.ConfigException;
import org.junit.jupiter.api.Test;

class HttpSettingsTest {

    @Test
    void shouldNameEverythingThatIsWrongWithoutSecrets() {
        assertThatThrownBy(() -> new HttpSettings(Map.of(
                        "basic.auth.user.info", "hunter2",
                        "bearer.auth.token", "two words",
                        "advertised.address", "here",
                        "ssl.truststore.location", "trust.p12",
                        "bearer.token", "hunter3")))
                .isInstanceOf(ConfigException.class)
                .hasMessage("bearer.token: must be one of basic.auth.user.info, bearer.auth.token, health.open,"
                        + " advertised.address, or a setting ssl.* of Kafka, is not;"
                        + " basic.auth.user.info: must be user:password, got another form (not shown);"
                        + " bearer.auth.token: must be letters, digits and . _ ~ + / -, then = if any, got another form"
                        + " (not shown);"
                        + " ssl.keystore.location: must name the file with the server's key and certificate (PKCS12, JKS or"
                        + " PEM), is missing;"
                        + " advertised.address: must be HOST:PORT or PORT, with a port up to 65535, such as 127.0.0.1:8090,"
                        + " got 'here'");
    }

    @Test
    void shouldNotShowSecrets() {
        HttpSettings settings =
                new HttpSettings(Map.of("basic.auth.user.info", "ops:hunter2", "ssl.keystore.location", "server.p12"));

        assertThat(settings).hasToString("HttpSettings[basic.auth.user.info, ssl.keystore.location]");
        assertThat(settings.hasLogin()).isTrue();
    }
}

package io.minerstream.validator.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.minerstream.schemas.topic.TopicNames;
import io.minerstream.validator.delivery.TargetConfig.Kind;
import java.net.http.HttpClient;
import java.util.Map;
import org.apache.kafka.common.config.ConfigException;
import org.junit.jupiter.api.Test;

class TargetConfigTest {

    @Test
    void shouldHaveNoTargetByDefault() {
        assertThat(DeliveryConfig.of("app", TopicNames.DEFAULT, Map.of("bootstrap.servers", "b:9092"))
                        .isEmpty())
                .isTrue();
    }

    @Test
    void shouldRefuseWhatIsNoUrl() {
        assertRefused(
                Map.of("alertmanager.url", "http://one:9093,two:9093"),
                "alertmanager.url: must look like http://host:9093, got 'two:9093'");
    }

    @Test
    void shouldNotShowCredentialsOfAUrl() {
        assertRefused(
                Map.of("alertmanager.url", "http://user:hidden@one:9093"),
                "alertmanager.url: must not hold credentials, got some (not shown); set alertmanager.basic.auth.user.info");
    }

    @Test
    void shouldRefuseUnknownSettings() {
        assertRefused(
                Map.of("alertmanager.batchsize", "5"),
                "alertmanager.batchsize: must be one of alertmanager.basic.auth.user.info, alertmanager.batch.size, "
                        + "alertmanager.bearer.auth.token, alertmanager.request.timeout.ms, "
                        + "alertmanager.resend.interval.ms, alertmanager.retries.max.wait.ms, alertmanager.url, or Kafka's "
                        + "alertmanager.ssl.*; is not");
    }

    @Test
    void shouldRefuseTwoLogins() {
        assertRefused(
                Map.of("alertmanager.basic.auth.user.info", "a:b", "alertmanager.bearer.auth.token", "c"),
                "alertmanager.basic.auth.user.info and alertmanager.bearer.auth.token: must not both be set, got both");
    }

    @Test
    void shouldNotShowThePathOfAWebhook() {
        TargetConfig config =
                new TargetConfig(Kind.WEBHOOK, Map.of("webhook.url", "https://hooks.example.org/services/T0/SECRET"));
        Target target = new Target(config, config.urls().get(0), HttpClient.newHttpClient());

        assertThat(target.status().target()).isEqualTo("https://hooks.example.org");
    }

    private static void assertRefused(Map<String, String> settings, String message) {
        assertThatExceptionOfType(ConfigException.class)
                .isThrownBy(() -> new TargetConfig(Kind.ALERTMANAGER, settings))
                .withMessage(message);
    }
}

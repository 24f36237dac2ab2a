package io.minerstream.validator.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.minerstream.schemas.topic.TopicNames;
import io.minerstream.validator.delivery.AlertDelivery;
import io.minerstream.validator.delivery.DeliveryConfig;
import io.minerstream.validator.delivery.TargetConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Map;
import org.junit.jupiter.api.Test;

class DeliveryMetricsTest {

    private final DeliveryConfig config = DeliveryConfig.of(
            "test",
            TopicNames.DEFAULT,
            Map.of(
                    "bootstrap.servers",
                    "127.0.0.1:1",
                    "schema.registry.url",
                    "http://127.0.0.1:1",
                    TargetConfig.Kind.WEBHOOK.urlSetting(),
                    "http://hooks.example/alerts"));

    @Test
    void shouldHaveTheMetricsOfThePageForEachTarget() throws IOException {
        SimpleMeterRegistry registry = new SimpleMeterRegistry();
        String page = Files.readString(Path.of("../docs/http.md"));

        try (AlertDelivery delivery = AlertDelivery.start(config, Clock.systemUTC())) {
            new DeliveryMetrics(delivery).bindTo(registry);

            assertThat(registry.getMeters()).hasSize(5).allSatisfy(meter -> {
                assertThat(meter.getId().getTag("target")).contains("hooks.example");
                assertThat(page).contains("| `" + meter.getId().getName());
            });
        }
    }
}

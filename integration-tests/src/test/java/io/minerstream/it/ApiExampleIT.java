package io.minerstream.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.minerstream.producer.fleet.Fleet;
import io.minerstream.producer.fleet.SyntheticFleet;
import io.minerstream.producer.publish.RunListener;
import io.minerstream.producer.publish.RunResult;
import io.minerstream.producer.publish.TelemetryPublisher;
import io.minerstream.producer.run.RunSpec;
import io.minerstream.producer.signal.GeneratedReading;
import io.minerstream.producer.signal.SignalProfile;
import io.minerstream.producer.signal.TimePoint;
import io.minerstream.producer.strategy.StrategySeeder;
import io.minerstream.schemas.run.TimeRange;
import io.minerstream.schemas.topic.TopicAdmin;
import io.minerstream.schemas.topic.TopicCatalog;
import io.minerstream.schemas.topic.TopicNames;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The example of {@code docs/api.md}, run. */
@ExtendWith(SharedPipeline.class)
class ApiExampleIT {

    private static final Path DOCUMENT = Path.of("../docs/api.md");
    private static final Path SOURCE = Path.of("src/test/java/io/minerstream/it/ApiExampleIT.java");

    @Test
    void shouldDoWhatTheDocumentSays() {
        Map<String, Object> properties =
                new HashMap<>(SharedPipeline.connections().kafkaProperties());
        // example
        TopicNames topics = new TopicNames("example-");
        try (Admin admin = Admin.create(properties)) {
            List<String> findings = TopicAdmin.ensure(admin, new TopicCatalog(topics, 6, (short) 1, null).topics());
            if (!findings.isEmpty()) {
                throw new IllegalStateException(String.join("\n", findings));
            }
        }

        Fleet fleet = new SyntheticFleet(100, 5, 42).load();
        TimeRange day = TimeRange.hourly(Instant.parse("2026-11-01T00:00:00Z"), Instant.parse("2026-11-02T00:00:00Z"));
        RunSpec spec = RunSpec.of(fleet.siteId(), day, 42, SignalProfile.REALISTIC);

        // One reading alone, without Kafka: the same as in the run.
        GeneratedReading reading = spec.signal()
                .read(
                        spec.seed(),
                        fleet.siteId(),
                        TimePoint.hour(spec.intervalOf(0)),
                        fleet.minerId(0),
                        fleet.status(0),
                        fleet.baseline(0));

        // The whole run: published once, and gone on with where it was broken off.
        TelemetryPublisher publisher = new TelemetryPublisher(properties, topics, Clock.systemUTC());
        RunResult result = publisher.publish(fleet, publisher.identify(spec), RunListener.NONE);

        int created = new StrategySeeder(properties, topics).seed(fleet.siteId(), false);
        // end of example
        assertThat(result.recordsGenerated()).isEqualTo(2_400);
        assertThat(reading.minerId()).isEqualTo(fleet.minerId(0));
        assertThat(reading.hashrateTh()).isPositive();
        assertThat(created).isEqualTo(4);
    }

    @Test
    void shouldStandInTheDocumentAsItIs() throws IOException {
        String source = Files.readString(SOURCE);
        String example = source.substring(
                        source.indexOf("        // example\n") + "        // example\n".length(),
                        source.indexOf("        // end of example\n"))
                .indent(-8);

        assertThat(Files.readString(DOCUMENT)).contains("```java\n" + example + "```\n");
    }
}

package io.minerstream.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.minerstream.connect.warehouse.WarehouseConfig;
import io.minerstream.pipeline.connection.Connections;
import io.minerstream.pipeline.fleet.FleetSeeding;
import io.minerstream.pipeline.run.Pipeline;
import io.minerstream.pipeline.run.PipelineListener;
import io.minerstream.pipeline.run.RunOutcome;
import io.minerstream.pipeline.run.RunRequest;
import io.minerstream.pipeline.run.Stage;
import io.minerstream.pipeline.setup.TopicSettings;
import io.minerstream.pipeline.verify.ExactReport;
import io.minerstream.pipeline.verify.ExactVerification;
import io.minerstream.pipeline.verify.RunLookup;
import io.minerstream.producer.fleet.Fleet;
import io.minerstream.producer.fleet.StatusMix;
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
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The examples of {@code docs/api.md}, run. */
@ExtendWith(SharedPipeline.class)
public class ApiExampleIT {

    private static final Path DOCUMENT = Path.of("../docs/api.md");
    private static final Path SOURCE = Path.of("src/test/java/io/minerstream/it/ApiExampleIT.java");

    @Test
    void shouldGenerateARunAsTheDocumentSays() {
        Map<String, Object> properties =
                new HashMap<>(SharedPipeline.connections().kafkaProperties());
        // producer example
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

        // The whole run: published once, and resumed where it was interrupted.
        TelemetryPublisher publisher = new TelemetryPublisher(properties, topics, Clock.systemUTC());
        RunResult result = publisher.publish(fleet, publisher.identify(spec), RunListener.NONE);

        int written = new StrategySeeder(properties, topics).seed(fleet.siteId(), false);
        // end of producer example
        assertThat(result.recordsGenerated()).isEqualTo(2_400);
        assertThat(reading.minerId()).isEqualTo(fleet.minerId(0));
        assertThat(reading.hashrateTh()).isPositive();
        assertThat(written).isEqualTo(4);
    }

    @Test
    void shouldFollowARunThroughThePipelineAsTheDocumentSays() {
        Map<String, String> properties = SharedPipeline.connections().kafkaProperties();
        WarehouseConfig warehouse = SharedPipeline.connections().warehouse();
        Fleet fleet = new SyntheticFleet(100, 471, 42, StatusMix.DEFAULT, 471_000).load();
        TimeRange day = TimeRange.hourly(Instant.parse("2026-11-01T00:00:00Z"), Instant.parse("2026-11-02T00:00:00Z"));
        // pipeline example
        Connections connections = Connections.of(properties, warehouse, TopicNames.DEFAULT);
        FleetSeeding.seed(connections, fleet);

        Pipeline pipeline = new Pipeline(connections, Clock.systemUTC());
        RunSpec spec = pipeline.identify(RunSpec.of(fleet.siteId(), day, 42, SignalProfile.REALISTIC));
        RunRequest run = new RunRequest(fleet, spec, true);
        // Throws a PreflightException with all blocking problems, or creates what is missing.
        pipeline.prepare(run, TopicSettings.DEFAULT);
        // Publishes, waits for the verdict and for the last row, and checks the rows in SQL.
        RunOutcome outcome = pipeline.execute(run, PipelineListener.NONE);

        // Every row computed again from the seed, and compared bit for bit.
        ExactReport table = ExactVerification.of(connections).table(new RunLookup(connections).byId(spec.id()));
        // end of pipeline example
        assertThat(outcome.passed()).isTrue();
        assertThat(outcome.stages()).extracting(Stage::name).containsExactly(Stage.Name.values());
        assertThat(outcome.verdicts()).hasSize(1);
        assertThat(outcome.warehouse().orElseThrow().records()).isEqualTo(2_400);
        assertThat(table.passed()).as(table.toString()).isTrue();
        assertThat(table.result().equal()).isEqualTo(2_400);
    }

    @ParameterizedTest
    @ValueSource(strings = {"producer example", "pipeline example"})
    void shouldStandInTheDocumentAsItIs(String name) throws IOException {
        String source = Files.readString(SOURCE);
        String begin = "        // " + name + "\n";
        String example = source.substring(
                        source.indexOf(begin) + begin.length(), source.indexOf("        // end of " + name + "\n"))
                .indent(-8);

        assertThat(Files.readString(DOCUMENT)).contains("```java\n" + example + "```\n");
    }
}

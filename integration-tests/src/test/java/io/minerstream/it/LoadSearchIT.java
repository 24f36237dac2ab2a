package io.minerstream.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.minerstream.pipeline.connection.Connections;
import io.minerstream.schemas.topic.TopicNames;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** A search of the highest rate of a real consumer, until it is stopped; whole searches are in {@code MaxRateTest}. */
@ExtendWith(SharedPipeline.class)
@Tag("long")
class LoadSearchIT {

    private static final String PREFIX = "load-max-";

    @TempDir
    private Path folder;

    private static String[] with(String... arguments) {
        List<String> all = new ArrayList<>(List.of(arguments));
        all.addAll(List.of("--topic-prefix", PREFIX));
        all.addAll(SharedPipeline.options().subList(0, 4));
        return all.toArray(String[]::new);
    }

    @BeforeAll
    static void topics() {
        Cli topics = Cli.run(with("fleet", "publish", "--miners", "1", "--site-id", "933", "--partitions", "4"));
        assertThat(topics.exitCode()).as(topics.err()).isZero();
    }

    @Test
    void shouldReportTheRatesThatWereTriedUntilItIsStopped() throws Exception {
        Connections connections =
                Connections.of(SharedPipeline.connections().kafkaProperties(), null, new TopicNames(PREFIX));
        Path report = LoadResults.report("load-search");
        List<String> command = Cli.java(folder);
        command.addAll(List.of(with(
                "load-test",
                "--group",
                "load-max-ended",
                "--site-id",
                "934",
                "--miners",
                "100",
                "--find-max",
                "--rate",
                "400",
                "--output",
                "json",
                "--report",
                report.toString())));
        Path out = folder.resolve("search.json");
        Path err = folder.resolve("search.err");
        try (ExampleConsumer consumer = ExampleConsumer.start(connections, folder, "load-max-ended", 1, 500, 0)) {
            Process process = new ProcessBuilder(command)
                    .redirectOutput(out.toFile())
                    .redirectError(err.toFile())
                    .start();
            try {
                Awaitility.await().atMost(Duration.ofMinutes(2)).until(() -> Files.readString(err)
                        .contains("400/s: sustained after"));

                process.destroy();

                assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
            } finally {
                process.destroyForcibly();
            }
            assertThat(process.exitValue()).as(Files.readString(err)).isEqualTo(143);
            assertThat(consumer.describe().members()).hasSize(1);
        }
        JsonNode result = new ObjectMapper().readTree(out.toFile());
        assertThat(result.get("complete").booleanValue()).isFalse();
        LoadResults.requireForm(result);
        assertThat(report).content().contains("<p class=\"partial\">ended early", "<td>400/s</td>");
        assertThat(result.get("confirmed").booleanValue()).isFalse();
        assertThat(result.get("maxRate").doubleValue()).isEqualTo(400);
        assertThat(result.at("/probes/0/verdict").textValue()).isEqualTo("sustained");
    }
}

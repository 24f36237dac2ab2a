package io.minerstream.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.minerstream.schemas.topic.TopicNames;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** {@code --commit none}: whole when nothing goes wrong, and honest when something does. */
@ExtendWith(SharedPipeline.class)
class RunWithoutTransactionsIT {

    private static final int ACKNOWLEDGED = 1_000;
    private static final List<String> SMALL_RUN = List.of(
            "generate", "--commit", "none", "--from", "2026-05-01T00:00:00Z", "--hours", "24", "--output", "json");

    @TempDir
    private Path folder;

    @Test
    void shouldBeJudgedLandAndHoldExactlyTheGeneratedValues() {
        Cli init = Cli.onSharedPipeline(
                "fleet", "init", "--site-id", "451", "--miners", "150", "--first-miner-id", "4510000");
        assertThat(init.exitCode()).as(init.err()).isZero();

        Cli run = Cli.onSharedPipeline(with(SMALL_RUN, "--site-id", "451", "--rate", "20000"));

        assertThat(run.exitCode()).as(run.err() + run.out()).isZero();
        assertThat(run.json().get("exactlyOnce").booleanValue()).isFalse();
        assertThat(run.json().get("mayHaveDuplicates").booleanValue()).isFalse();
        assertThat(run.json().at("/verdict/passed").booleanValue()).isTrue();
        assertThat(run.json().get("rowsInWarehouse").longValue()).isEqualTo(150 * 24);
        assertThat(run.json().at("/lateness/records").longValue()).isEqualTo(150 * 24);
        String id = run.json().get("runId").textValue();
        Cli table = Cli.onSharedPipeline("verify", "--exact", "--run", id);
        assertThat(table.exitCode()).as(table.err() + table.out()).isZero();
        Cli topic = Cli.onSharedPipeline("verify", "--exact", "--topic", "--run", id);
        assertThat(topic.exitCode()).as(topic.err() + topic.out()).isZero();
    }

    @Test
    void shouldBeUnfinishedWhenInterruptedAndWarnOfDuplicatesWhenResumed() throws Exception {
        List<String> generate = new ArrayList<>(SMALL_RUN);
        generate.addAll(List.of("--site-id", "452", "--miners", "150", "--no-wait", "--topic-prefix", "untransacted-"));
        // Kafka and the registry alone: with a warehouse, the miners would have to be in it.
        generate.addAll(SharedPipeline.options().subList(0, 4));
        assertThat(KilledCli.run(generate, ACKNOWLEDGED, folder)).isTrue();

        JsonNode broken = runs().json().at("/runs/0");
        assertThat(broken.get("state").textValue()).isEqualTo("STARTED");
        assertThat(broken.get("exactlyOnce").booleanValue()).isFalse();
        assertThat(broken.get("committedRecords").longValue()).isZero();

        Cli again = Cli.run(generate.toArray(String[]::new));

        assertThat(again.exitCode()).as(again.err() + again.out()).isZero();
        assertThat(again.json().get("mayHaveDuplicates").booleanValue()).isTrue();
        assertThat(runs().json().at("/runs/0/state").textValue()).isEqualTo("COMPLETED");
        Map<List<Long>, Long> copies =
                RawTopic.read(SharedPipeline.connections(), new TopicNames("untransacted-").telemetry()).stream()
                        .collect(Collectors.groupingBy(RunWithoutTransactionsIT::minerAndTime, Collectors.counting()));
        assertThat(copies).hasSize(150 * 24);
        assertThat(copies.values().stream().filter(count -> count == 2)).hasSize(ACKNOWLEDGED);
        assertThat(copies.values()).allMatch(count -> count <= 2);
    }

    private static List<Long> minerAndTime(ConsumerRecord<byte[], byte[]> record) {
        return List.of((long) ByteBuffer.wrap(record.key()).getInt(), record.timestamp());
    }

    private static Cli runs() {
        return Cli.run(with(
                with(List.of("runs", "list", "--output", "json"), "--topic-prefix", "untransacted-"),
                SharedPipeline.options().subList(0, 4).toArray(String[]::new)));
    }

    private static String[] with(List<String> arguments, String... more) {
        return with(arguments.toArray(String[]::new), more);
    }

    private static String[] with(String[] arguments, String... more) {
        List<String> all = new ArrayList<>(List.of(arguments));
        all.addAll(List.of(more));
        return all.toArray(String[]::new);
    }
}

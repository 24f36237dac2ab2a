package io.minerstream.producer.record;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.minerstream.avro.RunProgress;
import io.minerstream.avro.RunState;
import io.minerstream.avro.SimulationRun;
import io.minerstream.producer.kafka.ClientProperties;
import io.minerstream.producer.kafka.FakeCluster;
import io.minerstream.producer.run.RunHistory;
import io.minerstream.schemas.topic.TopicNames;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Map;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.errors.SerializationException;
import org.junit.jupiter.api.Test;

final class RunHistoryReaderTest {

    private static final Map<String, String> REGISTRY = Map.of("schema.registry.url", "mock://history");
    private static final String RUNS = TopicNames.DEFAULT.runs();
    private static final Instant TIME = Instant.parse("2026-03-01T00:00:00Z");

    private final FakeCluster cluster = new FakeCluster(REGISTRY);

    @Test
    void shouldKnowTheLastStateOfEachRun() {
        append("aaaaaaaa", RunState.STARTED);
        append("bbbbbbbb", RunState.STARTED);
        append("aaaaaaaa", RunState.COMPLETED);

        assertThat(read().of(5))
                .extracting(run -> run.getRunId() + " " + run.getState())
                .containsExactly("aaaaaaaa COMPLETED", "bbbbbbbb STARTED");
    }

    @Test
    void shouldForgetRunsThatWereRemoved() {
        append("aaaaaaaa", RunState.COMPLETED);
        cluster.append(RUNS, 0, 0, key("aaaaaaaa"), null);

        assertThat(read().of(5)).isEmpty();
    }

    @Test
    void shouldKnowNoRunsWhenThereIsNoTopicYet() {
        cluster.topics.clear();

        assertThat(read().of(5)).isEmpty();
        assertThat(cluster.scanned).isEmpty();
    }

    @Test
    void shouldSayWhichManifestCannotBeReadAndWhatToDo() {
        append("aaaaaaaa", RunState.COMPLETED);
        cluster.append(RUNS, 0, 0, key("bbbbbbbb"), new byte[] {7, 7, 7, 7, 7, 7});

        assertThatThrownBy(this::read)
                .isInstanceOf(SerializationException.class)
                .hasMessage(
                        "topic simulation-runs, partition 0, offset 1: cannot be read, so it is not known which ranges"
                                + " were generated: topic simulation-runs: the first byte of a message must be 0 (Confluent wire"
                                + " format), got 7; write a tombstone for its key, or --force to generate without this check");
    }

    @Test
    void shouldReadAgainAfterATombstoneForWhatCouldNotBeRead() {
        cluster.append(RUNS, 0, 0, key("bbbbbbbb"), new byte[] {7, 7, 7, 7, 7, 7});
        cluster.append(RUNS, 0, 0, key("bbbbbbbb"), null);
        append("aaaaaaaa", RunState.COMPLETED);

        assertThat(read().of(5)).hasSize(1);
    }

    private RunHistory read() {
        return RunHistoryReader.read(cluster, new ClientProperties(REGISTRY), TopicNames.DEFAULT, cluster::scan);
    }

    private void append(String id, RunState state) {
        cluster.append(new ProducerRecord<>(
                RUNS,
                key(id),
                new SimulationRun(
                        id,
                        5,
                        TIME,
                        TIME.plusSeconds(3600),
                        3600,
                        42L,
                        "reference",
                        10,
                        6,
                        10L,
                        state,
                        TIME,
                        TIME,
                        new RunProgress(0L, TIME),
                        65_536.0,
                        0,
                        1,
                        0L,
                        true,
                        false)));
    }

    private static byte[] key(String id) {
        return id.getBytes(StandardCharsets.UTF_8);
    }
}

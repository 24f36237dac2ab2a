package io.minerstream.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.minerstream.pipeline.connection.Connections;
import io.minerstream.pipeline.validator.ValidatorSettings;
import io.minerstream.pipeline.validator.Validators;
import io.minerstream.schemas.run.RunId;
import io.minerstream.schemas.topic.TopicNames;
import io.minerstream.validator.TelemetryValidator;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.KafkaStreams.State;
import org.apache.kafka.streams.LagInfo;
import org.apache.kafka.streams.processor.StateRestoreListener;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** With standby replicas, the instance that is left has the state of one that is killed, and goes on where that was. */
@Tag("long")
@ExtendWith(SharedPipeline.class)
class StandbyValidatorIT {

    private static final int PARTITIONS = 3;
    private static final String STANDBYS = "num.standby.replicas";

    /** Of the first window all, of the second one a part. */
    private static final int HOURS_BEFORE = 36;

    private static final Duration GRACE = Duration.ofSeconds(2);
    private static final Duration LONGEST = Duration.ofSeconds(90);

    private final AtomicLong restored = new AtomicLong();

    @TempDir
    private Path folder;

    @Test
    void shouldTakeOverWithoutRestoringAndFireNothingAgain() throws Exception {
        FaultyRun run = new FaultyRun(
                new RunId("standby1"),
                2,
                SharedPipeline.prepared(new TopicNames("standbyclean-"), PARTITIONS),
                PARTITIONS);
        Connections connections = SharedPipeline.prepared(new TopicNames("standby-"), PARTITIONS);
        List<Throwable> failures = new ArrayList<>();
        RawTopic.send(connections, run.roster(connections.topics()));
        List<List<ProducerRecord<byte[], byte[]>>> hours = run.hours(connections.topics());
        try (ValidatorProcess first = ValidatorProcess.start(
                        folder.resolve("first"),
                        "standby-",
                        SmallRun.addresses(),
                        "--grace",
                        Long.toString(GRACE.toSeconds()),
                        "--command-property",
                        STANDBYS + "=1");
                TelemetryValidator second = Validators.create(
                        connections,
                        ValidatorSettings.of(folder.resolve("second"), GRACE),
                        Map.of(STANDBYS, "1"),
                        failures::add)) {
            second.streams().setGlobalStateRestoreListener(new Restored());
            Validators.start(second);
            first.awaitReady();
            RawTopic.sendInTransactions(connections, "standby", hours.subList(0, HOURS_BEFORE));
            await("first window")
                    .atMost(LONGEST)
                    .until(() -> Findings.read(connections).verdicts() == 1);
            await("warm standby").atMost(LONGEST).until(() -> isWarm(second.streams()));
            int active = activeTasks(second.streams());
            assertThat(active).as("the rest are standby tasks").isLessThan(PARTITIONS + 1);
            restored.set(0);

            first.process().kill();

            await("takes over")
                    .atMost(LONGEST)
                    .until(() -> second.state() == State.RUNNING && activeTasks(second.streams()) == PARTITIONS + 1);
            assertThat(restored).as("records read from changelogs").hasValue(0);
            RawTopic.sendInTransactions(connections, "standby", hours.subList(HOURS_BEFORE, hours.size()));
            await("second window")
                    .atMost(LONGEST)
                    .until(() -> Findings.read(connections).verdicts() == 2);
        }
        assertThat(failures).isEmpty();
        // Each alert of the first window fires once, and those of readings resolve with the second.
        List<String> changes = Findings.read(connections).lines().stream()
                .filter(line -> line.startsWith("change "))
                .map(line -> line.substring(line.indexOf(" of ")))
                .toList();
        assertThat(changes).doesNotHaveDuplicates().anyMatch(line -> line.contains("RESOLVED"));
    }

    /** Whether it has all of the state, its own or as a replica; the marker of the last transaction is no record. */
    private static boolean isWarm(KafkaStreams streams) {
        Map<String, Map<Integer, LagInfo>> stores = streams.allLocalStorePartitionLags();
        return stores.getOrDefault("miners", Map.of()).size() == PARTITIONS
                && stores.getOrDefault("site-alerts", Map.of()).size() == 1
                && stores.values().stream()
                        .flatMap(store -> store.values().stream())
                        .allMatch(lag -> lag.offsetLag() <= 1);
    }

    private static int activeTasks(KafkaStreams streams) {
        return streams.metadataForLocalThreads().stream()
                .mapToInt(thread -> thread.activeTasks().size())
                .sum();
    }

    /** Counts what active tasks restore. */
    private final class Restored implements StateRestoreListener {
        @Override
        public void onRestoreStart(TopicPartition changelog, String store, long from, long to) {
            // Counted as it comes.
        }

        @Override
        public void onBatchRestored(TopicPartition changelog, String store, long last, long records) {
            restored.addAndGet(records);
        }

        @Override
        public void onRestoreEnd(TopicPartition changelog, String store, long total) {
            // Counted as it came.
        }
    }
}

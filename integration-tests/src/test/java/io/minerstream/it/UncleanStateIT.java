package io.minerstream.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.minerstream.pipeline.connection.Connections;
import io.minerstream.pipeline.validator.ValidatorSettings;
import io.minerstream.pipeline.validator.Validators;
import io.minerstream.schemas.run.RunId;
import io.minerstream.schemas.topic.TopicNames;
import io.minerstream.stack.data.DirectoryTree;
import io.minerstream.validator.TelemetryValidator;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/**
 * A kill leaves stores that nothing can open, half written or half deleted: the next start restores them from the changelogs. Where
 * they broke otherwise, one start says so, and the next one mends it.
 */
@Tag("long")
@ExtendWith(SharedPipeline.class)
class UncleanStateIT {

    private static final int PARTITIONS = 3;

    /** Of the first window all, of the second one a part. */
    private static final int HOURS_BEFORE = 36;

    private static final Duration GRACE = Duration.ofSeconds(2);
    private static final Duration LONGEST = Duration.ofSeconds(90);

    private final List<Throwable> failures = new ArrayList<>();

    @TempDir
    private Path folder;

    @Test
    void shouldGoOnFromTheChangelogs() throws Exception {
        FaultyRun run = new FaultyRun(
                new RunId("unclean1"),
                2,
                SharedPipeline.prepared(new TopicNames("uncleanclean-"), PARTITIONS),
                PARTITIONS);
        Connections connections = SharedPipeline.prepared(new TopicNames("unclean-"), PARTITIONS);
        RawTopic.send(connections, run.roster(connections.topics()));
        List<List<ProducerRecord<byte[], byte[]>>> hours = run.hours(connections.topics());
        Path killed = folder.resolve("killed");
        try (TelemetryValidator validator = create(connections, folder.resolve("state"))) {
            Validators.start(validator);
            RawTopic.sendInTransactions(connections, "unclean", hours.subList(0, HOURS_BEFORE));
            awaitVerdicts(validator, connections, 1);
            DirectoryTree.copy(folder.resolve("state"), killed);
        }
        deleteManifests(killed);

        Files.delete(killed.resolve("unclean-minerstream-validator.open"));
        try (TelemetryValidator validator = create(connections, killed)) {
            assertThatThrownBy(() -> Validators.start(validator))
                    .hasMessageContainingAll("Error opening store", "MANIFEST-", "No such file");
        }
        try (TelemetryValidator validator = create(connections, killed)) {
            Validators.start(validator);
            RawTopic.sendInTransactions(connections, "unclean", hours.subList(HOURS_BEFORE, hours.size()));
            awaitVerdicts(validator, connections, 2);
        }

        assertThat(failures).isEmpty();
        assertThat(Findings.read(connections).lines())
                .containsExactlyInAnyOrderElementsOf(undisturbed(run).lines());
    }

    private Findings undisturbed(FaultyRun run) throws Exception {
        Connections connections = SharedPipeline.prepared(new TopicNames("calmstate-"), PARTITIONS);
        RawTopic.send(connections, run.roster(connections.topics()));
        try (TelemetryValidator validator = create(connections, folder.resolve("calm"))) {
            Validators.start(validator);
            RawTopic.sendInTransactions(connections, "calm", run.hours(connections.topics()));
            awaitVerdicts(validator, connections, 2);
        }
        return Findings.read(connections);
    }

    private TelemetryValidator create(Connections connections, Path state) {
        return Validators.create(connections, ValidatorSettings.of(state, GRACE), Map.of(), failures::add);
    }

    private static void deleteManifests(Path state) throws IOException {
        List<Path> manifests;
        try (Stream<Path> files = Files.walk(state)) {
            manifests = files.filter(file -> file.getFileName().toString().startsWith("MANIFEST-"))
                    .toList();
        }
        assertThat(manifests).isNotEmpty();
        for (Path manifest : manifests) {
            Files.delete(manifest);
        }
    }

    private static void awaitVerdicts(TelemetryValidator validator, Connections connections, int count) {
        await().atMost(LONGEST)
                .failFast(() -> validator.state().hasCompletedShutdown())
                .until(() -> Findings.read(connections).verdicts() == count);
    }
}

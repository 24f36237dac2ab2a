package io.minerstream.validator.topology;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.minerstream.avro.WindowVerdict;
import io.minerstream.validator.VerdictBuilder;
import io.minerstream.validator.policy.GroupPolicy;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.streams.processor.api.MockProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class VerdictMergeTest {

    private static final StateBounds BOUNDS = new StateBounds(5, 50, 5, 100, 60, 1000, 500, 3, 1000, 1000, 100);

    @TempDir
    private Path stateDir;

    private ProcessorBench bench;
    private MockProcessorContext<String, SpecificRecord> context;
    private SiteProcessor merge;

    @BeforeEach
    void start() {
        bench = ProcessorBench.ofSites(stateDir.toFile());
        restart();
    }

    private void restart() {
        context = bench.context();
        merge = new SiteProcessor(ValidatorHarness.RETENTION, GroupPolicy.DEFAULT, BOUNDS);
        merge.init(context);
    }

    @AfterEach
    void stop() {
        bench.close();
    }

    @Test
    void shouldWaitForEveryPartition() {
        send(partial("run00001", 0, 3, 10));
        send(partial("run00001", 2, 3, 30));
        assertThat(verdicts()).isEmpty();

        send(partial("run00001", 1, 3, 20));

        assertThat(verdicts())
                .extracting(WindowVerdict::getPartitions, WindowVerdict::getMiners, WindowVerdict::getExpectedRecords)
                .containsExactly(tuple(3, 60, 1440L));
        assertThat(context.committed()).isTrue();
    }

    @Test
    void shouldNotCountAPartitionTwice() {
        send(partial("run00001", 0, 2, 10));
        send(partial("run00001", 0, 2, 11));
        assertThat(verdicts()).isEmpty();

        send(partial("run00001", 1, 2, 20));

        assertThat(verdicts()).extracting(WindowVerdict::getMiners).containsExactly(31);
    }

    @Test
    void shouldRememberABoundedNumberOfPartialVerdicts() {
        for (int i = 0; i < 2000; i++) {
            send(partial("run" + (10_000 + i), 0, 2, 10));
        }
        send(partial("run10999", 1, 2, 10));
        assertThat(verdicts()).isEmpty();

        send(partial("run11500", 1, 2, 20));

        assertThat(verdicts()).extracting(WindowVerdict::getRunId).containsExactly("run11500");
    }

    @Test
    void shouldKeepRunsApart() {
        send(partial("run00001", 0, 2, 10));
        send(partial("run00002", 1, 2, 20));

        assertThat(verdicts()).isEmpty();
    }

    @Test
    void shouldResumeWithWhatWasCollectedBeforeARestart() {
        send(partial("run00001", 0, 2, 10));
        restart();
        send(partial("run00001", 1, 2, 20));

        assertThat(verdicts()).hasSize(1);
    }

    @Test
    void shouldForgetPartialsWhoseOthersDoNotCome() {
        send(partial("run00001", 0, 2, 10));
        context.setCurrentSystemTimeMs(context.currentSystemTimeMs()
                + ValidatorHarness.RETENTION.plus(Duration.ofHours(1)).toMillis());
        context.scheduledPunctuators().get(1).getPunctuator().punctuate(context.currentSystemTimeMs());

        send(partial("run00001", 1, 2, 20));

        assertThat(verdicts()).isEmpty();
    }

    private static PartialVerdict partial(String run, int partition, int partitions, int miners) {
        return new PartialVerdict(
                partition,
                partitions,
                0,
                VerdictBuilder.aVerdict().run(run).miners(miners).build());
    }

    private void send(PartialVerdict partial) {
        merge.process(new Record<>("any", new Finding.Judged(partial), 0L));
    }

    private List<WindowVerdict> verdicts() {
        return ProcessorBench.drain(context).stream()
                .map(record -> (WindowVerdict) record.value())
                .toList();
    }
}

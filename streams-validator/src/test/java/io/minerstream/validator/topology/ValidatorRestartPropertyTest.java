package io.minerstream.validator.topology;

import static io.minerstream.validator.TelemetryBuilder.aTelemetry;
import static org.assertj.core.api.Assertions.assertThat;

import io.minerstream.avro.MinerTelemetry;
import io.minerstream.schemas.run.RunHeader;
import io.minerstream.schemas.serde.AvroRecordSerde;
import io.minerstream.validator.input.TelemetrySource;
import io.minerstream.validator.policy.Policies;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.utils.Utils;
import org.apache.kafka.streams.processor.api.MockProcessorContext;
import org.apache.kafka.streams.processor.api.Record;

/** A judge that is replaced by another one on the same state, in the middle of the records. */
class ValidatorRestartPropertyTest {

    /** Alerts that fire, resolve, and wait for a second good reading are among them. 6 roster entries, 121 readings (one missing, one duplicated, one of an unknown miner), 30 watermarks. */
    private static final int RECORDS = 157;

    private static final Serde<MinerTelemetry> READINGS =
            AvroRecordSerde.of(MinerTelemetry.class, ValidatorHarness.REGISTRY);

    private static List<Object> undisturbed;

    @Property(tries = 40)
    void shouldFindTheSameWhenRestartedBetweenAnyTwoRecords(@ForAll @IntRange(min = 0, max = RECORDS) int restartAfter)
            throws IOException {
        if (undisturbed == null) {
            undisturbed = findings(Integer.MAX_VALUE, ValidatorHarness.QUIET);
        }

        assertThat(findings(restartAfter, ValidatorHarness.QUIET))
                .isEqualTo(undisturbed)
                .hasSizeGreaterThan(5);
    }

    /** Readings are judged as they come: alerts are active when the restart happens. */
    @Property(tries = 40)
    void shouldMoveAlertsOnAsIfThereWasNoRestart(@ForAll @IntRange(min = 0, max = RECORDS) int restartAfter)
            throws IOException {
        assertThat(findings(restartAfter, Duration.ZERO))
                .isEqualTo(findings(Integer.MAX_VALUE, Duration.ZERO))
                .hasSizeGreaterThan(15);
    }

    private static JudgeSettings settings(Duration quietPeriod) {
        return new JudgeSettings(
                Duration.ofHours(24),
                quietPeriod,
                ValidatorHarness.GRACE,
                ValidatorHarness.RETENTION,
                EventTimeSettings.DEFAULT,
                Policies.DEFAULT);
    }

    private static List<Object> findings(int restartAfter, Duration quietPeriod) throws IOException {
        Path stateDir = Files.createTempDirectory("judge-restart");
        try (ProcessorBench bench = ProcessorBench.ofValidator(stateDir.toFile())) {
            List<Object> findings = new ArrayList<>();
            MockProcessorContext<Object, Object> context = start(bench);
            ValidatorProcessor judge = judge(context, quietPeriod);
            int played = 0;
            for (Object value : records()) {
                if (played == restartAfter) {
                    findings.addAll(drain(context));
                    context = start(bench);
                    judge = judge(context, quietPeriod);
                }
                process(judge, context, value, played++);
                if (quietPeriod.isZero()) {
                    context.scheduledPunctuators().get(0).getPunctuator().punctuate(context.currentSystemTimeMs());
                }
            }
            for (int i = 0; i < 2; i++) {
                context.setCurrentSystemTimeMs(context.currentSystemTimeMs() + ValidatorHarness.GRACE.toMillis());
                context.scheduledPunctuators().get(0).getPunctuator().punctuate(context.currentSystemTimeMs());
            }
            findings.addAll(drain(context));
            return findings;
        } finally {
            Utils.delete(stateDir.toFile());
        }
    }

    /** Thirty hours with faults and changes of status, roster in the middle, watermarks at the end. */
    private static List<Object> records() {
        Scenario scenario = new Scenario(Scenario.RUN, Scenario.MIDNIGHT, 30, Scenario.fleet());
        scenario.statusFrom(1, 10, "offline")
                .statusFrom(1, 28, "error")
                .without(1, 4)
                .duplicated(2, 7)
                .changed(3, 9, reading -> reading.hashrate(500))
                .changed(1, 12, reading -> reading.hashrate(110))
                .changed(4, 26, reading -> reading.temperature(1.0))
                .with(8, aTelemetry().miner(99).at(scenario.at(8)).build());
        List<Object> records = new ArrayList<>(scenario.telemetry);
        records.addAll(50, scenario.roster);
        records.addAll(scenario.watermarks);
        assertThat(records).hasSize(RECORDS);
        return records;
    }

    private static MockProcessorContext<Object, Object> start(ProcessorBench bench) {
        return bench.context();
    }

    private static ValidatorProcessor judge(MockProcessorContext<Object, Object> context, Duration quietPeriod) {
        ValidatorProcessor judge = new ValidatorProcessor(
                settings(quietPeriod),
                StateBounds.DEFAULT,
                ValidatorHarness.TOPICS,
                TelemetrySource.ours(ValidatorHarness.TOPICS),
                all -> true,
                () -> 1,
                ValidatorHarness.REGISTRY);
        judge.init(context);
        return judge;
    }

    private static void process(
            ValidatorProcessor judge, MockProcessorContext<Object, Object> context, Object input, long offset) {
        context.setRecordMetadata("any", 0, offset);
        Integer key = null;
        Object value;
        long timestampMs = 0;
        if (input instanceof MinerTelemetry telemetry) {
            value = ValidatorHarness.batch(
                    offset,
                    0,
                    ValidatorHarness.key(telemetry.getMinerId()),
                    READINGS.serializer().serialize(ValidatorHarness.TOPICS.telemetry(), telemetry),
                    new RecordHeaders()
                            .add(RunHeader.NAME, RunHeader.hourly(Scenario.RUN).bytes()));
        } else if (input instanceof RosterRecord entry) {
            value = entry.miner();
            key = entry.miner().getMinerId();
            timestampMs = entry.validFrom().toEpochMilli();
        } else {
            value = input;
        }
        judge.process(new Record<>(key, value, timestampMs));
    }

    private static List<Object> drain(MockProcessorContext<Object, Object> context) {
        // Counts are reported anew after a restart.
        return ProcessorBench.drain(context).stream()
                .map(Record::value)
                .filter(finding -> !(finding instanceof Finding.Counted))
                .toList();
    }
}

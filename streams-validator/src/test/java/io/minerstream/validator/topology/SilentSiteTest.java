package io.minerstream.validator.topology;

import static io.minerstream.validator.MinerBuilder.aMiner;
import static io.minerstream.validator.TelemetryBuilder.aTelemetry;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.minerstream.avro.AlertState;
import io.minerstream.avro.TelemetryAlert;
import io.minerstream.avro.Watermark;
import io.minerstream.schemas.topic.RecordKey;
import io.minerstream.validator.policy.Policies;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A site falls silent, and comes back, which its partitions notice one after the other. */
class SilentSiteTest {

    private static final int MINERS = 1200;
    private static final int PARTITIONS = 3;
    private static final int HOURS = 24;
    private static final String RUN = "run00001";
    private static final Duration LONG = ValidatorHarness.GRACE.plusSeconds(1);

    private final PartitionedJudges judges =
            new PartitionedJudges(Duration.ofDays(1), EventTimeSettings.DEFAULT, Policies.DEFAULT, PARTITIONS);
    private final List<Integer> miners =
            IntStream.rangeClosed(1, MINERS).boxed().toList();

    @AfterEach
    void close() {
        judges.close();
    }

    @Test
    void shouldRaiseOneAlertForAllMinersAndOneResolution() {
        miners.forEach(
                miner -> judges.accept(new Arrival.Entry(miner, aMiner(miner).build(), Scenario.MIDNIGHT)));
        for (int partition = 0; partition < PARTITIONS; partition++) {
            send(partition, 0);
        }
        for (int partition = 0; partition < PARTITIONS; partition++) {
            for (int hour = 1; hour < 5; hour++) {
                mark(partition, hour);
            }
            pass(LONG);
            pass(LONG);
        }

        assertThat(judges.takeAlerts())
                .extracting(
                        TelemetryAlert::getFingerprint,
                        TelemetryAlert::getState,
                        TelemetryAlert::getMiners,
                        TelemetryAlert::getStartsAt)
                .containsExactly(tuple("silent_miner/site/5", AlertState.FIRING, MINERS, at(1)));

        for (int partition = 0; partition < PARTITIONS; partition++) {
            send(partition, 5);
            send(partition, 6);
            pass(Duration.ofSeconds(2));
        }

        assertThat(judges.takeAlerts())
                .extracting(TelemetryAlert::getFingerprint, TelemetryAlert::getState, TelemetryAlert::getResolvedAt)
                .containsExactly(tuple("silent_miner/site/5", AlertState.RESOLVED, at(5)));
    }

    private static Instant at(int hour) {
        return Scenario.MIDNIGHT.plus(Duration.ofHours(hour));
    }

    /** All readings of an hour. */
    private void send(int partition, int hour) {
        miners.stream()
                .filter(miner -> RecordKey.partition(RecordKey.of(miner), PARTITIONS) == partition)
                .forEach(miner -> judges.accept(new Arrival.Reading(
                        partition,
                        miner,
                        RUN,
                        aTelemetry().miner(miner).at(at(hour)).build())));
        mark(partition, hour);
    }

    private void mark(int partition, int hour) {
        long records = miners.stream()
                .filter(miner -> RecordKey.partition(RecordKey.of(miner), PARTITIONS) == partition)
                .count();
        judges.accept(new Arrival.Mark(
                new Watermark(RUN, 5, at(0), at(HOURS), 3600, at(hour), records, partition, PARTITIONS)));
    }

    private void pass(Duration length) {
        judges.accept(new Arrival.Silence(length));
    }
}

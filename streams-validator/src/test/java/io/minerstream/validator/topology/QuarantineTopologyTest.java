package io.minerstream.validator.topology;

import static io.minerstream.validator.MinerBuilder.aMiner;
import static io.minerstream.validator.TelemetryBuilder.aTelemetry;
import static org.assertj.core.api.Assertions.assertThat;

import io.minerstream.avro.HostingMiner;
import io.minerstream.avro.Watermark;
import io.minerstream.schemas.run.RunHeader;
import io.minerstream.validator.input.QuarantineHandler;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import org.apache.kafka.streams.test.TestRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Records that cannot be judged. */
class QuarantineTopologyTest {

    private static final String WINDOW = "2026-11-22T00:00:00Z/2026-11-23T00:00:00Z";

    private final ValidatorHarness harness = new ValidatorHarness();

    @AfterEach
    void close() {
        harness.close();
    }

    @Test
    void shouldQuarantineBytesThatAreNoTelemetry() {
        byte[] key = {0, 0, 0, 1};
        byte[] value = "not avro".getBytes(StandardCharsets.UTF_8);
        harness.rawTelemetry(key, value);
        harness.play(Scenario.aDay());
        harness.passQuietPeriod();

        List<TestRecord<byte[], byte[]>> quarantined = harness.quarantined();
        assertThat(quarantined).hasSize(1);
        assertThat(quarantined.get(0).key()).isEqualTo(key);
        assertThat(quarantined.get(0).value()).isEqualTo(value);
        assertThat(ValidatorHarness.header(quarantined.get(0).headers(), QuarantineHandler.TOPIC))
                .isEqualTo("miner-telemetry");
        assertThat(ValidatorHarness.header(quarantined.get(0).headers(), QuarantineHandler.PARTITION))
                .isEqualTo("0");
        assertThat(ValidatorHarness.header(quarantined.get(0).headers(), QuarantineHandler.OFFSET))
                .isEqualTo("0");
        assertThat(ValidatorHarness.header(quarantined.get(0).headers(), QuarantineHandler.MESSAGE))
                .isNotBlank();
        assertThat(harness.onlyVerdict().getPassed()).isTrue();
    }

    @Test
    void shouldQuarantineNullReading() {
        harness.rawTelemetry(new byte[] {0, 0, 0, 1}, null);

        assertThat(harness.reason()).isEqualTo("topic miner-telemetry: the value must not be null");
    }

    @Test
    void shouldShortenAReasonThatQuotesTheRecord() {
        Watermark watermark = Scenario.aDay().watermarks.get(0);
        watermark.setRunId("x".repeat(1_000_000));
        harness.watermark(watermark);

        assertThat(harness.reason())
                .hasSize(1003)
                .startsWith("watermark of run xxx")
                .endsWith("xxx...");
    }

    @Test
    void shouldRefuseRosterEntryWithALongStatus() {
        HostingMiner miner = aMiner(7).status("s".repeat(51)).build();
        harness.roster(miner);

        assertThat(harness.reason())
                .isEqualTo("roster entry of miner 7: status must have at most 50 characters, got 51");
    }

    @Test
    void shouldQuarantineReadingWhoseKeyIsAnotherMiner() {
        harness.reading(
                RunHeader.hourly(Scenario.RUN).bytes(), 8, aTelemetry().miner(7).build());

        assertThat(harness.reason())
                .isEqualTo("key: must be the miner_id of the value, 7, got 8; its roster entry is elsewhere");
    }

    @Test
    void shouldQuarantineReadingOfAnImpossibleTime() {
        harness.reading(
                Scenario.RUN,
                aTelemetry()
                        .miner(7)
                        .at(Instant.parse("+20000-01-01T00:00:00Z"))
                        .build());

        assertThat(harness.reason())
                .isEqualTo(
                        "reading of miner 7: recorded_at must be in the years 1970 to 9999, got +20000-01-01T00:00:00Z");
    }

    @Test
    void shouldRefuseWatermarkOfAnIntervalThatNoRunMayHave() {
        Watermark watermark = Scenario.aDay().watermarks.get(0);
        watermark.setIntervalSeconds(5400);
        harness.watermark(watermark);

        assertThat(harness.reason())
                .isEqualTo(
                        "watermark of run run00001: interval_seconds must divide an hour or be whole hours that divide a day, got 5400; the run gets no verdict");
    }

    @Test
    void shouldRefuseWatermarkThatContradictsTheFirst() {
        Scenario day = Scenario.aDay();
        harness.watermark(day.watermarks.get(0));
        Watermark second = day.watermarks.get(1);
        second.setSiteId(6);
        harness.watermark(second);

        assertThat(harness.reason())
                .isEqualTo("watermark of run run00001: must repeat site, range and partitions of the first, site 5 "
                        + WINDOW + " 1 partitions, got site 6 " + WINDOW + " 1 partitions");
    }
}

package io.minerstream.producer.roster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.minerstream.avro.HostingMiner;
import io.minerstream.producer.fleet.Fleet;
import io.minerstream.producer.fleet.FleetSourceException;
import io.minerstream.producer.fleet.MinerModel;
import io.minerstream.producer.fleet.NoMinersException;
import io.minerstream.producer.fleet.schedule.StatusSchedule;
import io.minerstream.schemas.run.TimeRange;
import io.minerstream.schemas.topic.RecordKey;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import org.junit.jupiter.api.Test;

final class RosterFleetsTest {

    private static final MinerModel S21 = new MinerModel(5, "Antminer S21", null, 200, 3500);
    private static final Instant NINE = Instant.parse("2026-03-01T09:00:00Z");
    private static final Instant TEN = Instant.parse("2026-03-01T10:00:00Z");
    private static final Instant ELEVEN = Instant.parse("2026-03-01T11:00:00Z");
    private static final TimeRange FROM_TEN = new TimeRange(TEN, ELEVEN, Duration.ofMinutes(1));

    private final RosterFleets latest = RosterFleets.ofLatest(site -> site <= 6);
    private final RosterFleets past = RosterFleets.ofPast(5);

    @Test
    void shouldKeepTheLatestEntryOfEachMiner() {
        put(9, NINE, "nine", null, Double.NaN, 3_000, "active");
        put(4, NINE, "four", S21, 199, Double.NaN, "active");
        put(9, NINE, "nine", S21, 198, Double.NaN, "offline");
        put(7, NINE, "seven", null, 1, 1, "active");
        remove(7, NINE);
        remove(8, NINE);

        Fleet fleet = latest.latest().get(5);

        assertThat(fleet.size()).isEqualTo(2);
        assertThat(fleet.minerId(1)).isEqualTo(9);
        assertThat(fleet.statusText(1)).isEqualTo("offline");
        assertThat(fleet.hostingMiner(1).getActualHashrate()).isEqualTo(198);
        assertThat(fleet.models()).containsExactly(S21);
        assertThat(fleet.statusDistribution()).containsOnlyKeys("active", "offline");
    }

    @Test
    void shouldTakeAMinerThatCameBack() {
        put(9, NINE, "nine", null, 1, 1, "active");
        remove(9, NINE);
        assertThat(latest.latest()).isEmpty();
        put(9, NINE, "neun", null, 1, 1, "active");

        assertThat(latest.latest().get(5).serialNumber(0)).isEqualTo("neun");
    }

    @Test
    void shouldMakeAScheduleOfStatusesThatFollowOneAnother() {
        put(9, NINE, "nine", null, 1, 1, "active");
        put(9, NINE.plusSeconds(60), "nine", null, 2, 1, "active");
        put(9, TEN, "nine", S21, 3, 1, "offline");
        put(4, TEN, "four", null, 1, 1, "active");

        Fleet fleet = latest.latest().get(5);

        assertThat(fleet.statusText(1)).isEqualTo("active");
        assertThat(fleet.hostingMiner(1).getActualHashrate()).isEqualTo(3);
        assertThat(fleet.schedule()).isEqualTo(change(9, TEN, "offline"));
    }

    @Test
    void shouldForgetWhatWasSaidOfLaterTimes() {
        put(9, NINE, "nine", null, 1, 1, "active");
        put(9, TEN, "nine", null, 1, 1, "offline");
        put(9, NINE, "nine", null, 1, 1, "error");
        put(4, TEN, "four", null, 1, 1, "active");
        remove(4, TEN);
        put(4, NINE, "four", null, 1, 1, "offline");

        Fleet fleet = latest.latest().get(5);

        assertThat(fleet.statusText(0)).isEqualTo("offline");
        assertThat(fleet.statusText(1)).isEqualTo("error");
        assertThat(fleet.schedule().isEmpty()).isTrue();
    }

    @Test
    void shouldForgetWhatTheFormerSiteSaid() {
        put(9, NINE, "nine", null, 1, 1, "active");
        unreadable(9, TEN);
        readBoth(9, TEN, miner(6, 9, "nine", null, 1, 1, "offline"), null);

        assertThat(latest.latest()).containsOnlyKeys(6);
        assertThat(latest.latest().get(6).schedule().isEmpty()).isTrue();
        readBoth(9, ELEVEN, miner(7, 9, "nine", null, 1, 1, "offline"), null);
        assertThat(latest.latest()).as("nobody asks for site 7").isEmpty();
    }

    @Test
    void shouldTakeTheEntryAtTheStartOfARangeAndTheStatusesInsideOfIt() {
        put(4, NINE.minusSeconds(1), "four", null, 1, 1, "error");
        put(4, NINE, "four", S21, 2, 1, "active");
        put(4, TEN.plusSeconds(1), "four", S21, 3, 1, "offline");
        put(4, ELEVEN, "four", S21, 4, 1, "maintenance");
        put(9, TEN.plusSeconds(5), "nine", null, 1, 1, "offline");

        Fleet fleet = past.during(5, FROM_TEN);

        assertThat(fleet.hostingMiner(0)).isEqualTo(miner(5, 4, "four", S21, 2, 1, "active"));
        assertThat(fleet.statusText(1)).as("compacted before").isEqualTo("offline");
        assertThat(fleet.schedule()).isEqualTo(change(4, TEN.plusSeconds(1), "offline"));
    }

    @Test
    void shouldKeepTheTimeBeforeAMinerWasRemoved() {
        put(4, NINE, "four", null, 1, 1, "active");
        remove(4, ELEVEN);
        put(9, NINE, "nine", null, 1, 1, "active");
        readBoth(9, ELEVEN, miner(6, 9, "nine", null, 1, 1, "offline"), null);
        put(11, NINE, "eleven", null, 1, 1, "active");
        remove(11, TEN);

        Fleet fleet = past.during(5, FROM_TEN);

        assertThat(fleet.size()).isEqualTo(2);
        assertThat(fleet.minerId(0)).isEqualTo(4);
        assertThat(fleet.minerId(1)).isEqualTo(9);
        assertThat(fleet.schedule().isEmpty()).isTrue();
    }

    @Test
    void shouldSayWhenNoMinerIsLeft() {
        put(9, NINE, "nine", null, 1, 1, "active");
        remove(9, TEN);

        assertThatExceptionOfType(NoMinersException.class).isThrownBy(() -> past.during(5, FROM_TEN));
    }

    @Test
    void shouldSkipAnUnreadableEntryThatIsNotTheLatest() {
        put(9, NINE, "nine", null, 1, 1, "active");
        unreadable(9, TEN);
        put(9, ELEVEN, "nine", null, 1, 1, "offline");

        assertThat(latest.latest().get(5).schedule()).isEqualTo(change(9, ELEVEN, "offline"));
    }

    @Test
    void shouldFailWhenTheLatestEntryCannotBeRead() {
        put(9, NINE, "nine", null, 1, 1, "active");
        unreadable(9, TEN);

        assertThatExceptionOfType(FleetSourceException.class)
                .isThrownBy(latest::latest)
                .withMessage(
                        "topic roster: the entry of miner 9 that is valid from 2026-03-01T10:00:00Z must be readable, got that at "
                                + "offset 42 of partition 1: no magic; publish the fleet of its site again: "
                                + "minerstream fleet publish --valid-from 2026-03-01T10:00:00Z");
        put(9, TEN, "nine", null, 1, 1, "active");
        assertThat(latest.latest().get(5).size()).as("published again").isEqualTo(1);
    }

    @Test
    void shouldFailOnlyWhenAnEntryOfTheRangeCannotBeRead() {
        put(9, NINE.minusSeconds(1), "nine", null, 1, 1, "active");
        unreadable(9, NINE);
        put(9, TEN, "nine", null, 1, 1, "active");
        unreadable(9, ELEVEN);
        assertThat(past.during(5, FROM_TEN).size()).isEqualTo(1);

        unreadable(9, ELEVEN.minusSeconds(1));
        assertThatExceptionOfType(FleetSourceException.class)
                .isThrownBy(() -> past.during(5, FROM_TEN))
                .withMessageContaining("miner 9 that is valid from 2026-03-01T10:59:59Z");

        unreadable(9, NINE);
        assertThatExceptionOfType(FleetSourceException.class)
                .isThrownBy(() -> past.during(5, FROM_TEN))
                .withMessageContaining("miner 9 that is valid from 2026-03-01T09:00:00Z");
    }

    @Test
    void shouldRefuseATopicThatIsNoRoster() {
        for (int miner = 1; miner <= 1_000; miner++) {
            unreadable(miner, TEN);
            unreadable(miner, TEN);
        }

        assertThatExceptionOfType(FleetSourceException.class).isThrownBy(() -> unreadable(1_001, TEN));
    }

    private void put(
            int id, Instant validFrom, String serial, MinerModel model, double hashrate, double power, String status) {
        readBoth(id, validFrom, miner(5, id, serial, model, hashrate, power, status), null);
    }

    private void remove(int id, Instant validFrom) {
        readBoth(id, validFrom, null, null);
    }

    private void unreadable(int id, Instant validFrom) {
        readBoth(id, validFrom, null, new SerializationException("no magic"));
    }

    private void readBoth(int id, Instant validFrom, HostingMiner miner, SerializationException failure) {
        ConsumerRecord<byte[], byte[]> source = new ConsumerRecord<>(
                "roster",
                1,
                42,
                validFrom.toEpochMilli(),
                TimestampType.CREATE_TIME,
                0,
                0,
                RecordKey.of(id),
                miner == null && failure == null ? null : new byte[1],
                new RecordHeaders(),
                Optional.empty());
        RosterRecord record = new RosterRecord(id, source, miner, failure);
        latest.read(record);
        past.read(record);
    }

    private static HostingMiner miner(
            int siteId, int id, String serial, MinerModel model, double hashrate, double power, String status) {
        return Fleet.builder(siteId)
                .add(id, serial, model, hashrate, power, status)
                .build()
                .hostingMiner(0);
    }

    private static StatusSchedule change(int minerId, Instant from, String status) {
        return StatusSchedule.builder().add(minerId, from, status).build();
    }
}

package io.minerstream.producer.roster;

import static org.assertj.core.api.Assertions.assertThat;

import io.minerstream.avro.HostingMiner;
import io.minerstream.producer.fleet.Fleet;
import io.minerstream.producer.fleet.schedule.StatusSchedule;
import io.minerstream.schemas.run.TimeRange;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** What is written of a miner, against a map of what a topic says. */
final class RosterTimelinesPropertyTest {

    private static final int END = 30;
    private static final TimeRange RANGE = new TimeRange(second(10), second(20), Duration.ofSeconds(1));
    private static final Fleet FLEET =
            Fleet.builder(5).add(7, "SN-7", null, 199, 3500, "active").build();

    /** An entry; one without content is a tombstone. */
    record Said(int second, Optional<HostingMiner> miner) {}

    record Change(int second, String status) {}

    @Property(tries = 1_000)
    void shouldMakeTheTopicSayWhatARunNeedsAndLeaveTheTimeAfterItAlone(
            @ForAll("topics") List<Said> said, @ForAll("schedules") List<Change> changes) {
        Fleet fleet = FLEET.withSchedule(schedule(changes));
        RosterTimelines timelines = RosterTimelines.over(fleet, RANGE);
        NavigableMap<Instant, HostingMiner> topic = fed(timelines, said);
        NavigableMap<Instant, HostingMiner> before = new TreeMap<>(topic);

        boolean upToDate = timelines.isUpToDate(0);

        assertThat(upToDate).isEqualTo(saysOf(topic, fleet));
        if (!upToDate) {
            List<RosterEntry> entries = timelines.entries(0);
            assertThat(entries).isSortedAccordingTo((a, b) -> a.validFrom().compareTo(b.validFrom()));
            assertThat(entries.get(0).validFrom()).isEqualTo(RANGE.from());
            entries.forEach(entry -> say(topic, entry.validFrom(), entry.miner()));
            assertThat(saysOf(topic, fleet)).isTrue();
            for (int time = 20; time < END; time++) {
                HostingMiner stillSaid = at(before.tailMap(RANGE.to(), true), second(time));
                assertThat(at(topic, second(time)))
                        .as("at %s", time)
                        .isEqualTo(stillSaid == null ? at(topic, RANGE.last()) : stillSaid);
            }
        }
    }

    @Property(tries = 1_000)
    void shouldSayOfAllLaterTimesWhatTheFleetIs(
            @ForAll("topics") List<Said> said, @ForAll("schedules") List<Change> changes) {
        Fleet fleet = FLEET.withSchedule(schedule(changes));
        RosterTimelines timelines = RosterTimelines.from(fleet, RANGE.from());
        NavigableMap<Instant, HostingMiner> topic = fed(timelines, said);

        if (!timelines.isUpToDate(0)) {
            timelines.entries(0).forEach(entry -> say(topic, entry.validFrom(), entry.miner()));
        }

        for (int time = 10; time < END; time++) {
            assertThat(at(topic, second(time)))
                    .isEqualTo(fleet.asOf(second(time)).hostingMiner(0));
        }
    }

    @Example
    void shouldWriteAgainAfterAnEntryThatNobodyCanRead() {
        RosterTimelines timelines = RosterTimelines.over(FLEET, RANGE);
        timelines.put(0, 0, FLEET.hostingMiner(0));
        assertThat(timelines.countUpToDate()).isEqualTo(1);
        timelines.put(0, RANGE.to().toEpochMilli(), null);
        assertThat(timelines.isUpToDate(0)).as("it is of later times").isTrue();
        timelines.put(0, RANGE.last().toEpochMilli(), null);

        assertThat(timelines.isUpToDate(0)).isFalse();
        assertThat(timelines.entries(0)).containsExactly(new RosterEntry(RANGE.from(), FLEET.hostingMiner(0)));
    }

    private static NavigableMap<Instant, HostingMiner> fed(RosterTimelines timelines, List<Said> said) {
        NavigableMap<Instant, HostingMiner> topic = new TreeMap<>();
        for (Said entry : said) {
            Instant validFrom = second(entry.second());
            if (entry.miner().isEmpty()) {
                timelines.remove(0);
                topic.clear();
            } else {
                timelines.put(0, validFrom.toEpochMilli(), entry.miner().get());
                say(topic, validFrom, entry.miner().get());
            }
        }
        return topic;
    }

    private static void say(NavigableMap<Instant, HostingMiner> topic, Instant validFrom, HostingMiner miner) {
        topic.tailMap(validFrom, true).clear();
        topic.put(validFrom, miner);
    }

    /** Whether the topic says at each second of the range what the fleet is. */
    private static boolean saysOf(NavigableMap<Instant, HostingMiner> topic, Fleet fleet) {
        for (int timePoint = 0; timePoint < RANGE.timePoints(); timePoint++) {
            Instant time = RANGE.at(timePoint);
            if (!fleet.asOf(time).hostingMiner(0).equals(at(topic, time))) {
                return false;
            }
        }
        return true;
    }

    private static HostingMiner at(Map<Instant, HostingMiner> topic, Instant time) {
        Map.Entry<Instant, HostingMiner> last = new TreeMap<>(topic).floorEntry(time);
        return last == null ? null : last.getValue();
    }

    private static StatusSchedule schedule(List<Change> changes) {
        NavigableMap<Integer, String> bySecond = new TreeMap<>();
        changes.forEach(change -> bySecond.put(change.second(), change.status()));
        StatusSchedule.Builder schedule = StatusSchedule.builder();
        bySecond.forEach((time, status) -> schedule.add(7, second(time), status));
        return schedule.build();
    }

    private static Instant second(int second) {
        return Instant.ofEpochSecond(second);
    }

    @Provide
    Arbitrary<List<Change>> schedules() {
        return Combinators.combine(
                        Arbitraries.integers().between(0, END - 1), Arbitraries.of("active", "offline", "maintenance"))
                .as(Change::new)
                .list()
                .ofMaxSize(6);
    }

    /** Contents that differ from the fleet's by the status alone, by the baseline, and by the site; and tombstones. */
    @Provide
    Arbitrary<List<Said>> topics() {
        Arbitrary<Optional<HostingMiner>> contents = Arbitraries.oneOf(
                Arbitraries.of("active", "offline", "error").map(status -> Optional.of(FLEET.hostingMiner(0, status))),
                Arbitraries.of(1.0, 2.0)
                        .map(hashrate -> Optional.of(HostingMiner.newBuilder(FLEET.hostingMiner(0))
                                .setActualHashrate(hashrate)
                                .build())),
                Arbitraries.of(6)
                        .map(site -> Optional.of(HostingMiner.newBuilder(FLEET.hostingMiner(0))
                                .setSiteId(site)
                                .build())),
                Arbitraries.just(Optional.empty()));
        return Combinators.combine(Arbitraries.integers().between(0, END - 1), contents)
                .as(Said::new)
                .list()
                .ofMaxSize(10);
    }
}

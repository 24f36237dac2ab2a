package io.minerstream.producer.fleet.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import io.minerstream.producer.fleet.Fleet;
import io.minerstream.producer.fleet.FleetTimeline;
import io.minerstream.producer.fleet.SyntheticFleet;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** Columns against a map of maps. */
final class StatusSchedulePropertyTest {

    private static final int MINERS = 12;
    private static final int SECONDS = 100;
    private static final Fleet FLEET = new SyntheticFleet(MINERS, 5, 42).load();

    record Change(int minerId, long second, String status) {}

    @Property(tries = 300)
    void shouldKnowTheStatusThatAMapKnows(@ForAll("changes") List<Change> changes) {
        Map<Integer, NavigableMap<Instant, String>> model = model(changes);
        Fleet fleet = FLEET.withSchedule(schedule(model, changes));

        for (int second = -1; second <= SECONDS; second++) {
            Instant time = Instant.ofEpochSecond(second);
            Fleet then = fleet.asOf(time);
            for (int i = 0; i < MINERS; i++) {
                String expected = statusAt(model, i, time);
                assertThat(then.statusText(i)).isEqualTo(expected);
                assertThat(fleet.statusAt(i, time)).isEqualTo(then.status(i));
            }
        }
    }

    @Property(tries = 300)
    void shouldGoThroughTimeAsItJumpsThere(
            @ForAll("changes") List<Change> changes, @ForAll("seconds") List<Integer> seconds) {
        Fleet fleet = FLEET.withSchedule(schedule(model(changes), changes));
        FleetTimeline timeline = new FleetTimeline(fleet, Instant.ofEpochSecond(10), Instant.ofEpochSecond(SECONDS));

        for (int second : seconds) {
            Instant time = Instant.ofEpochSecond(second);
            Fleet then = timeline.at(time);
            for (int i = 0; i < MINERS; i++) {
                assertThat(then.statusText(i)).isEqualTo(fleet.asOf(time).statusText(i));
            }
            assertThat(timeline.at(time)).as("nothing has changed since").isSameAs(then);
        }
    }

    private static String statusAt(Map<Integer, NavigableMap<Instant, String>> model, int index, Instant time) {
        Map.Entry<Instant, String> last =
                model.getOrDefault(FLEET.minerId(index), new TreeMap<>()).floorEntry(time);
        return last == null ? FLEET.statusText(index) : last.getValue();
    }

    private static Map<Integer, NavigableMap<Instant, String>> model(List<Change> changes) {
        Map<Integer, NavigableMap<Instant, String>> model = new HashMap<>();
        for (Change change : changes) {
            model.computeIfAbsent(change.minerId(), unused -> new TreeMap<>())
                    .putIfAbsent(Instant.ofEpochSecond(change.second()), change.status());
        }
        return model;
    }

    /** In the order of the list, each miner and time once. */
    private static StatusSchedule schedule(Map<Integer, NavigableMap<Instant, String>> model, List<Change> changes) {
        StatusSchedule.Builder schedule = StatusSchedule.builder();
        Map<Integer, NavigableMap<Instant, String>> left = new HashMap<>();
        model.forEach((miner, times) -> left.put(miner, new TreeMap<>(times)));
        for (Change change : changes) {
            Instant time = Instant.ofEpochSecond(change.second());
            String status = left.get(change.minerId()).remove(time);
            if (status != null) {
                schedule.add(change.minerId(), time, status);
            }
        }
        return schedule.build();
    }

    @Provide
    Arbitrary<List<Change>> changes() {
        return Combinators.combine(
                        Arbitraries.integers().between(1, MINERS),
                        Arbitraries.longs().between(0, SECONDS - 1),
                        Arbitraries.of("active", "maintenance", "offline", "error", "stolen"))
                .as(Change::new)
                .list()
                .ofMaxSize(200);
    }

    @Provide
    Arbitrary<List<Integer>> seconds() {
        return Arbitraries.integers().between(10, SECONDS - 1).list().ofMaxSize(40);
    }
}

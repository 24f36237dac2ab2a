package io.minerstream.validator.topology;

import static org.assertj.core.api.Assertions.assertThat;

import io.minerstream.avro.Rule;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

/** Whenever a partition looks for silent miners, it finds the same. */
class SilentMinerPropertyTest {

    private static final int HOURS = 36;
    private static final int WINDOW_HOURS = 12;

    @Property(tries = 20)
    void shouldTellTheSameOfEachMinerWheneverItLooks(
            @ForAll @Size(max = 24) Set<@IntRange(max = HOURS - 1) Integer> missing,
            @ForAll @Size(max = 8) Set<@IntRange(min = 1, max = HOURS - 1) Integer> looks) {
        assertThat(found(missing, looks)).isEqualTo(found(missing, Set.of()));
    }

    /** @param looks hours before which so much time passes that all is found */
    private static List<String> found(Set<Integer> missing, Set<Integer> looks) {
        Scenario days = new Scenario(Scenario.RUN, Scenario.MIDNIGHT, HOURS, Scenario.fleet());
        missing.forEach(hour -> days.without(1, hour));
        try (ValidatorHarness harness = new ValidatorHarness(WINDOW_HOURS)) {
            days.roster.forEach(harness::roster);
            for (int hour = 0; hour < HOURS; hour++) {
                if (looks.contains(hour)) {
                    pass(harness);
                }
                int point = hour;
                days.telemetry.stream()
                        .filter(reading -> reading.getRecordedAt().equals(days.at(point)))
                        .forEach(reading -> harness.reading(days.run, reading));
                harness.watermark(days.watermarks.get(hour));
            }
            pass(harness);
            return harness.alerts().stream()
                    .filter(alert -> alert.getRule() == Rule.SILENT_MINER)
                    .map(alert -> "%s since %s at %s: %s"
                            .formatted(
                                    alert.getState(),
                                    alert.getStartsAt(),
                                    alert.getResolvedAt(),
                                    alert.getTimePoints()))
                    .toList();
        }
    }

    /** A time point is seen, has passed, and idleness ends. */
    private static void pass(ValidatorHarness harness) {
        IntStream.range(0, 4).forEach(any -> harness.passGracePeriod());
    }
}

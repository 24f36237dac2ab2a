package io.minerstream.pipeline.load.lag;

import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * A look at load and groups, or several looks as one, see {@link SampleSeries}.
 *
 * @param at since the start of the load
 * @param intended readings that were due by then
 * @param load the load so far
 * @param groups those that are watched, in their order
 * @param lateness of what each group has committed since the look before, by group
 */
public record LoadSample(
        Duration at,
        long intended,
        LoadMeter.Snapshot load,
        List<GroupSample> groups,
        Map<String, Percentiles> lateness) {

    public LoadSample {
        groups = List.copyOf(groups);
        lateness = Map.copyOf(lateness);
    }

    /** One sample for this and a later one: the state after both, the worse lag and lateness of the two. */
    LoadSample and(LoadSample later) {
        Map<String, GroupSample> merged = new LinkedHashMap<>();
        Stream.of(groups, later.groups)
                .flatMap(List::stream)
                .forEach(group -> merged.merge(group.group(), group, GroupSample::and));
        Map<String, Percentiles> worse = new HashMap<>(lateness);
        later.lateness.forEach((group, percentiles) -> worse.merge(group, percentiles, Percentiles::and));
        return new LoadSample(later.at, later.intended, later.load, List.copyOf(merged.values()), worse);
    }
}

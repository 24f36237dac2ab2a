package io.minerstream.pipeline.load.lag;

import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * A look at load and groups.
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
}

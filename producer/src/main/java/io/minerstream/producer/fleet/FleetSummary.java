package io.minerstream.producer.fleet;

import io.minerstream.producer.fleet.schedule.StatusSchedule;
import java.time.Instant;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.LongSummaryStatistics;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.IntPredicate;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;

/**
 * Key figures of a fleet.
 *
 * @param siteId {@code hosting_sites.id}
 * @param miners number of miners, at least 0
 * @param statuses miners by status as the source spells it, the most frequent first
 * @param models miners by model, the most frequent first
 * @param withoutModel miners that have no model
 * @param withoutActualHashrate miners whose actual hashrate is NULL
 * @param withoutActualPower miners whose actual power is NULL
 * @param onDefaultHashrate miners with neither an actual hashrate nor a model's, so that the default applies
 * @param onDefaultPower miners with neither an actual power nor a model's
 * @param schedule key figures of the scheduled status changes; empty when there are none
 */
public record FleetSummary(
        int siteId,
        int miners,
        Map<String, Integer> statuses,
        List<ModelCount> models,
        int withoutModel,
        int withoutActualHashrate,
        int withoutActualPower,
        int onDefaultHashrate,
        int onDefaultPower,
        Optional<Changes> schedule) {

    /**
     * Number of miners of a model.
     *
     * @param miners at least 1
     */
    public record ModelCount(MinerModel model, int miners) {}

    /**
     * Key figures of a schedule.
     *
     * @param changes at least 1
     * @param miners number of miners that change, at least 1
     * @param first time of the first change
     * @param last time of the last change
     */
    public record Changes(int changes, int miners, Instant first, Instant last) {

        private static Optional<Changes> of(StatusSchedule schedule) {
            if (schedule.isEmpty()) {
                return Optional.empty();
            }
            LongSummaryStatistics times = IntStream.range(0, schedule.size())
                    .mapToLong(schedule::fromMs)
                    .summaryStatistics();
            return Optional.of(new Changes(
                    schedule.size(),
                    schedule.miners(),
                    Instant.ofEpochMilli(times.getMin()),
                    Instant.ofEpochMilli(times.getMax())));
        }
    }

    public FleetSummary {
        models = List.copyOf(models);
    }

    /** With the statuses before the first change. */
    public static FleetSummary of(Fleet fleet) {
        return of(fleet, fleet.statusDistribution());
    }

    /** With the statuses as of a time. */
    public static FleetSummary of(Fleet fleet, Instant time) {
        return of(fleet, fleet.asOf(time).statusDistribution());
    }

    private static FleetSummary of(Fleet fleet, Map<String, Integer> statuses) {
        Map<MinerModel, Integer> models = new LinkedHashMap<>();
        for (int i = 0; i < fleet.size(); i++) {
            if (fleet.model(i) != null) {
                models.merge(fleet.model(i), 1, Integer::sum);
            }
        }
        return new FleetSummary(
                fleet.siteId(),
                fleet.size(),
                statuses,
                models.entrySet().stream()
                        .map(entry -> new ModelCount(entry.getKey(), entry.getValue()))
                        .sorted(Comparator.comparingInt(ModelCount::miners).reversed())
                        .toList(),
                count(fleet, i -> fleet.model(i) == null),
                count(fleet, i -> Double.isNaN(fleet.actualHashrateTh(i))),
                count(fleet, i -> Double.isNaN(fleet.actualPowerW(i))),
                count(
                        fleet,
                        i -> !(fleet.actualHashrateTh(i) > 0)
                                && !hasReference(fleet.model(i), MinerModel::referenceHashrateTh)),
                count(
                        fleet,
                        i -> !(fleet.actualPowerW(i) > 0)
                                && !hasReference(fleet.model(i), MinerModel::referencePowerW)),
                Changes.of(fleet.schedule()));
    }

    private static int count(Fleet fleet, IntPredicate miners) {
        return (int) IntStream.range(0, fleet.size()).filter(miners).count();
    }

    /** The baseline takes only values greater than 0. */
    private static boolean hasReference(MinerModel model, ToDoubleFunction<MinerModel> value) {
        return model != null && value.applyAsDouble(model) > 0;
    }

    /** A site without miners. */
    public static FleetSummary empty(int siteId) {
        return new FleetSummary(siteId, 0, new TreeMap<>(), List.of(), 0, 0, 0, 0, 0, Optional.empty());
    }
}

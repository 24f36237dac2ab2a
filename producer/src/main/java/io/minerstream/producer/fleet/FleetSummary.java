package io.minerstream.producer.fleet;

import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * A fleet in numbers.
 *
 * @param siteId {@code hosting_sites.id}
 * @param miners number of miners, at least 0
 * @param statuses miners by status as the source spells it, the most frequent first
 * @param models miners by model, the most frequent first
 * @param withoutModel miners that have no model
 * @param withoutActualHashrate miners whose actual hashrate is NULL
 * @param withoutActualPower miners whose actual power is NULL
 * @param onDefaultHashrate miners that have neither an actual hashrate nor a model's, so that the default stands for it
 * @param onDefaultPower miners that have neither an actual power nor a model's
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
        int onDefaultPower) {

    /**
     * How many miners are of a model.
     *
     * @param miners at least 1
     */
    public record ModelCount(MinerModel model, int miners) {}

    public FleetSummary {
        models = List.copyOf(models);
    }

    /** The numbers of a fleet. */
    public static FleetSummary of(Fleet fleet) {
        Map<MinerModel, Integer> models = new LinkedHashMap<>();
        int withoutModel = 0;
        int withoutHashrate = 0;
        int withoutPower = 0;
        int onDefaultHashrate = 0;
        int onDefaultPower = 0;
        for (int i = 0; i < fleet.size(); i++) {
            MinerModel model = fleet.model(i);
            if (model == null) {
                withoutModel++;
            } else {
                models.merge(model, 1, Integer::sum);
            }
            boolean hashrate = !Double.isNaN(fleet.actualHashrateTh(i));
            boolean power = !Double.isNaN(fleet.actualPowerW(i));
            withoutHashrate += hashrate ? 0 : 1;
            withoutPower += power ? 0 : 1;
            onDefaultHashrate += hasNone(fleet.actualHashrateTh(i), model == null ? 0 : model.referenceHashrateTh());
            onDefaultPower += hasNone(fleet.actualPowerW(i), model == null ? 0 : model.referencePowerW());
        }
        return new FleetSummary(
                fleet.siteId(),
                fleet.size(),
                fleet.statusDistribution(),
                models.entrySet().stream()
                        .map(entry -> new ModelCount(entry.getKey(), entry.getValue()))
                        .sorted(Comparator.comparingInt(ModelCount::miners).reversed())
                        .toList(),
                withoutModel,
                withoutHashrate,
                withoutPower,
                onDefaultHashrate,
                onDefaultPower);
    }

    /** A site without miners. */
    public static FleetSummary empty(int siteId) {
        return new FleetSummary(siteId, 0, new TreeMap<>(), List.of(), 0, 0, 0, 0, 0);
    }

    /** Zero, less and NaN fall through, as in the baseline. */
    private static int hasNone(double actual, double reference) {
        return actual > 0 || reference > 0 ? 0 : 1;
    }
}

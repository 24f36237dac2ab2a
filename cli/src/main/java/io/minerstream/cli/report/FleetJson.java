package io.minerstream.cli.report;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.minerstream.connect.warehouse.SeededFleet;
import io.minerstream.connect.warehouse.SeededSchedule;
import io.minerstream.producer.fleet.FleetSummary;
import io.minerstream.producer.fleet.MinerModel;
import io.minerstream.producer.roster.RosterResult;
import java.util.List;
import java.util.Optional;

/** Fleets for programs. */
public final class FleetJson {

    private FleetJson() {}

    /** The sites. */
    public static ObjectNode of(List<FleetSummary> sites) {
        ObjectNode json = JsonOutput.object();
        ArrayNode array = json.putArray("sites");
        sites.forEach(site -> array.add(site(site)));
        return json;
    }

    /** The sites of a file, and what loading them changed. */
    public static ObjectNode loaded(
            List<FleetSummary> sites, Optional<SeededFleet> miners, Optional<SeededSchedule> schedule) {
        ObjectNode json = of(sites);
        miners.ifPresent(
                seeded -> json.put("written", seeded.written()).put("unchanged", seeded.miners() - seeded.written()));
        schedule.ifPresent(seeded -> json.putObject("schedule")
                .put("written", seeded.written())
                .put("removed", seeded.removed())
                .put("unchanged", seeded.changes() - seeded.written()));
        return json;
    }

    /** What publishing changed. */
    public static ObjectNode published(List<RosterResult> results) {
        ObjectNode json = JsonOutput.object();
        ArrayNode array = json.putArray("sites");
        results.forEach(result -> array.addObject()
                .put("siteId", result.siteId())
                .put("validFrom", result.validFrom().toString())
                .put("written", result.written())
                .put("removed", result.removed())
                .put("unchanged", result.unchanged()));
        return json;
    }

    private static ObjectNode site(FleetSummary site) {
        ObjectNode json = JsonOutput.object().put("siteId", site.siteId()).put("miners", site.miners());
        ObjectNode statuses = json.putObject("statuses");
        site.statuses().forEach(statuses::put);
        ArrayNode models = json.putArray("models");
        site.models().forEach(count -> models.add(model(count.model()).put("miners", count.miners())));
        site.schedule().ifPresent(schedule -> json.putObject("schedule")
                .put("changes", schedule.changes())
                .put("miners", schedule.miners())
                .put("first", schedule.first().toString())
                .put("last", schedule.last().toString()));
        return json.put("withoutModel", site.withoutModel())
                .put("withoutActualHashrate", site.withoutActualHashrate())
                .put("withoutActualPower", site.withoutActualPower())
                .put("onDefaultHashrate", site.onDefaultHashrate())
                .put("onDefaultPower", site.onDefaultPower());
    }

    private static ObjectNode model(MinerModel model) {
        return JsonOutput.object()
                .put("name", model.name())
                .put("manufacturer", model.manufacturer())
                .put("referenceHashrateTh", orNull(model.referenceHashrateTh()))
                .put("referencePowerW", orNull(model.referencePowerW()));
    }

    private static Double orNull(double value) {
        return Double.isNaN(value) ? null : value;
    }
}

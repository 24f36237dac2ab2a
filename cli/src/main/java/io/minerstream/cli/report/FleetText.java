package io.minerstream.cli.report;

import io.minerstream.pipeline.fleet.LoadedFleets;
import io.minerstream.producer.fleet.FleetSummary;
import io.minerstream.producer.fleet.FleetSummary.ModelCount;
import io.minerstream.producer.fleet.MinerModel;
import io.minerstream.producer.roster.RosterResult;
import io.minerstream.schemas.miner.MinerStatus;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** Fleets for people. Immutable. */
public final class FleetText {

    private final Messages messages;

    public FleetText(Messages messages) {
        this.messages = messages;
    }

    /** Each site with its statuses, its models and its NULL baselines. */
    public List<String> sites(List<FleetSummary> sites) {
        if (sites.isEmpty()) {
            return List.of(messages.text("fleets.none"));
        }
        List<String> lines = new ArrayList<>();
        for (FleetSummary site : sites) {
            if (!lines.isEmpty()) {
                lines.add("");
            }
            lines.add(messages.text("fleets.site", site.siteId(), site.miners()));
            if (site.miners() > 0) {
                describe(site, lines);
            }
        }
        return lines;
    }

    /** The sites of a file, and what loading them changed. */
    public List<String> loaded(LoadedFleets loaded) {
        List<String> lines = new ArrayList<>(sites(loaded.sites()));
        lines.add("");
        loaded.miners()
                .ifPresent(seeded -> lines.add(messages.text("fleets.loaded", seeded.written(), seeded.unchanged())));
        loaded.schedule()
                .ifPresent(seeded -> lines.add(messages.text(
                        "fleets.schedule.loaded", seeded.written(), seeded.removed(), seeded.unchanged())));
        return lines;
    }

    /** What publishing changed, a line for each site. */
    public List<String> published(List<RosterResult> results) {
        return results.stream()
                .map(result -> messages.text(
                        "fleets.published",
                        result.siteId(),
                        result.written(),
                        result.removed(),
                        result.unchanged(),
                        result.validFrom().toString()))
                .toList();
    }

    private void describe(FleetSummary site, List<String> lines) {
        List<List<String>> statuses = new ArrayList<>();
        statuses.add(List.of(messages.text("fleets.status"), messages.text("fleets.miners"), ""));
        site.statuses()
                .forEach((status, miners) -> statuses.add(List.of(
                        status,
                        Messages.grouped(miners),
                        MinerStatus.of(status) == MinerStatus.OTHER ? messages.text("fleets.not.running") : "")));
        Columns.table(statuses, Set.of(1)).forEach(line -> lines.add("  " + line));
        lines.add("");
        Columns.table(models(site), Set.of(2, 3, 4)).forEach(line -> lines.add("  " + line));
        lines.add("");
        lines.add("  " + messages.text("fleets.nulls", site.withoutActualHashrate(), site.withoutActualPower()));
        lines.add("  " + messages.text("fleets.defaults", site.onDefaultHashrate(), site.onDefaultPower()));
        site.schedule()
                .ifPresent(schedule -> lines.add("  "
                        + messages.text(
                                "fleets.schedule",
                                schedule.changes(),
                                schedule.miners(),
                                schedule.first().toString(),
                                schedule.last().toString())));
    }

    private List<List<String>> models(FleetSummary site) {
        List<List<String>> rows = new ArrayList<>();
        rows.add(List.of(
                messages.text("fleets.model"),
                messages.text("fleets.manufacturer"),
                messages.text("fleets.hashrate"),
                messages.text("fleets.power"),
                messages.text("fleets.miners")));
        for (ModelCount count : site.models()) {
            MinerModel model = count.model();
            rows.add(List.of(
                    orNone(model.name()),
                    orNone(model.manufacturer()),
                    figure(model.referenceHashrateTh()),
                    figure(model.referencePowerW()),
                    Messages.grouped(count.miners())));
        }
        if (site.withoutModel() > 0) {
            rows.add(List.of(messages.text("fleets.no.model"), "", "", "", Messages.grouped(site.withoutModel())));
        }
        return rows;
    }

    private static String orNone(String text) {
        return text == null ? "" : text;
    }

    private static String figure(double value) {
        return Double.isNaN(value)
                ? "NULL"
                : String.format(Locale.ENGLISH, value == Math.rint(value) ? "%,.0f" : "%,.2f", value);
    }
}

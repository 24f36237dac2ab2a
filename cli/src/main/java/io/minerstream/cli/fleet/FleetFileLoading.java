package io.minerstream.cli.fleet;

import io.minerstream.cli.ExitCode;
import io.minerstream.cli.range.SiteId;
import io.minerstream.cli.terminal.CommandException;
import io.minerstream.producer.fleet.Fleet;
import io.minerstream.producer.fleet.file.FleetFile;
import java.nio.file.Path;
import java.util.List;
import java.util.SortedMap;

/** Which miners of a file a command takes. */
final class FleetFileLoading {

    /** Site of the reference job. */
    static final int DEFAULT_SITE = 5;

    static final String FILE =
            "Fleet in CSV (with a header) or, when its name ends in .json, a JSON array. Columns or fields: miner_id, "
                    + "serial_number, model, status, actual_hashrate_th, actual_power_w; optional: manufacturer, "
                    + "reference_hashrate_th, reference_power_w, site_id.";

    private FleetFileLoading() {}

    /**
     * The fleets of a file, which must be right as a whole.
     *
     * @param siteId the only site to take, and that of miners that name none; null for all sites, and for the default
     */
    static List<Fleet> load(Path file, Integer siteId) {
        SiteId.require(siteId);
        SortedMap<Integer, Fleet> fleets =
                FleetFile.of(file, siteId == null ? DEFAULT_SITE : siteId).loadAll();
        if (siteId == null) {
            return List.copyOf(fleets.values());
        }
        if (!fleets.containsKey(siteId)) {
            throw new CommandException(
                    ExitCode.USAGE,
                    "--site-id: must be a site of %s, which has miners of %s, got %d; nothing was written"
                            .formatted(file, fleets.keySet(), siteId));
        }
        return List.of(fleets.get(siteId));
    }
}

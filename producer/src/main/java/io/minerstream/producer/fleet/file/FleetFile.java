package io.minerstream.producer.fleet.file;

import io.minerstream.producer.fleet.Fleet;
import io.minerstream.producer.fleet.FleetSource;
import io.minerstream.producer.fleet.NoMinersException;
import java.nio.file.Path;
import java.util.SortedMap;

/**
 * A fleet in a file, in CSV or JSON. CSV has a header, with its columns in any order; JSON is an array of objects. The columns
 * or fields are {@code miner_id}, {@code serial_number}, {@code model}, {@code status}, {@code actual_hashrate_th} and
 * {@code actual_power_w}; if wanted {@code manufacturer}, {@code reference_hashrate_th}, {@code reference_power_w} and
 * {@code site_id}; and no others. Empty and null stand for NULL, and are refused for the id, the serial number and the status.
 *
 * <p>Ids and serial numbers must be unique over all sites. Any status is taken; words that are none of the known ones count as
 * not running. Files are streamed: a million miners load in 160 MiB of heap, and take 44 MB once they are loaded.
 *
 * <p>Immutable; reads the file anew at each call.
 */
public final class FleetFile implements FleetSource {

    private final FileReading reading;
    private final int siteId;

    private FleetFile(Path file, int siteId) {
        this.reading = new FileReading("fleet", file);
        this.siteId = siteId;
    }

    /**
     * A file: JSON when its name ends in {@code .json}, else CSV.
     *
     * @param siteId the site to load, at least 1, and that of miners that name none
     */
    public static FleetFile of(Path file, int siteId) {
        if (siteId < 1) {
            throw new IllegalArgumentException("site id: must be at least 1, got " + siteId);
        }
        return new FleetFile(file, siteId);
    }

    /**
     * Reads the miners of the site. Those of other sites must be right, too.
     *
     * @throws InvalidFleetFileException naming everything that is wrong with the file, with its line
     */
    @Override
    public Fleet load() {
        Fleet fleet = loadAll().get(siteId);
        if (fleet == null) {
            throw new NoMinersException(siteId);
        }
        return fleet;
    }

    /**
     * Reads the miners of all sites.
     *
     * @return the fleets by site, at least one
     * @throws InvalidFleetFileException naming everything that is wrong with the file, with its line
     */
    public SortedMap<Integer, Fleet> loadAll() {
        FileFindings findings = new FileFindings();
        FleetRows rows = new FleetRows(findings);
        FleetRow row = new FleetRow(rows, findings, siteId);
        reading.read(row, findings);
        rows.requireUniqueSerials();
        if (rows.size() == 0 && findings.count() == 0) {
            findings.find(1, "the file: must have at least one miner, got none");
        }
        reading.requireNone(findings);
        return rows.fleets();
    }
}

package io.minerstream.producer.fleet.file;

import io.minerstream.producer.file.Field;
import io.minerstream.producer.file.Findings;
import io.minerstream.producer.file.Format;
import io.minerstream.producer.file.InvalidFileException;
import io.minerstream.producer.file.Layout;
import io.minerstream.producer.file.RowReader;
import io.minerstream.producer.fleet.Fleet;
import io.minerstream.producer.fleet.FleetSource;
import io.minerstream.producer.fleet.NoMinersException;
import io.minerstream.schemas.bound.Bound;
import java.nio.file.Path;
import java.util.List;
import java.util.SortedMap;

/**
 * A fleet in a file: CSV with a header and its columns in any order, or an array of objects in JSON or YAML. The columns or fields
 * are {@code miner_id}, {@code serial_number}, {@code model}, {@code status}, {@code actual_hashrate_th} and
 * {@code actual_power_w}. {@code manufacturer}, {@code reference_hashrate_th}, {@code reference_power_w} and {@code site_id} are
 * optional. There are no others. Empty and null stand for NULL, and are refused for the id, the serial number and the status.
 *
 * <p>Ids and serial numbers must be unique over all sites. Any status is accepted; unknown ones count as not running. Files are
 * streamed: a million miners load in 160 MiB of heap, and take 44 MB once they are loaded.
 *
 * <p>Immutable; reads the file anew at each call.
 *
 * @param file JSON or YAML when its name ends in {@code .json}, {@code .yaml} or {@code .yml}, else CSV
 * @param siteId the site to load, at least 1, and that of miners that name none
 */
public record FleetFile(Path file, int siteId) implements FleetSource {

    /** Characters that the warehouse has for a status. */
    static final int LONGEST_STATUS = 20;

    /** Characters that the warehouse has for all other texts. */
    private static final int LONGEST_TEXT = 100;

    static final Field<Integer> MINER_ID =
            Field.whole("miner_id", Bound.MINER_ID).required();
    static final Field<String> SERIAL_NUMBER =
            Field.text("serial_number", LONGEST_TEXT).required();
    static final Field<String> MODEL = Field.text("model", LONGEST_TEXT).column();
    static final Field<String> STATUS = Field.text("status", LONGEST_STATUS).required();
    static final Field<Double> ACTUAL_HASHRATE_TH =
            Field.number("actual_hashrate_th", "TH/s", Bound.HASHRATE_TH).column();
    static final Field<Double> ACTUAL_POWER_W =
            Field.number("actual_power_w", "W", Bound.POWER_W).column();
    static final Field<String> MANUFACTURER = Field.text("manufacturer", LONGEST_TEXT);
    static final Field<Double> REFERENCE_HASHRATE_TH = Field.number("reference_hashrate_th", "TH/s", Bound.HASHRATE_TH);
    static final Field<Double> REFERENCE_POWER_W = Field.number("reference_power_w", "W", Bound.POWER_W)
            .must(value -> value == Math.rint(value), "a whole number of W " + Bound.POWER_W.range());
    static final Field<Integer> SITE_ID = Field.whole("site_id", Bound.SITE_ID);

    static final Layout LAYOUT = new Layout(
            "fleet",
            "miner",
            null,
            Format.CSV,
            "nothing was loaded",
            List.of(
                    MINER_ID,
                    SERIAL_NUMBER,
                    MODEL,
                    STATUS,
                    ACTUAL_HASHRATE_TH,
                    ACTUAL_POWER_W,
                    MANUFACTURER,
                    REFERENCE_HASHRATE_TH,
                    REFERENCE_POWER_W,
                    SITE_ID));

    public FleetFile {
        Bound.SITE_ID.require("site id", siteId);
    }

    /**
     * Reads the miners of the site. Those of other sites must be valid, too.
     *
     * @throws InvalidFileException naming everything that is wrong with the file, with its line
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
     * @throws InvalidFileException naming everything that is wrong with the file, with its line
     */
    public SortedMap<Integer, Fleet> loadAll() {
        FleetRows rows = new FleetRows(siteId);
        Findings findings = RowReader.read(file, LAYOUT, rows::add);
        rows.requireUniqueSerials(findings);
        if (rows.size() == 0 && findings.count() == 0) {
            findings.find(1, "the file: must have at least one miner, got none");
        }
        findings.requireNone();
        return rows.fleets();
    }
}

package io.minerstream.producer.fleet.file;

import io.minerstream.producer.file.Field;
import io.minerstream.producer.file.Findings;
import io.minerstream.producer.file.Row;
import io.minerstream.producer.fleet.Fleet;
import io.minerstream.producer.fleet.FleetBuilder;
import io.minerstream.producer.fleet.MinerIndex;
import io.minerstream.producer.fleet.MinerModel;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The miners of a file, of one or more sites, with their lines: at most 80 bytes per miner plus its serial number. Not
 * thread-safe.
 */
final class FleetRows {

    private static final List<Field<?>> MODEL_VALUES =
            List.of(FleetFile.MANUFACTURER, FleetFile.REFERENCE_HASHRATE_TH, FleetFile.REFERENCE_POWER_W);

    private final int defaultSite;
    private final SortedMap<Integer, FleetBuilder> sites = new TreeMap<>();
    private final Map<String, Model> models = new HashMap<>();
    private final Set<String> statuses = new HashSet<>();
    private final MinerIndex lineOfId = new MinerIndex();
    // By row of the file: its line, its site, and its place among the miners of the site.
    private int[] lines = new int[64];
    private int[] siteIds = new int[64];
    private int[] places = new int[64];
    /** Hash of a serial number in the upper half, row in the lower. */
    private long[] byHash = new long[64];

    private int size;

    /** A model and the line of its first miner. */
    private record Model(MinerModel model, int line) {}

    /** @param defaultSite site of miners without one */
    FleetRows(int defaultSite) {
        this.defaultSite = defaultSite;
    }

    int size() {
        return size;
    }

    /** Adds a miner with a valid id and serial number. Other values may be wrong: its duplicates are found nevertheless. */
    void add(Row row) {
        if (!row.has(FleetFile.MODEL)
                && !row.isWrong(FleetFile.MODEL)
                && MODEL_VALUES.stream().anyMatch(row::has)) {
            row.find("model: must be given with its manufacturer or reference values, got only those");
        }
        if (!row.has(FleetFile.MINER_ID) || !row.has(FleetFile.SERIAL_NUMBER)) {
            return;
        }
        MinerModel model =
                row.has(FleetFile.MODEL) && MODEL_VALUES.stream().noneMatch(row::isWrong) ? model(row) : null;
        String status = row.get(FleetFile.STATUS);
        if (statuses.size() == Short.MAX_VALUE && !statuses.contains(status)) {
            row.find("status: must be at most %s different ones".formatted(Short.MAX_VALUE));
            return;
        }
        statuses.add(status);
        int minerId = row.get(FleetFile.MINER_ID);
        int first = lineOfId.get(minerId);
        if (first == MinerIndex.ABSENT) {
            lineOfId.put(minerId, row.line());
        } else {
            row.find(
                    FleetFile.MINER_ID,
                    "miner_id: must be unique, got %s again after line %s".formatted(minerId, first));
        }
        String serialNumber = row.get(FleetFile.SERIAL_NUMBER);
        FleetBuilder site = sites.computeIfAbsent(row.get(FleetFile.SITE_ID, defaultSite), Fleet::builder);
        keepPlace(row, site.size(), serialNumber);
        site.add(
                minerId,
                serialNumber,
                model,
                row.get(FleetFile.ACTUAL_HASHRATE_TH, Double.NaN),
                row.get(FleetFile.ACTUAL_POWER_W, Double.NaN),
                status);
    }

    private void keepPlace(Row row, int place, String serialNumber) {
        if (size == lines.length) {
            int length = Math.addExact(size, size >> 1);
            lines = Arrays.copyOf(lines, length);
            siteIds = Arrays.copyOf(siteIds, length);
            places = Arrays.copyOf(places, length);
            byHash = Arrays.copyOf(byHash, length);
        }
        lines[size] = row.line();
        siteIds[size] = row.get(FleetFile.SITE_ID, defaultSite);
        places[size] = place;
        byHash[size] = (long) serialNumber.hashCode() << Integer.SIZE | size;
        size++;
    }

    /** The model, as its first miner describes it; null when there are too many models. */
    private MinerModel model(Row row) {
        MinerModel model = new MinerModel(
                MinerModel.NO_ID,
                row.get(FleetFile.MODEL),
                row.get(FleetFile.MANUFACTURER),
                row.get(FleetFile.REFERENCE_HASHRATE_TH, Double.NaN),
                row.get(FleetFile.REFERENCE_POWER_W, Double.NaN));
        Model known = models.get(model.name());
        if (known == null) {
            if (models.size() == Short.MAX_VALUE) {
                row.find("model: must be at most %s different ones".formatted(Short.MAX_VALUE));
                return null;
            }
            models.put(model.name(), new Model(model, row.line()));
            return model;
        }
        if (!known.model().equals(model)) {
            row.find(
                    "model: must have the same manufacturer and reference values wherever it is %s, got %s after %s in line %s"
                            .formatted(model.name(), figures(model), figures(known.model()), known.line()));
        }
        return known.model();
    }

    /** Finds duplicate serial numbers across sites. To be called once, after all rows. */
    void requireUniqueSerials(Findings findings) {
        Arrays.sort(byHash, 0, size);
        for (int from = 0, to; from < size; from = to) {
            to = from + 1;
            while (to < size && byHash[to] >> Integer.SIZE == byHash[from] >> Integer.SIZE) {
                to++;
            }
            if (to - from > 1) {
                requireUniqueSerials(from, to, findings);
            }
        }
    }

    /** Among serial numbers with the same hash. */
    private void requireUniqueSerials(int from, int to, Findings findings) {
        Map<String, Integer> firstRows = new HashMap<>();
        for (int i = from; i < to; i++) {
            int row = (int) byHash[i];
            Integer first = firstRows.putIfAbsent(serial(row), row);
            if (first != null) {
                findings.find(
                        lines[row],
                        "serial_number: must be unique, got '%s' again after line %s"
                                .formatted(Row.abbreviated(serial(row)), lines[first]));
            }
        }
    }

    private String serial(int row) {
        return sites.get(siteIds[row]).serialNumber(places[row]);
    }

    /** The fleets by site; only for a file without findings. */
    SortedMap<Integer, Fleet> fleets() {
        SortedMap<Integer, Fleet> fleets = new TreeMap<>();
        sites.forEach((site, builder) -> fleets.put(site, builder.build()));
        return fleets;
    }

    private static String figures(MinerModel model) {
        return "(%s, %s TH/s, %s W)"
                .formatted(
                        model.manufacturer() == null ? "none" : model.manufacturer(),
                        Double.isNaN(model.referenceHashrateTh()) ? "none" : model.referenceHashrateTh(),
                        Double.isNaN(model.referencePowerW()) ? "none" : model.referencePowerW());
    }
}

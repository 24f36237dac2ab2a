package io.minerstream.producer.fleet.file;

import io.minerstream.producer.fleet.Fleet;
import io.minerstream.producer.fleet.FleetBuilder;
import io.minerstream.producer.fleet.MinerIndex;
import io.minerstream.producer.fleet.MinerModel;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The miners of a file, of any number of sites, with the lines where they stand: at most 72 bytes a miner and the bytes of its
 * serial number, whatever the length of the file. Not thread-safe.
 */
final class FleetRows {

    private final FileFindings findings;
    private final SortedMap<Integer, FleetBuilder> sites = new TreeMap<>();
    private final Map<String, Model> models = new HashMap<>();
    private final Set<String> statuses = new HashSet<>();
    private final MinerIndex lineOfId = new MinerIndex();
    // By row of the file: its line, its site, and its place among the miners of the site.
    private int[] lines = new int[64];
    private int[] siteIds = new int[64];
    private int[] places = new int[64];
    private int size;

    /** A model and the line of its first miner. */
    private record Model(MinerModel model, int line) {}

    FleetRows(FileFindings findings) {
        this.findings = findings;
    }

    int size() {
        return size;
    }

    /** The one of its name that came first: every miner of a model must say the same of it. */
    MinerModel model(int line, int column, MinerModel model) {
        Model known = models.get(model.name());
        if (known == null) {
            if (models.size() == Short.MAX_VALUE) {
                findings.find(line, column, "model: must be at most %d different ones".formatted(Short.MAX_VALUE));
                return null;
            }
            models.put(model.name(), new Model(model, line));
            return model;
        }
        if (!known.model().equals(model)) {
            findings.find(
                    line,
                    column,
                    "model: must have the same manufacturer and reference values wherever it is %s, got %s after %s in line %d"
                            .formatted(model.name(), figures(model), figures(known.model()), known.line()));
        }
        return known.model();
    }

    /** Adds a miner. An id that was there before, on whatever site, is found here. */
    void add(
            int line,
            int column,
            int siteId,
            int minerId,
            String serialNumber,
            MinerModel model,
            double actualHashrateTh,
            double actualPowerW,
            String status) {
        if (statuses.size() == Short.MAX_VALUE && !statuses.contains(status)) {
            findings.find(line, column, "status: must be at most %d different ones".formatted(Short.MAX_VALUE));
            return;
        }
        statuses.add(status);
        int first = lineOfId.get(minerId);
        if (first == MinerIndex.ABSENT) {
            lineOfId.put(minerId, line);
        } else {
            findings.find(line, "miner_id: must be unique, got %d again after line %d".formatted(minerId, first));
        }
        FleetBuilder site = sites.computeIfAbsent(siteId, Fleet::builder);
        if (size == lines.length) {
            int length = Math.addExact(size, size >> 1);
            lines = Arrays.copyOf(lines, length);
            siteIds = Arrays.copyOf(siteIds, length);
            places = Arrays.copyOf(places, length);
        }
        lines[size] = line;
        siteIds[size] = siteId;
        places[size] = site.size();
        size++;
        site.add(minerId, serialNumber, model, actualHashrateTh, actualPowerW, status);
    }

    /** Finds miners that share a serial number, on whatever sites. */
    void requireUniqueSerials() {
        long[] byHash = new long[size];
        for (int row = 0; row < size; row++) {
            byHash[row] = (long) serial(row).hashCode() << Integer.SIZE | row;
        }
        Arrays.sort(byHash);
        for (int from = 0, to; from < byHash.length; from = to) {
            to = from + 1;
            while (to < byHash.length && byHash[to] >> Integer.SIZE == byHash[from] >> Integer.SIZE) {
                to++;
            }
            if (to - from > 1) {
                requireUniqueSerials(byHash, from, to);
            }
        }
    }

    /** Among miners whose serial numbers have the same hash. */
    private void requireUniqueSerials(long[] byHash, int from, int to) {
        Map<String, Integer> firstRows = new HashMap<>();
        for (int i = from; i < to; i++) {
            int row = (int) byHash[i];
            Integer first = firstRows.putIfAbsent(serial(row), row);
            if (first != null) {
                findings.find(
                        lines[row],
                        "serial_number: must be unique, got '%s' again after line %d"
                                .formatted(FileRow.abbreviated(serial(row)), lines[first]));
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

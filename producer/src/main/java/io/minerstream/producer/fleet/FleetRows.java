package io.minerstream.producer.fleet;

import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The miners of a file, of any number of sites, with the places where they stand: 36 bytes a miner and the bytes of its serial
 * number, whatever the length of the file. Not thread-safe.
 */
final class FleetRows {

    private final FileFindings findings;
    private final FleetColumns columns = new FleetColumns();
    private final Map<String, Model> models = new LinkedHashMap<>();
    private final Map<String, Short> statuses = new LinkedHashMap<>();
    private int[] lines = new int[64];
    private int[] sites = new int[64];

    /** A model and the line of its first miner. */
    private record Model(MinerModel model, short index, int line) {}

    FleetRows(FileFindings findings) {
        this.findings = findings;
    }

    int size() {
        return columns.size();
    }

    /** The number of a model; every miner of a model must say the same of it. */
    short modelIndex(
            int line,
            int column,
            String name,
            String manufacturer,
            double referenceHashrateTh,
            double referencePowerW) {
        MinerModel model = new MinerModel(MinerModel.NO_ID, name, manufacturer, referenceHashrateTh, referencePowerW);
        Model known = models.get(name);
        if (known == null) {
            if (models.size() == Short.MAX_VALUE) {
                findings.find(line, column, "model: must be at most %d different ones".formatted(Short.MAX_VALUE));
                return FleetBuilder.NO_MODEL;
            }
            known = new Model(model, (short) models.size(), line);
            models.put(name, known);
        } else if (!known.model().equals(model)) {
            findings.find(
                    line,
                    column,
                    "model: must have the same manufacturer and reference values wherever it is %s, got %s after %s in line %d"
                            .formatted(name, figures(model), figures(known.model()), known.line()));
        }
        return known.index();
    }

    void add(
            int line,
            int column,
            int siteId,
            int minerId,
            String serialNumber,
            short model,
            double actualHashrateTh,
            double actualPowerW,
            String status) {
        Short statusIndex = statuses.get(status);
        if (statusIndex == null) {
            if (statuses.size() == Short.MAX_VALUE) {
                findings.find(line, column, "status: must be at most %d different ones".formatted(Short.MAX_VALUE));
                return;
            }
            statusIndex = (short) statuses.size();
            statuses.put(status, statusIndex);
        }
        int row = columns.size();
        if (row == lines.length) {
            int length = Math.addExact(row, row >> 1);
            lines = Arrays.copyOf(lines, length);
            sites = Arrays.copyOf(sites, length);
        }
        lines[row] = line;
        sites[row] = siteId;
        columns.append(minerId, serialNumber, model, actualHashrateTh, actualPowerW, statusIndex);
    }

    /** Finds miners that share an id or a serial number, on whatever sites. */
    void requireUnique() {
        long[] byId = columns.rowsById();
        for (int i = 1, first = 0; i < byId.length; i++) {
            if (byId[i] >> Integer.SIZE != byId[first] >> Integer.SIZE) {
                first = i;
            } else {
                findings.find(
                        lines[(int) byId[i]],
                        "miner_id: must be unique, got %d again after line %d"
                                .formatted(byId[i] >> Integer.SIZE, lines[(int) byId[first]]));
            }
        }
        requireUniqueSerials();
    }

    private void requireUniqueSerials() {
        long[] byHash = new long[columns.size()];
        for (int row = 0; row < byHash.length; row++) {
            byHash[row] = (long) columns.serial(row).hashCode() << Integer.SIZE | row;
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
            Integer first = firstRows.putIfAbsent(columns.serial(row), row);
            if (first != null) {
                findings.find(
                        lines[row],
                        "serial_number: must be unique, got '%s' again after line %d"
                                .formatted(FileRow.abbreviated(columns.serial(row)), lines[first]));
            }
        }
    }

    /** The fleets by site; only for a file without findings. */
    SortedMap<Integer, Fleet> fleets() {
        MinerModel[] modelsByIndex = models.values().stream().map(Model::model).toArray(MinerModel[]::new);
        String[] statusTexts = statuses.keySet().toArray(String[]::new);
        SortedMap<Integer, FleetBuilder> builders = new TreeMap<>();
        for (long idAndRow : columns.rowsById()) {
            int row = (int) idAndRow;
            short model = columns.modelIndex[row];
            builders.computeIfAbsent(sites[row], Fleet::builder)
                    .add(
                            columns.ids[row],
                            columns.serial(row),
                            model == FleetBuilder.NO_MODEL ? null : modelsByIndex[model],
                            columns.actualHashrateTh[row],
                            columns.actualPowerW[row],
                            statusTexts[columns.statusIndex[row]]);
        }
        SortedMap<Integer, Fleet> fleets = new TreeMap<>();
        builders.forEach((site, builder) -> fleets.put(site, builder.build()));
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

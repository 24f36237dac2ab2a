package io.minerstream.producer.fleet;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;

/** The columns of miners: they grow while miners are read. Not thread-safe. */
final class FleetColumns {

    /** Stands for a miner without a model. */
    private static final short NO_MODEL = -1;

    /** Status of a miner whose source gives none. */
    private static final String NO_STATUS = "unknown";

    int[] ids = new int[64];
    short[] statusIndex = new short[64];
    short[] modelIndex = new short[64];
    double[] actualHashrateTh = new double[64];
    double[] actualPowerW = new double[64];
    int[] serialEnds = new int[64];
    byte[] serials = new byte[1024];

    private final NumberedValues<String> statuses;
    private final NumberedValues<MinerModel> models;
    private int size;
    private int serialBytes;

    FleetColumns() {
        this(new NumberedValues<>("statuses"), new NumberedValues<>("models"));
    }

    private FleetColumns(NumberedValues<String> statuses, NumberedValues<MinerModel> models) {
        this.statuses = statuses;
        this.models = models;
    }

    int size() {
        return size;
    }

    /** Parameters as those of {@link FleetBuilder#add}. */
    void append(int siteId, int id, String serial, MinerModel model, double hashrateTh, double powerW, String status) {
        append(
                id,
                serial == null ? "" : serial,
                model == null ? NO_MODEL : models.number(siteId, model),
                hashrateTh,
                powerW,
                statuses.number(siteId, status == null ? NO_STATUS : status));
    }

    private void append(int id, String serial, short model, double hashrateTh, double powerW, short status) {
        if (size == ids.length) {
            resize(Math.addExact(size, size >> 1));
        }
        byte[] bytes = serial.getBytes(StandardCharsets.UTF_8);
        int end = Math.addExact(serialBytes, bytes.length);
        if (end > serials.length) {
            serials = Arrays.copyOf(serials, (int) Math.min(Integer.MAX_VALUE - 8, Math.max(end, serials.length * 2L)));
        }
        System.arraycopy(bytes, 0, serials, serialBytes, bytes.length);
        serialBytes = end;
        ids[size] = id;
        statusIndex[size] = status;
        modelIndex[size] = model;
        actualHashrateTh[size] = hashrateTh;
        actualPowerW[size] = powerW;
        serialEnds[size] = end;
        size++;
    }

    String serial(int row) {
        int start = row == 0 ? 0 : serialEnds[row - 1];
        return new String(serials, start, serialEnds[row] - start, StandardCharsets.UTF_8);
    }

    /** The model of a row, or null. */
    MinerModel model(int row) {
        return modelIndex[row] == NO_MODEL ? null : models.values().get(modelIndex[row]);
    }

    List<MinerModel> models() {
        return models.values();
    }

    /** The distinct statuses, in the order of their numbers. */
    List<String> statuses() {
        return statuses.values();
    }

    /** Trims all columns to their size. */
    FleetColumns trimmed() {
        resize(size);
        serials = Arrays.copyOf(serials, serialBytes);
        return this;
    }

    /** The same rows in ascending order of id. */
    FleetColumns sorted(long[] rowsById) {
        FleetColumns sorted = new FleetColumns(statuses, models);
        sorted.resize(size);
        sorted.serials = new byte[serialBytes];
        for (long idAndRow : rowsById) {
            int row = (int) idAndRow;
            sorted.append(
                    ids[row], serial(row), modelIndex[row], actualHashrateTh[row], actualPowerW[row], statusIndex[row]);
        }
        return sorted;
    }

    /** Rows in ascending order of id: id in the upper half, row in the lower. */
    long[] rowsById() {
        long[] rows = new long[size];
        for (int row = 0; row < size; row++) {
            rows[row] = (long) ids[row] << Integer.SIZE | row;
        }
        Arrays.sort(rows);
        return rows;
    }

    private void resize(int length) {
        ids = Arrays.copyOf(ids, length);
        statusIndex = Arrays.copyOf(statusIndex, length);
        modelIndex = Arrays.copyOf(modelIndex, length);
        actualHashrateTh = Arrays.copyOf(actualHashrateTh, length);
        actualPowerW = Arrays.copyOf(actualPowerW, length);
        serialEnds = Arrays.copyOf(serialEnds, length);
    }
}

package io.minerstream.producer.fleet;

import io.minerstream.avro.HostingMiner;
import io.minerstream.schemas.miner.Baseline;
import io.minerstream.schemas.miner.MinerStatus;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * The miners of one site, in ascending order of id, held in columns: 28 bytes a miner and the bytes of its serial number,
 * so that a million miners take less than 64 MB. Immutable and thread-safe. Never empty.
 *
 * <p>Miners are addressed by index, 0 to {@link #size()} - 1.
 */
public final class Fleet {

    private final int siteId;
    private final int[] ids;
    private final short[] statusIndex;
    private final short[] modelIndex;
    private final double[] actualHashrateTh;
    private final double[] actualPowerW;
    private final int[] serialEnds;
    private final byte[] serials;
    private final String[] statusTexts;
    private final MinerStatus[] statuses;
    private final MinerModel[] models;

    Fleet(int siteId, FleetColumns columns) {
        this.siteId = siteId;
        this.ids = columns.ids;
        this.statusIndex = columns.statusIndex;
        this.modelIndex = columns.modelIndex;
        this.actualHashrateTh = columns.actualHashrateTh;
        this.actualPowerW = columns.actualPowerW;
        this.serialEnds = columns.serialEnds;
        this.serials = columns.serials;
        this.statusTexts = columns.statusTexts;
        this.statuses = Arrays.stream(statusTexts).map(MinerStatus::of).toArray(MinerStatus[]::new);
        this.models = columns.models;
    }

    /**
     * Starts a fleet.
     *
     * @param siteId {@code hosting_sites.id}
     */
    public static FleetBuilder builder(int siteId) {
        return new FleetBuilder(siteId);
    }

    public int siteId() {
        return siteId;
    }

    /** Number of miners, at least 1. */
    public int size() {
        return ids.length;
    }

    /** {@code hosting_miners.id}, greater than 0, ascending with the index. */
    public int minerId(int index) {
        return ids[index];
    }

    /**
     * Finds a miner.
     *
     * @return its index, or a negative number when the fleet has no such miner
     */
    public int indexOf(int minerId) {
        return Arrays.binarySearch(ids, minerId);
    }

    public MinerStatus status(int index) {
        return statuses[statusIndex[index]];
    }

    /** The status as the source spells it, for example {@code active}; {@code unknown} when the source has none. */
    public String statusText(int index) {
        return statusTexts[statusIndex[index]];
    }

    public String serialNumber(int index) {
        int start = index == 0 ? 0 : serialEnds[index - 1];
        return new String(serials, start, serialEnds[index] - start, StandardCharsets.UTF_8);
    }

    /** The model, or null when the miner has none. */
    public MinerModel model(int index) {
        short model = modelIndex[index];
        return model == FleetBuilder.NO_MODEL ? null : models[model];
    }

    /** The models that the miners refer to, in the order of their first miner. */
    public List<MinerModel> models() {
        return List.of(models);
    }

    /** The miner's own hashrate, TH/s; NaN stands for NULL. */
    double actualHashrateTh(int index) {
        return actualHashrateTh[index];
    }

    /** The miner's own power, W; NaN stands for NULL. */
    double actualPowerW(int index) {
        return actualPowerW[index];
    }

    /** The values that the miner's readings are drawn around: its own, else its model's, else the default. */
    public Baseline baseline(int index) {
        MinerModel model = model(index);
        return new Baseline(
                Baseline.resolve(
                        actualHashrateTh[index],
                        model == null ? Double.NaN : model.referenceHashrateTh(),
                        Baseline.DEFAULT_HASHRATE_TH),
                Baseline.resolve(
                        actualPowerW[index],
                        model == null ? Double.NaN : model.referencePowerW(),
                        Baseline.DEFAULT_POWER_W));
    }

    /** The miner as the roster topic holds it; a new object at each call. */
    public HostingMiner hostingMiner(int index) {
        MinerModel model = model(index);
        return HostingMiner.newBuilder()
                .setMinerId(ids[index])
                .setSiteId(siteId)
                .setSerialNumber(serialNumber(index))
                .setMinerModelId(model == null || model.id() == MinerModel.NO_ID ? null : (Integer) model.id())
                .setModelName(model == null ? null : model.name())
                .setReferenceHashrate(model == null ? null : orNull(model.referenceHashrateTh()))
                .setReferencePower(model == null ? null : orNull(model.referencePowerW()))
                .setActualHashrate(orNull(actualHashrateTh[index]))
                .setActualPower(orNull(actualPowerW[index]))
                .setStatus(statusText(index))
                .build();
    }

    /** Number of miners by status as the source spells it, the most frequent first, then alphabetically. */
    public Map<String, Integer> statusDistribution() {
        int[] counts = new int[statusTexts.length];
        for (short status : statusIndex) {
            counts[status]++;
        }
        Map<String, Integer> byText = new TreeMap<>();
        for (int i = 0; i < counts.length; i++) {
            byText.put(statusTexts[i], counts[i]);
        }
        Map<String, Integer> distribution = new LinkedHashMap<>();
        byText.entrySet().stream()
                .sorted(Map.Entry.<String, Integer>comparingByValue().reversed())
                .forEach(entry -> distribution.put(entry.getKey(), entry.getValue()));
        return distribution;
    }

    /** Upper bound of the bytes of all texts of a roster entry: serial number, model and status. */
    public int longestTextBytes() {
        int serial = 0;
        for (int i = 0; i < serialEnds.length; i++) {
            serial = Math.max(serial, serialEnds[i] - (i == 0 ? 0 : serialEnds[i - 1]));
        }
        return serial + longest(Arrays.stream(models).map(MinerModel::name)) + longest(Arrays.stream(statusTexts));
    }

    private static int longest(Stream<String> texts) {
        return texts.filter(Objects::nonNull)
                .mapToInt(text -> text.getBytes(StandardCharsets.UTF_8).length)
                .max()
                .orElse(0);
    }

    /** Bytes of all columns, without the object headers and the few models. */
    long columnBytes() {
        return (long) ids.length * (2 * Integer.BYTES + 2 * Short.BYTES + 2 * Double.BYTES) + serials.length;
    }

    private static Double orNull(double value) {
        return Double.isNaN(value) ? null : value;
    }
}

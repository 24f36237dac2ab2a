package io.minerstream.producer.fleet;

import io.minerstream.avro.HostingMiner;
import io.minerstream.producer.fleet.schedule.StatusSchedule;
import io.minerstream.schemas.miner.Baseline;
import io.minerstream.schemas.miner.MinerStatus;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;

/**
 * The miners of one site, in ascending order of id, held in columns: 28 bytes a miner and the bytes of its serial number,
 * so that a million miners take less than 64 MB. Immutable and thread-safe. Never empty.
 *
 * <p>Miners are addressed by index, 0 to {@link #size()} - 1. A fleet may have a schedule of later changes of their statuses;
 * {@link #status} and whatever else takes no time speak of the time before the first of them.
 */
public final class Fleet {

    private final int siteId;
    private final int[] ids;
    private final short[] modelIndex;
    private final double[] actualHashrateTh;
    private final double[] actualPowerW;
    private final int[] serialEnds;
    private final byte[] serials;
    private final MinerModel[] models;
    private final FleetStatuses statuses;

    Fleet(int siteId, FleetColumns columns) {
        this.siteId = siteId;
        this.ids = columns.ids;
        this.modelIndex = columns.modelIndex;
        this.actualHashrateTh = columns.actualHashrateTh;
        this.actualPowerW = columns.actualPowerW;
        this.serialEnds = columns.serialEnds;
        this.serials = columns.serials;
        this.models = columns.models;
        this.statuses = new FleetStatuses(ids, columns.statusIndex, columns.statusTexts);
    }

    /** The same miners with other statuses. */
    private Fleet(Fleet miners, FleetStatuses statuses) {
        this.siteId = miners.siteId;
        this.ids = miners.ids;
        this.modelIndex = miners.modelIndex;
        this.actualHashrateTh = miners.actualHashrateTh;
        this.actualPowerW = miners.actualPowerW;
        this.serialEnds = miners.serialEnds;
        this.serials = miners.serials;
        this.models = miners.models;
        this.statuses = statuses;
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
        return statuses.status(index);
    }

    /** The status as the source spells it, for example {@code active}; {@code unknown} when the source has none. */
    public String statusText(int index) {
        return statuses.text(index);
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
        return hostingMiner(index, statusText(index));
    }

    /** The miner as the roster topic holds it, with another status. */
    public HostingMiner hostingMiner(int index, String status) {
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
                .setStatus(status)
                .build();
    }

    /** The changes of its miners' statuses; empty when they have none. */
    public StatusSchedule schedule() {
        return statuses.schedule();
    }

    /**
     * The same miners with changes of their statuses.
     *
     * @param schedule replaces the one that the fleet has
     * @throws InvalidFleetException when the fleet lacks a miner that changes
     */
    public Fleet withSchedule(StatusSchedule schedule) {
        return schedule.isEmpty() && schedule().isEmpty()
                ? this
                : new Fleet(this, statuses.withSchedule(siteId, schedule));
    }

    /** The status of a miner at a time: that of its last change until then, time included. */
    public MinerStatus statusAt(int index, Instant time) {
        return statuses.statusAt(index, time.toEpochMilli());
    }

    /**
     * The fleet as of a time: with the statuses that its miners have then, and without a schedule. For many times in order,
     * {@link FleetTimeline} is faster.
     */
    public Fleet asOf(Instant time) {
        return schedule().isEmpty() ? this : new Fleet(this, statuses.asOf(time.toEpochMilli()));
    }

    /** One that is as of a time, after some changes of the schedule of this one; as {@link FleetStatuses#after}. */
    Fleet after(Fleet then, int[] changes, int from, int to) {
        return new Fleet(this, statuses.after(then.statuses, changes, from, to));
    }

    /** Number of miners by status as the source spells it, the most frequent first, then alphabetically. */
    public Map<String, Integer> statusDistribution() {
        return statuses.distribution();
    }

    /** Upper bound of the bytes of all texts of a roster entry: serial number, model and status. */
    public int longestTextBytes() {
        int serial = 0;
        for (int i = 0; i < serialEnds.length; i++) {
            serial = Math.max(serial, serialEnds[i] - (i == 0 ? 0 : serialEnds[i - 1]));
        }
        return serial + longest(Arrays.stream(models).map(MinerModel::name)) + longest(statuses.texts());
    }

    private static int longest(Stream<String> texts) {
        return texts.filter(Objects::nonNull)
                .mapToInt(text -> text.getBytes(StandardCharsets.UTF_8).length)
                .max()
                .orElse(0);
    }

    private static Double orNull(double value) {
        return Double.isNaN(value) ? null : value;
    }
}

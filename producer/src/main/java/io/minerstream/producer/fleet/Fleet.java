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
import java.util.function.IntPredicate;
import java.util.stream.Stream;

/**
 * The miners of one site, in ascending order of id. Held in columns: 28 bytes per miner plus its serial number, less than 64 MB
 * for a million miners. Immutable and thread-safe. Never empty.
 *
 * <p>Miners are addressed by index, 0 to {@link #size()} - 1. A fleet may have a schedule of status changes.
 * Methods without a time parameter, such as {@link #status}, refer to the time before the first change.
 */
public final class Fleet {

    private final int siteId;
    private final FleetColumns columns;
    private final FleetStatuses statuses;

    /** @param columns in ascending order of id; not changed any more */
    Fleet(int siteId, FleetColumns columns) {
        this(siteId, columns, new FleetStatuses(columns.ids, columns.statusIndex, columns.statuses()));
    }

    private Fleet(int siteId, FleetColumns columns, FleetStatuses statuses) {
        this.siteId = siteId;
        this.columns = columns;
        this.statuses = statuses;
    }

    private Fleet with(FleetStatuses others) {
        return new Fleet(siteId, columns, others);
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
        return columns.size();
    }

    /** {@code hosting_miners.id}, greater than 0, ascending with the index. */
    public int minerId(int index) {
        return columns.ids[index];
    }

    /**
     * Finds a miner.
     *
     * @return its index, or a negative number when the fleet has no such miner
     */
    public int indexOf(int minerId) {
        return Arrays.binarySearch(columns.ids, minerId);
    }

    public MinerStatus status(int index) {
        return statuses.status(index);
    }

    /** The status as the source spells it, for example {@code active}; {@code unknown} when the source has none. */
    public String statusText(int index) {
        return statuses.text(index);
    }

    public String serialNumber(int index) {
        return columns.serial(index);
    }

    /** The model, or null when the miner has none. */
    public MinerModel model(int index) {
        return columns.model(index);
    }

    /** The models that the miners refer to, in the order of their first miner. */
    public List<MinerModel> models() {
        return List.copyOf(columns.models());
    }

    /** The miner's own hashrate, TH/s; NaN stands for NULL. */
    double actualHashrateTh(int index) {
        return columns.actualHashrateTh[index];
    }

    /** The miner's own power, W; NaN stands for NULL. */
    double actualPowerW(int index) {
        return columns.actualPowerW[index];
    }

    /** The values that the miner's readings are drawn around: its own, else its model's, else the default. */
    public Baseline baseline(int index) {
        return MinerModel.baseline(model(index), actualHashrateTh(index), actualPowerW(index));
    }

    /** The miner as the roster topic holds it; a new object at each call. */
    public HostingMiner hostingMiner(int index) {
        return hostingMiner(index, statusText(index));
    }

    /** The miner as the roster topic holds it, with another status. */
    public HostingMiner hostingMiner(int index, String status) {
        MinerModel model = model(index);
        return HostingMiner.newBuilder()
                .setMinerId(minerId(index))
                .setSiteId(siteId)
                .setSerialNumber(serialNumber(index))
                .setMinerModelId(model == null || model.id() == MinerModel.NO_ID ? null : (Integer) model.id())
                .setModelName(model == null ? null : model.name())
                .setReferenceHashrate(model == null ? null : orNull(model.referenceHashrateTh()))
                .setReferencePower(model == null ? null : orNull(model.referencePowerW()))
                .setActualHashrate(orNull(actualHashrateTh(index)))
                .setActualPower(orNull(actualPowerW(index)))
                .setStatus(status)
                .build();
    }

    /** The scheduled status changes; empty when there are none. */
    public StatusSchedule schedule() {
        return statuses.schedule();
    }

    /**
     * The same miners with scheduled status changes.
     *
     * @param schedule replaces the schedule of this fleet
     * @throws InvalidFleetException when a change is of a miner that the fleet does not have
     */
    public Fleet withSchedule(StatusSchedule schedule) {
        return schedule.isEmpty() && schedule().isEmpty() ? this : with(statuses.withSchedule(siteId, schedule));
    }

    /**
     * Some of the miners, with their status changes.
     *
     * @param wanted by index; at least one
     */
    public Fleet only(IntPredicate wanted) {
        FleetBuilder part = builder(siteId);
        StatusSchedule.Builder changes = StatusSchedule.builder();
        for (int i = 0; i < size(); i++) {
            if (wanted.test(i)) {
                part.add(minerId(i), serialNumber(i), model(i), actualHashrateTh(i), actualPowerW(i), statusText(i));
                for (int change = schedule().firstOf(minerId(i));
                        change < schedule().endOf(minerId(i));
                        change++) {
                    changes.add(minerId(i), schedule().from(change), schedule().statusText(change));
                }
            }
        }
        return part.build().withSchedule(changes.build());
    }

    /** The status of a miner at a time: that of its last change at or before it. */
    public MinerStatus statusAt(int index, Instant time) {
        return statuses.statusAt(index, time.toEpochMilli());
    }

    /**
     * The fleet as of a time: with the statuses of that time, and without a schedule. For many times in order, {@link
     * FleetTimeline} is faster.
     */
    public Fleet asOf(Instant time) {
        return schedule().isEmpty() ? this : with(statuses.asOf(time.toEpochMilli()));
    }

    /** The fleet after some of the scheduled changes; parameters as in {@link FleetStatuses#after}. */
    Fleet after(Fleet then, int[] changes, int from, int to) {
        return with(statuses.after(then.statuses, changes, from, to));
    }

    /** Number of miners by status as the source spells it, the most frequent first, then alphabetically. */
    public Map<String, Integer> statusDistribution() {
        return statuses.distribution();
    }

    /** Upper bound of the bytes of all texts of a roster entry: serial number, model and status. */
    public int longestTextBytes() {
        int serial = 0;
        int start = 0;
        for (int row = 0; row < size(); row++) {
            serial = Math.max(serial, columns.serialEnds[row] - start);
            start = columns.serialEnds[row];
        }
        return serial + longest(models().stream().map(MinerModel::name)) + longest(statuses.texts());
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

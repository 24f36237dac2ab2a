package io.minerstream.producer.fleet;

import io.minerstream.avro.HostingMiner;
import io.minerstream.schemas.miner.Baseline;
import io.minerstream.schemas.miner.MinerStatus;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

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
    private final short[] statusIndex;
    private final short[] modelIndex;
    private final double[] actualHashrateTh;
    private final double[] actualPowerW;
    private final int[] serialEnds;
    private final byte[] serials;
    private final String[] statusTexts;
    private final MinerStatus[] statuses;
    private final MinerModel[] models;
    private final StatusSchedule schedule;
    /** By the number of a status in the schedule, that in the fleet. */
    private final short[] scheduledStatus;

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
        this.schedule = StatusSchedule.NONE;
        this.scheduledStatus = new short[0];
    }

    /** The same miners with other statuses, or another schedule. */
    private Fleet(
            Fleet miners,
            short[] statusIndex,
            List<String> statusTexts,
            StatusSchedule schedule,
            short[] scheduledStatus) {
        this.siteId = miners.siteId;
        this.ids = miners.ids;
        this.statusIndex = statusIndex;
        this.modelIndex = miners.modelIndex;
        this.actualHashrateTh = miners.actualHashrateTh;
        this.actualPowerW = miners.actualPowerW;
        this.serialEnds = miners.serialEnds;
        this.serials = miners.serials;
        this.statusTexts = statusTexts.toArray(String[]::new);
        this.statuses = statusTexts.stream().map(MinerStatus::of).toArray(MinerStatus[]::new);
        this.models = miners.models;
        this.schedule = schedule;
        this.scheduledStatus = scheduledStatus;
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
        return schedule;
    }

    /**
     * The same miners with changes of their statuses.
     *
     * @param other replaces the schedule that the fleet has
     * @throws InvalidFleetException when the fleet lacks a miner that changes
     */
    public Fleet withSchedule(StatusSchedule other) {
        if (other.isEmpty() && schedule.isEmpty()) {
            return this;
        }
        List<String> strangers = new ArrayList<>();
        for (int change = 0; change < other.size(); change = other.endOf(other.minerId(change))) {
            if (indexOf(other.minerId(change)) < 0) {
                strangers.add("status change of miner %d at %s, which the fleet does not have"
                        .formatted(other.minerId(change), other.from(change)));
            }
        }
        if (!strangers.isEmpty()) {
            throw new InvalidFleetException(
                    siteId,
                    strangers.subList(0, Math.min(FleetBuilder.LISTED_PROBLEMS, strangers.size())),
                    strangers.size());
        }
        NumberedValues<String> texts = new NumberedValues<>(siteId, "statuses");
        for (String text : statusTexts) {
            texts.number(text);
        }
        short[] numbers = new short[other.statusTexts().size()];
        for (int i = 0; i < numbers.length; i++) {
            numbers[i] = texts.number(other.statusTexts().get(i));
        }
        return new Fleet(this, statusIndex, texts.values(), other, numbers);
    }

    /** The status of a miner at a time: that of its last change until then, time included. */
    public MinerStatus statusAt(int index, Instant time) {
        return statuses[statusIndexAt(index, time.toEpochMilli())];
    }

    /**
     * The fleet as of a time: with the statuses that its miners have then, and without a schedule. For many times in order,
     * {@link FleetTimeline} is faster.
     */
    public Fleet asOf(Instant time) {
        if (schedule.isEmpty()) {
            return this;
        }
        short[] then = statusIndex.clone();
        long timeMs = time.toEpochMilli();
        for (int change = 0; change < schedule.size(); change = schedule.endOf(schedule.minerId(change))) {
            int index = indexOf(schedule.minerId(change));
            then[index] = statusIndexAt(index, timeMs);
        }
        return new Fleet(this, then, List.of(statusTexts), StatusSchedule.NONE, new short[0]);
    }

    /** One that is as of a time, and after that some changes of the schedule of this one, in that order. */
    Fleet changed(Fleet then, int[] changes, int from, int to) {
        short[] changed = then.statusIndex.clone();
        for (int i = from; i < to; i++) {
            changed[indexOf(schedule.minerId(changes[i]))] = scheduledStatus[schedule.statusNumber(changes[i])];
        }
        return new Fleet(this, changed, List.of(statusTexts), StatusSchedule.NONE, new short[0]);
    }

    private short statusIndexAt(int index, long timeMs) {
        int change = schedule.isEmpty() ? -1 : schedule.lastOf(ids[index], timeMs);
        return change < 0 ? statusIndex[index] : scheduledStatus[schedule.statusNumber(change)];
    }

    /** Number of miners by status as the source spells it, the most frequent first, then alphabetically. */
    public Map<String, Integer> statusDistribution() {
        int[] counts = new int[statusTexts.length];
        for (short status : statusIndex) {
            counts[status]++;
        }
        Map<String, Integer> byText = new TreeMap<>();
        for (int i = 0; i < counts.length; i++) {
            if (counts[i] > 0) {
                byText.put(statusTexts[i], counts[i]);
            }
        }
        Map<String, Integer> distribution = new LinkedHashMap<>();
        byText.entrySet().stream()
                .sorted(Map.Entry.<String, Integer>comparingByValue().reversed())
                .forEach(entry -> distribution.put(entry.getKey(), entry.getValue()));
        return distribution;
    }

    /** Bytes of all columns, without the object headers and the few models. */
    long columnBytes() {
        return (long) ids.length * (2 * Integer.BYTES + 2 * Short.BYTES + 2 * Double.BYTES) + serials.length;
    }

    private static Double orNull(double value) {
        return Double.isNaN(value) ? null : value;
    }
}

package io.minerstream.producer.record;

import io.minerstream.avro.RunProgress;
import io.minerstream.avro.RunState;
import io.minerstream.avro.SimulationRun;
import io.minerstream.avro.Watermark;
import io.minerstream.producer.fleet.Fleet;
import io.minerstream.producer.fleet.FleetTimeline;
import io.minerstream.producer.roster.RosterEntry;
import io.minerstream.producer.run.RunPlan;
import io.minerstream.producer.run.RunSpec;
import io.minerstream.producer.signal.Signal;
import io.minerstream.producer.signal.TimePoint;
import io.minerstream.schemas.run.RunHeader;
import io.minerstream.schemas.topic.RecordKey;
import io.minerstream.schemas.topic.TopicNames;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.internals.RecordHeader;

/** The Kafka records of one run. Immutable; gives equal records at each call. */
public final class RunRecords {

    private final TopicNames topics;
    private final Fleet fleet;
    private final MinerKeys keys;
    private final RunSpec spec;
    private final RunPlan plan;
    private final boolean live;
    private final Signal signal;
    private final Instant startedAt;
    private final long fleetChecksum;
    private final long[] recordsPerPartition;
    private final Header[] runHeader;

    public RunRecords(
            TopicNames topics,
            Fleet fleet,
            MinerKeys keys,
            RunSpec spec,
            RunPlan plan,
            boolean live,
            Instant startedAt) {
        this.topics = topics;
        this.fleet = fleet;
        this.keys = keys;
        this.spec = spec;
        this.plan = plan;
        this.live = live;
        this.signal = spec.signal();
        this.fleetChecksum = FleetChecksum.of(fleet, spec.range());
        this.startedAt = startedAt;
        this.recordsPerPartition = keys.minersPerPartition();
        RunHeader header = new RunHeader(spec.id(), spec.range().interval());
        this.runHeader = new Header[] {new RecordHeader(RunHeader.NAME, header.bytes())};
    }

    /** Whether each time point is sent when its time has come. */
    public boolean isLive() {
        return live;
    }

    /** Roster entry of a miner. */
    public ProducerRecord<byte[], SpecificRecord> rosterEntry(int index, RosterEntry entry) {
        return new ProducerRecord<>(
                topics.miners(),
                keys.partition(index),
                entry.validFrom().toEpochMilli(),
                keys.key(index),
                entry.miner());
    }

    /** The statuses of the fleet during the run; a new object at each call. */
    public FleetTimeline timeline() {
        return new FleetTimeline(fleet, spec.range().from(), spec.range().to());
    }

    /**
     * Readings of a time point.
     *
     * @param timePoint 0 to {@code range().timePoints() - 1}
     * @param then the fleet as of the time point, see {@link #timeline}
     */
    public TimePointReadings readings(int timePoint, Fleet then) {
        Signal.Frame frame =
                signal.at(spec.seed(), spec.siteId(), new TimePoint(spec.intervalOf(timePoint), intervalSeconds()));
        return new TimePointReadings(
                topics.telemetry(), runHeader, then, keys, frame, spec.range().at(timePoint));
    }

    /** Says that a time point is complete in a partition, also in one without miners. */
    public ProducerRecord<byte[], SpecificRecord> watermark(int partition, Instant closed) {
        Watermark value = Watermark.newBuilder()
                .setRunId(spec.id().text())
                .setSiteId(spec.siteId())
                .setRunFrom(spec.range().from())
                .setRunTo(spec.range().to())
                .setIntervalSeconds(intervalSeconds())
                .setClosed(closed)
                .setRecords(recordsPerPartition[partition])
                .setPartition(partition)
                .setPartitions(keys.partitionCount())
                .build();
        // 4 bytes, like all keys that the validator reads. Not null: once Kafka's client has met a null key, HotSpot
        // allocates the buffers that the client wraps around key and value of each record, five times; a third of all
        // that a run allocates.
        byte[] key = RecordKey.of(partition);
        return new ProducerRecord<>(
                topics.watermarks(), partition, watermarkTime(spec, closed).toEpochMilli(), key, value);
    }

    /** The last millisecond of the interval, so that the watermark is not older than any reading of it. */
    public static Instant watermarkTime(RunSpec spec, Instant closed) {
        return closed.plus(spec.range().interval()).minusMillis(1);
    }

    /**
     * Manifest of the run, or of this shard of it.
     *
     * @param committed records that are committed
     */
    public ProducerRecord<byte[], SpecificRecord> manifest(RunState state, long committed, Instant now) {
        SimulationRun value = SimulationRun.newBuilder()
                .setRunId(spec.id().text())
                .setSiteId(spec.siteId())
                .setFrom(spec.range().from())
                .setTo(spec.range().to())
                .setIntervalSeconds(intervalSeconds())
                .setSeed(spec.seed())
                .setProfile(spec.profile().word())
                .setMiners(fleet.size())
                .setPartitions(keys.partitionCount())
                .setExpectedRecords(plan.records())
                .setState(state)
                .setStartedAt(startedAt)
                .setUpdatedAt(now)
                .setProgress(RunProgress.newBuilder()
                        .setCommittedRecords(committed)
                        .setCommittedUntil(committedUntil(state, committed))
                        .build())
                .setPoolDifficulty(spec.poolDifficulty())
                .setShard(spec.shard().index())
                .setShards(spec.shard().count())
                .setFleetChecksum(fleetChecksum)
                .setExactlyOnce(spec.commit().isExactlyOnce())
                .setLive(live)
                .build();
        return new ProducerRecord<>(topics.runs(), manifestKey(value), value);
    }

    /** Key of a manifest: the run, and the shard where there are several. */
    public static byte[] manifestKey(SimulationRun run) {
        String shard = run.getShards() == 1 ? "" : "/" + run.getShard();
        return (run.getRunId() + shard).getBytes(StandardCharsets.UTF_8);
    }

    /** Whether a manifest is of the readings that this producer would write: the same bytes in the same order. */
    public boolean matches(SimulationRun run) {
        SimulationRun own =
                (SimulationRun) manifest(run.getState(), 0, run.getUpdatedAt()).value();
        own.setStartedAt(run.getStartedAt());
        own.setProgress(run.getProgress());
        own.setLive(run.getLive());
        return own.equals(run);
    }

    private Instant committedUntil(RunState state, long committed) {
        int timePoints = plan.timePointsWithin(committed);
        return state == RunState.COMPLETED || timePoints == plan.timePoints()
                ? spec.range().to()
                : spec.range().at(timePoints);
    }

    private int intervalSeconds() {
        return Math.toIntExact(spec.range().interval().toSeconds());
    }
}

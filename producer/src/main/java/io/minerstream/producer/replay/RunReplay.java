package io.minerstream.producer.replay;

import io.minerstream.avro.RunState;
import io.minerstream.avro.SimulationRun;
import io.minerstream.producer.fleet.Fleet;
import io.minerstream.producer.run.RunHistory;
import io.minerstream.producer.run.RunSpec;
import io.minerstream.producer.signal.GeneratedReading;
import io.minerstream.producer.signal.Signal;
import io.minerstream.producer.signal.SignalProfile;
import io.minerstream.producer.signal.TimePoint;
import io.minerstream.schemas.miner.TelemetryRow;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.IntFunction;

/**
 * The committed rows of a run, computed again from its seed: any of them, in any order. Miners are addressed by their index in
 * the fleet, times by the number of their time point.
 *
 * <p>Memory: what a signal shares among the miners of a time point is kept for up to {@value #KEPT_FRAMES} time points (15 years
 * of hours), some 8 MB at most; with more time points it is computed for each row. The rest is the fleet's. Immutable and
 * thread-safe.
 */
public final class RunReplay {

    private static final int KEPT_FRAMES = 1 << 17;

    private final Fleet fleet;
    private final long fromSecond;
    private final int intervalSeconds;
    private final int timePoints;
    private final IntFunction<Signal.Frame> frames;

    private RunReplay(Fleet fleet, Signal signal, long seed, Instant from, int intervalSeconds, int timePoints) {
        this.fleet = fleet;
        this.fromSecond = from.getEpochSecond();
        this.intervalSeconds = intervalSeconds;
        this.timePoints = timePoints;
        long first = Math.floorDiv(fromSecond, intervalSeconds);
        IntFunction<Signal.Frame> computed =
                timePoint -> signal.at(seed, fleet.siteId(), new TimePoint(first + timePoint, intervalSeconds));
        this.frames = timePoints > KEPT_FRAMES ? computed : kept(computed, timePoints);
    }

    private static IntFunction<Signal.Frame> kept(IntFunction<Signal.Frame> computed, int timePoints) {
        Signal.Frame[] frames = new Signal.Frame[timePoints];
        for (int i = 0; i < timePoints; i++) {
            frames[i] = computed.apply(i);
        }
        return timePoint -> frames[timePoint];
    }

    /**
     * All rows of a run that is described rather than known.
     *
     * @param fleet the miners of the run's site
     */
    public static RunReplay of(RunSpec spec, Fleet fleet) {
        requireSite(spec.siteId(), fleet);
        return new RunReplay(
                fleet,
                spec.signal(),
                spec.seed(),
                spec.range().from(),
                Math.toIntExact(spec.range().interval().toSeconds()),
                spec.range().timePoints());
    }

    /**
     * The rows of a run that are committed: all of a completed one, those before {@code committed_until} of any other.
     *
     * @param manifest last manifest of the run
     * @param fleet the miners that the run was generated for
     * @throws FleetMismatchException when the fleet is not as large as the manifest says
     * @throws IllegalArgumentException when the manifest contradicts itself, or names a profile that this version does not have
     */
    public static RunReplay of(SimulationRun manifest, Fleet fleet) {
        requireSite(manifest.getSiteId(), fleet);
        if (fleet.size() != manifest.getMiners()) {
            throw new FleetMismatchException("run " + manifest.getRunId(), manifest.getMiners(), fleet.size());
        }
        Duration interval = Duration.ofSeconds(manifest.getIntervalSeconds());
        int timePoints = Math.toIntExact(Duration.between(manifest.getFrom(), RunHistory.committedUntil(manifest))
                .dividedBy(interval));
        RunReplay run = new RunReplay(
                fleet,
                SignalProfile.named(manifest.getProfile()).signal(manifest.getPoolDifficulty()),
                manifest.getSeed(),
                manifest.getFrom(),
                manifest.getIntervalSeconds(),
                timePoints);
        // A run that says that it wrote fewer rows than miners x time points is none that this class computes. One that
        // was interrupted may have written some of the next time points.
        boolean completed = manifest.getState() == RunState.COMPLETED;
        long committed = completed
                ? manifest.getExpectedRecords()
                : manifest.getProgress().getCommittedRecords();
        if (committed < run.rows()
                || (completed && committed != run.rows())
                || !run.to().equals(RunHistory.committedUntil(manifest))) {
            throw new IllegalArgumentException(
                    "manifest of run %s: must say %s records for %s miners from %s to %s, got %s"
                            .formatted(
                                    manifest.getRunId(),
                                    run.rows(),
                                    fleet.size(),
                                    manifest.getFrom(),
                                    RunHistory.committedUntil(manifest),
                                    committed));
        }
        return run;
    }

    private static void requireSite(int siteId, Fleet fleet) {
        if (fleet.siteId() != siteId) {
            throw new IllegalArgumentException(
                    "fleet: must be of site_id=%s, got site_id=%s".formatted(siteId, fleet.siteId()));
        }
    }

    /** Number of rows: miners x time points; 0 when nothing is committed. */
    public long rows() {
        return (long) fleet.size() * timePoints;
    }

    /** The miners that the rows are computed for. */
    public Fleet fleet() {
        return fleet;
    }

    /** Number of miners, at least 1. */
    public int miners() {
        return fleet.size();
    }

    /** Number of committed time points, at least 0. */
    public int timePoints() {
        return timePoints;
    }

    /** First time point, inclusive. */
    public Instant from() {
        return Instant.ofEpochSecond(fromSecond);
    }

    /** End of the committed time points, exclusive; equals {@link #from()} when nothing is committed. */
    public Instant to() {
        return Instant.ofEpochSecond(fromSecond + (long) timePoints * intervalSeconds);
    }

    /** Id of a miner; ascends with the index. */
    public int minerId(int index) {
        return fleet.minerId(index);
    }

    /** Index of a miner, negative when the run has no such miner. */
    public int indexOf(int minerId) {
        return fleet.indexOf(minerId);
    }

    /** Time of a time point. */
    public Instant timeOf(int timePoint) {
        return Instant.ofEpochSecond(fromSecond + (long) timePoint * intervalSeconds);
    }

    /** The time point at exactly this time, negative when there is none. */
    public int timePointAt(Instant time) {
        int timePoint = firstNotBefore(time);
        return timePoint < timePoints && timeOf(timePoint).equals(time) ? timePoint : -1;
    }

    /** The first time point at or after a time; {@link #timePoints()} when all are before it. */
    int firstNotBefore(Instant time) {
        long seconds = Math.subtractExact(time.getEpochSecond(), fromSecond) + (time.getNano() > 0 ? 1 : 0);
        long timePoint = -Math.floorDiv(-seconds, (long) intervalSeconds);
        return (int) Math.max(0, Math.min(timePoints, timePoint));
    }

    /** The generated reading. */
    GeneratedReading reading(int index, int timePoint) {
        return frames.apply(timePoint)
                .read(fleet.minerId(index), fleet.statusAt(index, timeOf(timePoint)), fleet.baseline(index));
    }

    /**
     * Compares the values of a row with the generated ones: doubles bit for bit, NULL only with NULL.
     *
     * @return empty when they are equal
     */
    List<FieldDifference> differences(int index, int timePoint, TelemetryRow row) {
        GeneratedReading reading = reading(index, timePoint);
        Long fanRpm = reading.fanRpm() == null ? null : reading.fanRpm().longValue();
        List<FieldDifference> differences = new ArrayList<>(0);
        compare(differences, "hashrate", reading.hashrateTh(), row.hashrateTh());
        compare(differences, "power_consumption", reading.powerW(), row.powerW());
        compare(differences, "temperature", reading.temperatureC(), row.temperatureC());
        compare(differences, "fan_speed", fanRpm, row.fanRpm());
        compare(differences, "accepted_shares", reading.acceptedShares(), row.acceptedShares());
        compare(differences, "rejected_shares", reading.rejectedShares(), row.rejectedShares());
        return differences;
    }

    /** Of doubles, {@code equals} tells every value from every other, 0.0 from -0.0 too, unlike {@code ==}. */
    private static void compare(List<FieldDifference> differences, String field, Object expected, Object found) {
        if (!Objects.equals(expected, found)) {
            differences.add(FieldDifference.of(field, expected, found));
        }
    }
}

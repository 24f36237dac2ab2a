package io.minerstream.pipeline.verify;

import io.minerstream.avro.RunState;
import io.minerstream.avro.SimulationRun;
import io.minerstream.pipeline.PipelineException;
import io.minerstream.pipeline.connection.Connections;
import io.minerstream.pipeline.fleet.FleetLoading;
import io.minerstream.pipeline.verify.RunToVerify.FleetOrigin;
import io.minerstream.producer.fleet.Fleet;
import io.minerstream.producer.fleet.NoMinersException;
import io.minerstream.producer.record.FleetChecksum;
import io.minerstream.producer.record.RunHistoryReader;
import io.minerstream.producer.replay.RunReplay;
import io.minerstream.producer.roster.FleetTopic;
import io.minerstream.producer.run.RunHistory;
import io.minerstream.producer.run.RunSpec;
import io.minerstream.schemas.run.RunId;
import io.minerstream.schemas.run.TimeRange;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiPredicate;

/** Finds a run and the fleet that it was generated for. Stateless. */
public final class RunLookup {

    private final Connections connections;

    public RunLookup(Connections connections) {
        this.connections = connections;
    }

    /**
     * A run by its id, in any state.
     *
     * @throws PipelineException when there is no such run, or its fleet is not known any more
     */
    public RunToVerify byId(RunId id) {
        return withFleet(find(history(), id));
    }

    /** The manifest of a run, as {@link #byId} finds it. */
    public SimulationRun find(RunHistory history, RunId id) {
        return history.find(id)
                .orElseThrow(() -> PipelineException.failed(
                        "--run: topic %s must know the run, got no run %s; leave --run out for the site's latest"
                                .formatted(connections.topics().runs(), id)));
    }

    /**
     * The completed run of a site that was started last.
     *
     * @throws PipelineException when there is none, or its fleet is not known any more
     */
    public RunToVerify latestOf(int siteId) {
        return withFleet(findLatest(history(), siteId));
    }

    /** The manifest of a run, as {@link #latestOf} finds it. */
    public SimulationRun findLatest(RunHistory history, int siteId) {
        List<SimulationRun> runs = history.combinedOf(siteId);
        return runs.stream()
                .filter(run -> run.getState() == RunState.COMPLETED)
                .reduce((earlier, later) -> later)
                .orElseThrow(() -> PipelineException.failed(
                        "site_id=%s: must have a completed run, got %s in topic %s; generate one, or name another by --run"
                                .formatted(
                                        siteId,
                                        states(runs),
                                        connections.topics().runs())));
    }

    private static String states(List<SimulationRun> runs) {
        return runs.isEmpty()
                ? "no run"
                : "none among %s (the last is run %s, %s)"
                        .formatted(
                                runs.size(),
                                runs.get(runs.size() - 1).getRunId(),
                                runs.get(runs.size() - 1).getState());
    }

    /**
     * The interval of a site's latest run: rows do not hold theirs. An hour when there is no run, or Kafka is not known.
     *
     * @param mayTouch whether committed readings from the first instant until before the second count
     */
    public Duration latestInterval(int siteId, BiPredicate<Instant, Instant> mayTouch) {
        if (!connections.hasKafka()) {
            return TimeRange.HOURLY;
        }
        return RunHistoryReader.read(connections.kafkaProperties(), connections.topics())
                .latest(siteId, run -> mayTouch.test(run.getFrom(), RunHistory.committedUntil(run)))
                .map(run -> Duration.ofSeconds(run.getIntervalSeconds()))
                .orElse(TimeRange.HOURLY);
    }

    /** A run described by its spec, with the miners that the database has today. */
    public RunToVerify described(RunSpec spec) {
        Fleet fleet = FleetLoading.fromDatabase(connections, spec.siteId());
        return RunToVerify.described(spec, RunReplay.of(spec, fleet));
    }

    /** The runs that are committed by now. */
    public RunHistory history() {
        return RunHistoryReader.readToEnd(connections.kafkaProperties(), connections.topics());
    }

    /**
     * A run with the fleet whose checksum is the run's, or else with one that at least has as many miners.
     *
     * @throws PipelineException of kind FAILED when there is no such fleet, or the run is none that this version can compute
     */
    public RunToVerify withFleet(SimulationRun run) {
        Map<FleetOrigin, Integer> sizes = new EnumMap<>(FleetOrigin.class);
        RunToVerify likely = null;
        for (FleetOrigin origin : FleetOrigin.values()) {
            Optional<Fleet> found = fleet(run, origin);
            sizes.put(origin, found.map(Fleet::size).orElse(0));
            if (found.isPresent() && found.get().size() == run.getMiners()) {
                Fleet fleet = found.get();
                RunToVerify candidate = RunToVerify.known(run, replay(run, fleet), origin);
                if (FleetChecksum.of(fleet, RunHistory.range(run)) == run.getFleetChecksum()) {
                    return candidate;
                }
                likely = likely == null ? candidate : likely;
            }
        }
        if (likely == null) {
            throw unknownFleet(run, sizes);
        }
        return likely;
    }

    private static RunReplay replay(SimulationRun run, Fleet fleet) {
        try {
            return RunReplay.of(run, fleet);
        } catch (IllegalArgumentException e) {
            throw PipelineException.failed("run %s: %s".formatted(run.getRunId(), e.getMessage()), e);
        }
    }

    private Optional<Fleet> fleet(SimulationRun run, FleetOrigin origin) {
        if (origin == FleetOrigin.DATABASE && !connections.hasWarehouse()) {
            return Optional.empty();
        }
        try {
            return Optional.of(
                    origin == FleetOrigin.DATABASE
                            ? FleetLoading.fromDatabase(connections, run.getSiteId())
                            : FleetTopic.from(connections.kafkaProperties(), connections.topics(), run.getSiteId())
                                    .during(RunHistory.range(run), run.getPartitions()));
        } catch (NoMinersException e) {
            return Optional.empty();
        }
    }

    private PipelineException unknownFleet(SimulationRun run, Map<FleetOrigin, Integer> sizes) {
        return PipelineException.failed(
                ("run %s: must have the fleet that it was generated for, %s miners, got %s miners of site_id=%s in topic %s as of"
                                + " %s%s; miners came or went since, so its rows cannot be computed again and nothing was compared")
                        .formatted(
                                run.getRunId(),
                                run.getMiners(),
                                sizes.get(FleetOrigin.ROSTER),
                                run.getSiteId(),
                                connections.topics().miners(),
                                run.getFrom(),
                                connections.hasWarehouse()
                                        ? " and %s in the database today".formatted(sizes.get(FleetOrigin.DATABASE))
                                        : ""));
    }
}

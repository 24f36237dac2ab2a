package io.minerstream.cli.option;

import io.minerstream.pipeline.PipelineException;
import io.minerstream.producer.fleet.StatusMix;
import io.minerstream.producer.fleet.SyntheticFleet;
import io.minerstream.schemas.bound.Bound;
import java.util.List;
import java.util.stream.IntStream;
import picocli.CommandLine.Option;

/** A synthetic fleet. */
public final class SyntheticFleetOptions {

    /** Miners of the reference job. */
    public static final int DEFAULT_MINERS = 6_000;

    @Option(names = "--miners", paramLabel = "N", order = HelpGroups.FLEET)
    @Within(Bound.MINERS)
    private Integer miners;

    @Option(names = "--mix", paramLabel = "STATUS=SHARE,...", order = HelpGroups.FLEET)
    @Within(Bound.WEIGHT)
    private StatusMix mix;

    @Option(names = "--first-miner-id", paramLabel = "ID", order = HelpGroups.FLEET, defaultValue = "1")
    @Within(Bound.MINER_ID)
    private int firstMinerId;

    @Option(names = "--null-baselines", paramLabel = "SHARE", order = HelpGroups.FLEET)
    @Within(Bound.SHARE)
    private Double nullBaselines;

    /** Whether the user asked for synthetic miners. */
    public boolean isGiven() {
        return miners != null || mix != null || nullBaselines != null;
    }

    /**
     * The fleet that the options describe.
     *
     * @throws PipelineException when a value is out of range
     */
    public SyntheticFleet synthetic(int siteId, long seed) {
        return synthetic(siteId, seed, firstMinerId, miners());
    }

    /** The same with another number of miners unless one is given. */
    public SyntheticFleet synthetic(int siteId, long seed, int defaultMiners) {
        return synthetic(siteId, seed, firstMinerId, miners == null ? defaultMiners : miners);
    }

    /**
     * Such fleets of consecutive sites, with consecutive miner ids.
     *
     * @param siteId the first of them
     * @throws PipelineException when a value is out of range
     */
    public List<SyntheticFleet> synthetic(int siteId, long seed, int sites, String sitesOption) {
        long lastMiner = firstMinerId + (long) miners() * sites - 1;
        if (!Bound.MINER_ID.holds(lastMiner) || !Bound.SITE_ID.holds((long) siteId + sites - 1)) {
            throw PipelineException.usage("%s: must leave the ids of sites and miners at most %s, got %s"
                    .formatted(sitesOption, Integer.MAX_VALUE, sites));
        }
        return IntStream.range(0, sites)
                .mapToObj(i -> synthetic(siteId + i, seed, firstMinerId + i * miners(), miners()))
                .toList();
    }

    private int miners() {
        return miners == null ? DEFAULT_MINERS : miners;
    }

    private SyntheticFleet synthetic(int siteId, long seed, int firstId, int size) {
        return PipelineException.valid(
                "",
                () -> new SyntheticFleet(
                        size,
                        siteId,
                        seed,
                        mix == null ? StatusMix.DEFAULT : mix,
                        firstId,
                        nullBaselines == null ? SyntheticFleet.DEFAULT_NULL_BASELINES : nullBaselines));
    }
}

package io.minerstream.cli.fleet;

import io.minerstream.producer.fleet.StatusMix;
import io.minerstream.producer.fleet.SyntheticFleet;
import java.util.List;
import java.util.stream.IntStream;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** A synthetic fleet. */
public final class FleetOptions {

    /** Miners of the reference job. */
    public static final int DEFAULT_MINERS = 6_000;

    /** The option of commands that take a schedule. */
    public static final String SCHEDULE_OPTION = "--schedule";

    public static final String SCHEDULE =
            "Status changes in CSV (with a header) or, when its name ends in .json, a JSON array. Columns or fields: miner_id, "
                    + "status, from (RFC 3339 or a date).";

    @Spec(Spec.Target.MIXEE)
    private CommandSpec command;

    @Option(
            names = "--miners",
            paramLabel = "N",
            order = 20,
            description = "Number of synthetic miners (default: " + DEFAULT_MINERS + ").")
    private Integer miners;

    @Option(
            names = "--mix",
            paramLabel = "STATUS=SHARE,...",
            order = 21,
            description = "Shares of their statuses, for example active=90,maintenance=6,offline=4.")
    private StatusMix mix;

    @Option(
            names = "--first-miner-id",
            paramLabel = "ID",
            order = 22,
            defaultValue = "1",
            description = "Id of the first of them; the others follow (default: ${DEFAULT-VALUE}).")
    private int firstMinerId;

    @Option(
            names = "--null-baselines",
            paramLabel = "SHARE",
            order = 21,
            description = "Share of them whose actual hashrate, and of them whose actual power, is NULL (default: "
                    + SyntheticFleet.DEFAULT_NULL_BASELINES + ").")
    private Double nullBaselines;

    /** Whether the user asked for synthetic miners. */
    public boolean isGiven() {
        return miners != null || mix != null || nullBaselines != null;
    }

    /**
     * The fleet that the options describe.
     *
     * @throws ParameterException when a value is out of range
     */
    public SyntheticFleet synthetic(int siteId, long seed) {
        return synthetic(siteId, seed, firstMinerId);
    }

    /**
     * The fleets of sites that follow one another, each as the options describe it; so do their miner ids.
     *
     * @param siteId the first of them
     * @throws ParameterException when a value is out of range
     */
    List<SyntheticFleet> synthetic(int siteId, long seed, int sites, String sitesOption) {
        long lastMiner = firstMinerId + (long) miners() * sites - 1;
        if (sites < 1 || lastMiner > Integer.MAX_VALUE || siteId > Integer.MAX_VALUE - sites + 1) {
            throw new ParameterException(
                    command.commandLine(),
                    "%s: must be at least 1, and leave the ids of sites and miners at most %d, got %d"
                            .formatted(sitesOption, Integer.MAX_VALUE, sites));
        }
        return IntStream.range(0, sites)
                .mapToObj(i -> synthetic(siteId + i, seed, firstMinerId + i * miners()))
                .toList();
    }

    private int miners() {
        return miners == null ? DEFAULT_MINERS : miners;
    }

    private SyntheticFleet synthetic(int siteId, long seed, int firstId) {
        try {
            return new SyntheticFleet(
                    miners(),
                    siteId,
                    seed,
                    mix == null ? StatusMix.DEFAULT : mix,
                    firstId,
                    nullBaselines == null ? SyntheticFleet.DEFAULT_NULL_BASELINES : nullBaselines);
        } catch (IllegalArgumentException e) {
            throw new ParameterException(command.commandLine(), e.getMessage(), e);
        }
    }
}

package io.minerstream.cli.fleet;

import io.minerstream.producer.fleet.StatusMix;
import io.minerstream.producer.fleet.SyntheticFleet;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import picocli.CommandLine.TypeConversionException;

/** A synthetic fleet. */
public final class FleetOptions {

    /** Miners of the reference job. */
    public static final int DEFAULT_MINERS = 6_000;

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
            converter = MixConverter.class,
            description = "Shares of their statuses, for example active=90,maintenance=6,offline=4.")
    private StatusMix mix;

    @Option(
            names = "--first-miner-id",
            paramLabel = "ID",
            order = 22,
            defaultValue = "1",
            description = "Id of the first of them; the others follow (default: ${DEFAULT-VALUE}).")
    private int firstMinerId;

    /** Whether the user asked for synthetic miners. */
    public boolean isGiven() {
        return miners != null || mix != null;
    }

    /**
     * The fleet that the options describe.
     *
     * @throws ParameterException when a value is out of range
     */
    public SyntheticFleet synthetic(int siteId, long seed) {
        try {
            return new SyntheticFleet(
                    miners == null ? DEFAULT_MINERS : miners,
                    siteId,
                    seed,
                    mix == null ? StatusMix.DEFAULT : mix,
                    firstMinerId);
        } catch (IllegalArgumentException e) {
            throw new ParameterException(command.commandLine(), e.getMessage(), e);
        }
    }

    private static final class MixConverter implements ITypeConverter<StatusMix> {
        @Override
        public StatusMix convert(String text) {
            try {
                return StatusMix.parse(text);
            } catch (IllegalArgumentException e) {
                throw new TypeConversionException(e.getMessage());
            }
        }
    }
}

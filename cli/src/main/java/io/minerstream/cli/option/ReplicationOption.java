package io.minerstream.cli.option;

import io.minerstream.schemas.bound.Bound;
import java.util.Optional;
import picocli.CommandLine.Option;

/** Replicas of topics that a command creates. */
public final class ReplicationOption {

    private static final short BROKER_DEFAULT = -1;

    @Option(names = "--replication-factor", paramLabel = "N", order = HelpGroups.KAFKA)
    @Within(Bound.REPLICAS)
    private Short factor;

    /** Empty for none. */
    public Optional<Short> given() {
        return Optional.ofNullable(factor);
    }

    /** -1 for the broker's setting. */
    public short orBrokerDefault() {
        return factor == null ? BROKER_DEFAULT : factor;
    }
}

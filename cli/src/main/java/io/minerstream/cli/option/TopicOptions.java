package io.minerstream.cli.option;

import io.minerstream.pipeline.setup.Preparation;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Topics that a command creates where they are missing. */
public final class TopicOptions {

    @Option(
            names = "--partitions",
            paramLabel = "N",
            order = HelpGroups.KAFKA,
            description =
                    "Partitions of topics that are created (default: those of an existing telemetry topic, else 6).")
    private Integer partitions;

    @Mixin
    private ReplicationOption replication;

    /** Partitions; null when none were given. */
    public Integer partitions() {
        return partitions;
    }

    /** Replicas; -1 for the broker's default. */
    public short replicationFactor() {
        return replication.orBrokerDefault();
    }

    /**
     * Refuses what no topic can have, before anything is connected to.
     *
     * @throws io.minerstream.pipeline.PipelineException naming what no topic can have
     */
    public void requirePossible() {
        Preparation.requirePossible(partitions, replicationFactor());
    }
}

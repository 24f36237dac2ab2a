package io.minerstream.cli.connection;

import io.minerstream.pipeline.setup.Preparation;
import picocli.CommandLine.Option;

/** How the topics are made that a command creates where they are missing. */
public final class TopicOptions {

    @Option(
            names = "--partitions",
            paramLabel = "N",
            order = 28,
            description =
                    "Partitions of topics that are created (default: those of an existing telemetry topic, else 6).")
    private Integer partitions;

    @Option(
            names = "--replication-factor",
            paramLabel = "N",
            order = 29,
            defaultValue = "-1",
            description = "Replicas of topics that are created (default: the broker's own setting).")
    private short replicationFactor;

    /** Partitions; null when none were given. */
    public Integer partitions() {
        return partitions;
    }

    /** Replicas; -1 for the broker's default. */
    public short replicationFactor() {
        return replicationFactor;
    }

    /**
     * Refuses what no topic can have, before anything is connected to.
     *
     * @throws io.minerstream.pipeline.PipelineException naming what no topic can have
     */
    public void requirePossible() {
        Preparation.requirePossible(partitions, replicationFactor);
    }
}

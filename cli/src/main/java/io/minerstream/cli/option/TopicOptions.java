package io.minerstream.cli.option;

import io.minerstream.pipeline.setup.TopicSettings;
import io.minerstream.schemas.bound.Bound;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Topics that a command creates where they are missing. */
public final class TopicOptions {

    @Option(names = "--partitions", paramLabel = "N", order = HelpGroups.KAFKA)
    @Within(Bound.PARTITIONS)
    private Integer partitions;

    @Mixin
    private ReplicationOption replication;

    /**
     * The settings of topics that are created.
     *
     * @throws io.minerstream.pipeline.PipelineException when no topic can have them
     */
    public TopicSettings settings() {
        return new TopicSettings(partitions, replication.orBrokerDefault());
    }
}

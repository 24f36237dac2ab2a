package io.minerstream.pipeline.setup;

import io.minerstream.pipeline.PipelineException;
import io.minerstream.schemas.bound.Bound;
import io.minerstream.schemas.topic.TopicCatalog;
import java.util.ArrayList;
import java.util.List;

/**
 * How missing topics are created.
 *
 * @param partitions at least 1; null for those of an existing telemetry topic, else {@value TopicCatalog#DEFAULT_PARTITIONS}
 * @param replicationFactor at least 1, or -1 for the broker's default
 */
public record TopicSettings(Integer partitions, short replicationFactor) {

    /** Partitions and replicas as the cluster has them. */
    public static final TopicSettings DEFAULT = new TopicSettings(null, (short) -1);

    /** @throws PipelineException of kind USAGE when no topic can have these values */
    public TopicSettings {
        List<String> findings = new ArrayList<>();
        if (partitions != null && !Bound.PARTITIONS.holds(partitions)) {
            findings.add("--partitions: must be %s, got %s".formatted(Bound.PARTITIONS.range(), partitions));
        }
        if (replicationFactor != -1 && !Bound.REPLICAS.holds(replicationFactor)) {
            findings.add("--replication-factor: must be %s, or -1 for the broker's default, got %s"
                    .formatted(Bound.REPLICAS.range(), replicationFactor));
        }
        if (!findings.isEmpty()) {
            throw PipelineException.usage(String.join("; ", findings));
        }
    }

    int partitionsIfMissing() {
        return partitions == null ? TopicCatalog.DEFAULT_PARTITIONS : partitions;
    }
}
